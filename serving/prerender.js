// Puts the live page in the first view's place once it has drawn itself, at the same place of the page.
(function () {
  const first = document.getElementById("first");
  const root = document.getElementById("root");
  if (!first || !root) return;

  const AGAIN = 250, ENOUGH = 5000;  // ms: between looks, and that a figure may take to come to its size

  // Each figure is drawn twice, the second time at its size.
  function fits(chart) {
    const place = chart.getBoundingClientRect();
    const drawn = chart.querySelector(".main-svg")?.getBoundingClientRect();
    if (!drawn) return place.top > innerHeight;
    return Math.abs(drawn.width - place.width) < 1 && Math.abs(drawn.height - place.height) < 1;
  }

  function isDrawn() {
    const app = root.querySelector('[data-testid="stApp"]');
    if (!app || app.dataset.testScriptState !== "notRunning") return false;
    if (root.querySelector('[data-testid="stSkeleton"]')) return false;
    return (Date.now() - changed > ENOUGH || [...root.querySelectorAll('[data-testid="stPlotlyChart"]')].every(fits))
      && Boolean(root.querySelector('h1, .problem, [data-testid="stPlotlyChart"], [data-testid^="stBidiComponent"]'));
  }

  // What the headings of a page say, and where these words are in the window.
  function words(place) {
    return [...place.querySelectorAll("h1, h2")].map((heading) => {
      const range = document.createRange();
      range.selectNodeContents(heading);
      return [heading.textContent.trim(), range.getBoundingClientRect().top];
    });
  }

  function give() {
    watch.disconnect();
    clearInterval(again);
    const scrolled = first.scrollTop;
    const away = ([, top]) => Math.abs(top - innerHeight / 2);
    const seen = scrolled ? words(first).sort((one, other) => away(one) - away(other))[0] : null;
    first.remove();
    const main = root.querySelector('[data-testid="stMain"]');
    if (main) {
      main.scrollTop = scrolled;
      // The pages are not equally high to the pixel: the heading next to what is being read stays where it is.
      const now = seen && words(root).find(([said]) => said === seen[0]);
      if (now) main.scrollTop += now[1] - seen[1];
    }
    window.dispatchEvent(new Event("shown"));
  }

  // The live page shows itself once nothing of it has changed for a frame. Sizes settle without a change: it is looked
  // again, and a figure that never comes to its size keeps the page back no longer than some seconds.
  let still, changed = Date.now();
  function look() {
    clearTimeout(still);
    still = setTimeout(() => isDrawn() && !isUsed() && give(), 16);
  }

  // What a reader is filling in, or has unfolded, is not taken away, unless the reader has asked for the live page.
  function isUsed() {
    if (window.prerenderGives) return false;
    const at = document.activeElement;
    return first.contains(at) && at.matches("input, select") || Boolean(first.querySelector("details[open]"));
  }
  for (const kind of ["focusout", "toggle", "click"]) first.addEventListener(kind, look, true);
  const again = setInterval(look, AGAIN);
  const watch = new MutationObserver(() => { changed = Date.now(); look(); });
  watch.observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-test-script-state"] });
  look();  // this script may come when all is drawn already
})();
