// Figures are drawn in pixels of the window: while a page is printed each is scaled as a whole, lines and letters alike.
(function () {
  const page = document.documentElement;
  const figures = () => document.querySelectorAll(".js-plotly-plot .svg-container");
  const layers = (figure) => figure.querySelectorAll(".main-svg");

  window.addEventListener("beforeprint", () => {
    const app = document.querySelector('[data-testid="stApp"]');
    page.classList.add("printing");
    page.classList.toggle("phone", matchMedia("(max-width: 40em)").matches);
    page.classList.toggle("narrow", matchMedia("(max-width: 62.5em)").matches);
    page.classList.toggle("dark", Boolean(app) && getComputedStyle(app).colorScheme === "dark");
    for (const figure of figures()) {
      const [width, height] = ["width", "height"].map((side) => layers(figure)[0].getAttribute(side));
      layers(figure).forEach((layer) => layer.setAttribute("viewBox", `0 0 ${width} ${height}`));
      figure.style.setProperty("--width", width);
      figure.style.setProperty("--height", height);
    }
  });

  // As it was: the figures follow the window by themselves.
  window.addEventListener("afterprint", () => {
    page.classList.remove("printing", "phone", "narrow", "dark");
    for (const figure of figures()) {
      layers(figure).forEach((layer) => layer.removeAttribute("viewBox"));
      figure.style.removeProperty("--width");
      figure.style.removeProperty("--height");
    }
  });
})();
