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
        element("dt", {}, label), element("dd", { class: "value" }, ...value.split(/(?<=;) /).map((part) => element("span", {}, part))), element("dd", {}, note))));
    }
    if (slide.svg) {
      const box = element("div", { class: "figure", role: "img", "aria-label": slide.alt });
      box.innerHTML = slide.svg + slide.legend;  // drawn by the dashboard itself; every text in it is escaped
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

  const help = element("div", { class: "help", role: "dialog", "aria-label": words.help }, element("h2", {}, words.help),
    element("dl", {}, ...words.keys.split("\n").flatMap((line) => {
      const [keys, act] = line.split(": ");
      return [element("dt", {}, keys), element("dd", {}, act)];
    })));
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
    button("previous", "M15 5l-7 7 7 7", () => go(shown - 1)), count, button("next", "M9 5l7 7-7 7", onward),
    button("notes", "M5 7h14M5 12h14M5 17h9", () => toggle("with-notes")), button("speaker", "M3 5h13v9H3zM8 19h13V9", speaker),
    button("full", "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5", full), button("help", "M9 9a3 3 0 1 1 4 3c-1 .5-1 1-1 2M12 17v1", () => toggle("with-help")), button("leave", "M6 6l12 12M18 6L6 18", leave));
  stage.replaceChildren(...drawn, bar, controls, said, help, element("div", { class: "black" }));
  stage.classList.toggle("dark", matchMedia("(prefers-color-scheme: dark)").matches);
  stage.lang = data.language;

  function go(number) {
    const before = shown;
    shown = Math.min(Math.max(number, 0), slides.length - 1);
    drawn.forEach((slide, i) => { slide.hidden = i !== shown; });
    if (shown !== before) drawn[shown].querySelector(".figure").scrollTop = 0;
    count.textContent = `${shown + 1} ${words.of} ${slides.length}`;
    bar.firstChild.style.width = `${(shown + 1) / slides.length * 100}%`;
    said.textContent = slides[shown].title;
    controls.querySelector(".to-previous").disabled = shown === 0;
    seeRest();
    const address = new URL(location.pathname, location.href);
    for (const [name, code] of Object.entries({ ...data.address, slide: shown + 1 })) {
      if (code) address.searchParams.set(name, code);
    }
    history.replaceState(history.state, "", address);
    tell();
  }

  // A table that is longer than the screen fades where it goes on, and is shown to its end before the next slide comes.
  function onward() {
    const figure = drawn[shown].querySelector(".figure:has(> table)"), at = figure?.scrollTop;
    figure?.scrollBy(0, figure.clientHeight * .85);
    if (figure?.scrollTop === at) go(shown + 1);
  }

  function seeRest() {
    const figure = drawn[shown].querySelector(".figure:has(> table)");
    const more = Boolean(figure) && figure.scrollTop + figure.clientHeight < figure.scrollHeight - 2;
    figure?.classList.toggle("more", more);
    controls.querySelector(".to-next").disabled = shown === slides.length - 1 && !more;
  }

  // What the speaker sees, in a window of its own: this slide, what to say, the next one, the time.
  let aside = null;
  const began = Date.now();

  function speaker() {
    // Drawings are as wide as the letters of their font: in another one names would be cut off.
    const rules = [...document.styleSheets].flatMap((sheet) => { try { return [...sheet.cssRules]; } catch { return []; } });
    const faces = rules.filter((rule) => rule instanceof CSSFontFaceRule && rule.cssText.includes("Maluku")).map((rule) => rule.cssText);
    aside = window.open("", "speaker", "width=900,height=700");
    if (!aside) return;
    aside.document.title = words.speaker;
    aside.document.documentElement.lang = data.language;
    aside.document.head.replaceChildren(element("title", {}, words.speaker), element("style", {}, `${faces.join("")}
      body { margin: 1.5rem; font: 1.15rem/1.4 "Maluku Sans", Arial, sans-serif; background: #10171c; color: #e8edf1; }
      .time { font-size: 2rem; font-variant-numeric: tabular-nums; } h1 { font-size: 1.5rem; } h2 { font-size: 1rem; color: #b6c2cc; }
      .next { border-top: 1px solid #44525e; margin-top: 1.5rem; } dt { font-weight: 700; } dd { margin: 0 0 .6rem; } small { color: #b6c2cc; }
      svg { width: 100%; max-height: 30vh; }
      svg :is(.annotation-text, .xtick text, .ytick text, .bartext-outside) { fill: currentColor !important; }
      svg .infolayer { stroke: #10171c; }`));
    aside.addEventListener("keydown", pressed, true);
    tell();
  }

  function tell() {
    if (!aside || aside.closed) return;
    const slide = slides[shown], next = slides[shown + 1];
    const drawing = element("div");
    if (next) drawing.innerHTML = next.svg;  // drawn by the dashboard itself, as above
    const told = notes(slide);
    told.removeAttribute("class");
    aside.document.body.replaceChildren(element("main", {},
      element("div", { class: "time" }), element("p", {}, `${shown + 1} ${words.of} ${slides.length}`), element("h1", {}, slide.title), told,
      element("section", { class: "next" }, element("h2", {}, words.upcoming), element("p", {}, next ? next.title : words.last), drawing)));
    clock();
  }

  function clock() {
    const place = aside && !aside.closed && aside.document.querySelector(".time");
    if (!place) return;
    const seconds = Math.floor((Date.now() - began) / 1000), two = (number) => String(number).padStart(2, "0");
    const now = new Date();
    place.textContent = `${two(now.getHours())}.${two(now.getMinutes())} · ${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
  }
  const ticking = setInterval(clock, 1000);

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
    ArrowRight: onward, ArrowDown: onward, PageDown: onward, " ": onward,
    ArrowLeft: () => go(shown - 1), ArrowUp: () => go(shown - 1), PageUp: () => go(shown - 1), Backspace: () => go(shown - 1),
    Home: () => go(0), End: () => go(slides.length - 1),
    f: full, n: () => toggle("with-notes"), s: speaker, d: () => toggle("dark"), "?": () => toggle("with-help"), b: () => toggle("is-black"), ".": () => toggle("is-black"),
    Escape: () => {
      const open = ["is-black", "with-help"].find((state) => stage.classList.contains(state));
      if (open) toggle(open);
      else leave();
    },
    Enter: () => { if (typed) go(Number(typed) - 1); else onward(); },
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

  // In full screen nothing is shown but the slide, unless somebody points.
  let resting;
  const point = () => {
    stage.classList.remove("is-still");
    clearTimeout(resting);
    resting = setTimeout(() => stage.classList.toggle("is-still", Boolean(document.fullscreenElement)), 2000);
  };
  stage.onpointermove = point;
  stage.addEventListener("scroll", seeRest, true);
  document.addEventListener("fullscreenchange", point);

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
    document.removeEventListener("fullscreenchange", point);
    clearInterval(ticking);
    clearTimeout(resting);
    aside?.close();
  };
}
