// Turns the drawn figures into live ones, each when it first comes into view.
(function () {
  var figures = JSON.parse(document.getElementById("figures").textContent);
  var config = { displayModeBar: false, showSendToCloud: false };
  function enliven(entries, watcher) {
    entries.forEach(function (entry) {
      if (!entry.isIntersecting) return;
      watcher.unobserve(entry.target);
      var place = entry.target, figure = figures[place.dataset.figure], aspect = +place.dataset.aspect;
      var drawn = place.firstElementChild, width = place.clientWidth;
      var live = document.createElement("div");
      if (place.classList.contains("map")) width = Math.max(width, 620);
      figure.layout.width = width;
      figure.layout.height = aspect ? width / aspect : figure.layout.height;
      live.style.position = "absolute";
      live.style.visibility = "hidden";
      place.appendChild(live);
      Plotly.newPlot(live, figure.data, figure.layout, config).then(function () {
        live.style.position = live.style.visibility = "";
        drawn.remove();
      }).catch(function () { live.remove(); });
    });
  }
  // Labels are measured in the page's own typeface, so it has to be there first.
  document.fonts.ready.then(function () {
    document.querySelectorAll("[data-figure]").forEach(function (place) { watcher.observe(place); });
  });
  var watcher = new IntersectionObserver(enliven, { rootMargin: "200px" });
  document.querySelectorAll(".choice").forEach(function (choice) {
    choice.addEventListener("change", function () { document.documentElement.lang = choice.id.slice(-2); });
  });
})();
