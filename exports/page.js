// Turns the drawn figures into live ones, each when it first comes into view. Paper shows the drawn ones (page.css).
(function () {
  var figures = JSON.parse(document.getElementById("figures").textContent);
  var config = { displayModeBar: false, showSendToCloud: false };
  function size(place) {
    var figure = figures[place.dataset.figure], aspect = +place.dataset.aspect, width = place.clientWidth;
    return { width: width, height: aspect ? width / aspect : figure.layout.height };
  }
  function enliven(entries, watcher) {
    entries.forEach(function (entry) {
      if (!entry.isIntersecting) return;
      watcher.unobserve(entry.target);
      var place = entry.target, figure = figures[place.dataset.figure];
      var live = document.createElement("div");
      live.style.position = "absolute";
      live.style.visibility = "hidden";
      place.appendChild(live);
      Plotly.newPlot(live, figure.data, Object.assign(figure.layout, size(place)), config).then(function () {
        live.style.position = live.style.visibility = "";
        live.className += " live";
        place.prepend(live);
        sizes.observe(place);
      }).catch(function () { live.remove(); });
    });
  }
  // A live figure follows the window. On paper it is not shown, so that it has no width there.
  var sizes = new ResizeObserver(function (entries) {
    entries.forEach(function (entry) {
      var live = entry.target.firstElementChild, wanted = size(entry.target);
      if (live.offsetWidth && live.layout.width !== wanted.width) Plotly.relayout(live, wanted);
    });
  });
  // Labels are measured in the page's own typeface, so it has to be there first.
  document.fonts.ready.then(function () {
    document.querySelectorAll("[data-figure]").forEach(function (place) { watcher.observe(place); });
  });
  var watcher = new IntersectionObserver(enliven, { rootMargin: "200px" });
  document.querySelectorAll(".choice").forEach(function (choice) {
    choice.addEventListener("change", function () { document.documentElement.lang = choice.id.slice(-2); });
  });
})();
