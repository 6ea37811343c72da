// Arrow keys step from mark to mark of a figure, each is told; Enter chooses it: the event "choose" has the address.
// A headline that a choice has changed is told, and shown for a while where it is out of the window.
(function () {
  if (window.stepsMarks) return;
  window.stepsMarks = true;
  const steps = new Map();

  function tell(words, isShown) {
    let status = document.getElementById("changed");
    if (!status) {
      status = Object.assign(document.createElement("p"), { id: "changed", role: "status" });
      document.body.append(status);
    }
    status.textContent = words;
    status.className = "";
    void status.offsetWidth;  // one that is shown already is shown anew
    if (isShown) status.className = "shown";
  }

  window.tellHeadline = (heading) => tell(heading.textContent.trim(), heading.getBoundingClientRect().bottom < 0);

  // What is chosen already is taken back.
  window.selecting = (shape, codes) => {
    const url = new URL(location.href), names = shape.dataset.selects.split(",");
    const again = names.every((name, i) => url.searchParams.get(name) === codes[i]);
    names.forEach((name, i) => again || !codes[i] ? url.searchParams.delete(name) : url.searchParams.set(name, codes[i]));
    return url;
  };

  document.addEventListener("keydown", (event) => {
    const shape = event.target, by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!shape.dataset?.marks || !(by || event.key === "Enter")) return;
    const told = JSON.parse(shape.dataset.marks), before = steps.get(shape.dataset.figure);
    if (by) {
      event.preventDefault();
      const now = ((before ?? (by > 0 ? -1 : 0)) + by + told.length) % told.length;
      steps.set(shape.dataset.figure, now);
      for (const one of shape.querySelectorAll(".at")) one.classList.remove("at");
      for (const drawn of shape.querySelectorAll("svg")) drawn.querySelector(told[now][1])?.classList.add("at");
      tell(told[now][2]);
    } else if (before !== undefined) {
      shape.dispatchEvent(new CustomEvent("choose", { bubbles: true, detail: window.selecting(shape, told[before][0]) }));
    }
  });
})();
