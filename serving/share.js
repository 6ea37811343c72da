// Passes a figure on: copies its link or its picture, opens the device's own sheet, fills the screen. What a browser
// cannot do stays a link, or is not offered (text.css).
(function () {
  if (window.passesOn) return;
  window.passesOn = true;
  document.documentElement.classList.add("acts", navigator.share ? "sends" : "acts", document.fullscreenEnabled ? "fills" : "acts");

  function copy(text) {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const box = document.createElement("textarea");  // a page without https
    box.value = text;
    document.body.append(box);
    box.select();
    document.execCommand("copy");
    box.remove();
  }

  const acts = {
    copy: (link) => copy(link.href),
    picture: (link) => navigator.clipboard.write([
      new ClipboardItem({ "image/png": fetch(link.href).then((got) => got.ok ? got.blob() : Promise.reject(new Error(got.status))) }),
    ]),
    send: (link) => navigator.share({ title: document.title, url: link.href }),
    fill: ({ dataset: { figure } }) => (document.querySelector(`#first .shape-${figure}`)?.closest(".figure")
      || document.querySelector(`.st-key-figure_${figure}`)).requestFullscreen(),
  };

  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("[data-act]"), act = link?.dataset.act;
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    if (act === "picture" && !window.ClipboardItem) return;
    event.preventDefault();
    const status = link.closest(".share").querySelector("[role=status]");
    status.textContent = "";
    try {
      await acts[act](link);
      status.textContent = link.dataset.done;
    } catch (error) {
      if (error.name !== "AbortError") location.assign(link.href);
    }
  }, true);

  // The code names the address at which the reader is.
  document.addEventListener("toggle", ({ target }) => {
    const code = target.matches?.(".share details[open]") && target.querySelector("textarea");
    if (!code) return;
    const address = target.querySelector("a").href.replaceAll("&", "&amp;");
    code.value = code.value.replace(/src="[^"]*"/, () => `src="${address}"`);
    code.select();
  }, true);
})();

// What is passed on as paper says at its foot from where it is, and of which day.
window.addEventListener("beforeprint", () => {
  const day = new Date().toLocaleDateString(document.documentElement.lang, { dateStyle: "long" });
  for (const foot of document.querySelectorAll(".foot")) foot.dataset.printed = `${location.href} · ${day}`;
});
