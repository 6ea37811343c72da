// Puts the live page in the first view's place once it has drawn itself, at the same place of the page.
(function () {
  window.prerenderReady = false;
  const first = document.getElementById("first");
  const root = document.getElementById("root");
  if (!first || !root) return;

  function isDrawn() {
    const app = root.querySelector('[data-testid="stApp"]');
    if (!app || app.dataset.testScriptState !== "notRunning") return false;
    if (root.querySelector('[data-testid="stSkeleton"]')) return false;
    const charts = [...root.querySelectorAll('[data-testid="stPlotlyChart"]')];
    return charts.every((chart) => chart.querySelector(".main-svg") || chart.getBoundingClientRect().top > innerHeight)
      && Boolean(root.querySelector('h1, .problem, [data-testid="stPlotlyChart"], [data-testid^="stBidiComponent"]'));
  }

  function give() {
    watch.disconnect();
    const scrolled = first.scrollTop;
    first.remove();
    const main = root.querySelector('[data-testid="stMain"]');
    if (main) main.scrollTop = scrolled;
    window.dispatchEvent(new Event("shown"));
  }

  // Each figure is drawn twice, the second time at its size: the live page shows itself once it has been still.
  let still;
  function look() {
    clearTimeout(still);
    if (isDrawn()) still = setTimeout(() => isDrawn() && give(), 60);
  }
  const watch = new MutationObserver(look);
  watch.observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-test-script-state"] });
  look();  // this script may come when all is drawn already
})();
