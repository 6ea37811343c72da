// One slide at a time, by keys, clicker, touch or buttons. The slide's number is in the address.
export default function (component) {
  const { parentElement, data } = component;
  const stage = parentElement.querySelector(".stage");
  const words = data.words;
  const slides = data.slides;
  let typed = "";
  let shown = 0;

  const element = (tag, attributes = {}, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name === "onclick") made.addEventListener("click", value);
      else made.setAttribute(name, value);
    }
    made.append(...children);
    return made;
  };

  const figure = (slide) => {
    if (slide.numbers.length) {
      return element("dl", { class: "figure numbers" }, ...slide.numbers.map(([label, value, note]) => element("div", {},
        element("dt", {}, label), element("dd", { class: "value" }, value), element("dd", {}, note))));
    }
    if (slide.svg) {
      const box = element("div", { class: "figure", role: "img", "aria-label": slide.alt });
      box.innerHTML = slide.svg;  // drawn by the dashboard itself; every text in it is escaped
      return box;
    }
    const [head, ...rows] = slide.table;
    const cells = (row, tag) => row.map((cell) => element(tag, tag === "th" ? { scope: "col" } : {}, cell));
    return element("div", { class: "figure" }, element("table", {},
      element("thead", {}, element("tr", {}, ...cells(head, "th"))),
      element("tbody", {}, ...rows.map((row) => element("tr", {}, ...cells(row, "td"))))));
  };

  const notes = (slide) => element("aside", { class: "notes", "aria-label": words.notes },
    element("p", {}, slide.say),
    ...(slide.questions.length ? [element("h2", {}, words.questions)] : []),
    element("dl", {}, ...slide.questions.flatMap((q) => [
      element("dt", {}, q.asked), element("dd", {}, q.answer + " ", element("small", {}, q.sources))])));

  const drawn = slides.map((slide, i) => element("section",
    { class: `slide ${slide.key}`, "aria-roledescription": "slide", "aria-label": `${i + 1} ${words.of} ${slides.length}` },
    element("header", {}, element("p", { class: "caption" }, data.title), element("h1", {}, slide.title),
      element("p", { class: "reading" }, slide.reading)),
    figure(slide),
    element("p", { class: "sources" }, slide.sources),
    notes(slide)));

  const count = element("span", { class: "count" });
  const bar = element("div", { class: "progress" }, element("i"));
  const said = element("div", { class: "said", "aria-live": "polite" });
  const button = (name, path, act) => {
    const made = element("button",
      { class: `to-${name}`, type: "button", title: words[name], "aria-label": words[name], onclick: act });
    made.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${path}"/></svg>`;
    return made;
  };
  const controls = element("nav", { class: "controls", "aria-label": words.slides },
    button("previous", "M15 5l-7 7 7 7", () => go(shown - 1)), count, button("next", "M9 5l7 7-7 7", () => go(shown + 1)),
    button("notes", "M5 7h14M5 12h14M5 17h9", () => toggle("with-notes")), button("full", "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5", full), button("leave", "M6 6l12 12M18 6L6 18", leave));
  stage.replaceChildren(...drawn, bar, controls, said, element("div", { class: "black" }));
  stage.lang = data.language;

  function go(number) {
    shown = Math.min(Math.max(number, 0), slides.length - 1);
    drawn.forEach((slide, i) => { slide.hidden = i !== shown; });
    count.textContent = `${shown + 1} ${words.of} ${slides.length}`;
    bar.firstChild.style.width = `${(shown + 1) / slides.length * 100}%`;
    said.textContent = slides[shown].title;
    controls.querySelector(".to-previous").disabled = shown === 0;
    controls.querySelector(".to-next").disabled = shown === slides.length - 1;
    const address = new URL(location.pathname, location.href);
    for (const [name, code] of Object.entries({ ...data.address, slide: shown + 1 })) {
      if (code) address.searchParams.set(name, code);
    }
    history.replaceState(history.state, "", address);
  }

  function toggle(state) { stage.classList.toggle(state); }

  function full() {
    if (document.fullscreenElement) document.exitFullscreen();
    else if (stage.requestFullscreen) stage.requestFullscreen().catch(() => {});
  }

  // The page that was open before, with the reader's choices: the menu's own link knows the way.
  function leave() {
    if (document.fullscreenElement) document.exitFullscreen();
    const link = [...document.querySelectorAll(".st-key-menu a")]
      .find((a) => new URL(a.href).pathname.replace(/^.*\//, "") === data.back);
    if (link) link.click();
    else location.assign("./" + location.search.replace(/[?&]slide=\d+/, "").replace(/^&/, "?"));
  }

  const ACTS = {
    ArrowRight: () => go(shown + 1), ArrowDown: () => go(shown + 1), PageDown: () => go(shown + 1), " ": () => go(shown + 1),
    ArrowLeft: () => go(shown - 1), ArrowUp: () => go(shown - 1), PageUp: () => go(shown - 1), Backspace: () => go(shown - 1),
    Home: () => go(0), End: () => go(slides.length - 1),
    f: full, n: () => toggle("with-notes"), b: () => toggle("is-black"), ".": () => toggle("is-black"),
    Escape: () => (stage.classList.contains("is-black") ? toggle("is-black") : leave()),
    Enter: () => { go(typed ? Number(typed) - 1 : shown + 1); },
  };

  function pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !stage.isConnected) return;
    const onButton = event.composedPath()[0].tagName === "BUTTON";
    if (onButton && (event.key === " " || (event.key === "Enter" && !typed))) return;
    if (/^\d$/.test(event.key)) { typed += event.key; event.stopPropagation(); return; }
    const act = ACTS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
    typed = "";
  }

  let touched = null;
  stage.ontouchstart = (event) => { touched = event.changedTouches[0].clientX; };
  stage.ontouchend = (event) => {
    const moved = event.changedTouches[0].clientX - touched;
    if (Math.abs(moved) > 60) go(shown + (moved < 0 ? 1 : -1));
  };
  window.addEventListener("keydown", pressed, true);
  const asked = Number(new URL(location.href).searchParams.get("slide"));
  go(Number.isInteger(asked) && asked > 0 ? asked - 1 : 0);
  const take = () => stage.focus();
  take();
  window.addEventListener("shown", take);  // the server's first view stood before it until then
  return () => {
    window.removeEventListener("keydown", pressed, true);
    window.removeEventListener("shown", take);
  };
}
