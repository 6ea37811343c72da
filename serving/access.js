// What the live page does not tell by itself: landmarks, the current page, one name for each button, in the page's language.
(function () {
  const root = document.getElementById("root");
  if (!root) return;
  const find = (place, selector) => [...place.querySelectorAll(selector)];
  const set = (element, name, value) => {
    if (element && value && element.getAttribute(name) !== value) element.setAttribute(name, value);
  };

  // Streamlit's own words are English: the page says what they are in its language (pages/parts/ui.py); # is a number.
  const NUMBER = /-?\d+(?:[.,]\d+)*/g;
  function meant(english, text) {
    if (english[text]) return english[text];
    const numbers = text.match(NUMBER) ?? [], same = english[text.replace(NUMBER, "#")];
    return same?.replace(/#/g, () => numbers.shift());
  }

  function translate(english) {
    for (const name of ["aria-label", "placeholder", "title"]) {
      for (const element of find(document, `[${name}]`)) {
        const text = element.getAttribute(name), start = Object.keys(english).find((key) => key.endsWith(" ") && text.startsWith(key));
        set(element, name, meant(english, text) ?? (start && english[start] + text.slice(start.length)));
      }
    }
    for (const element of find(document, '[data-testid="stSkipToContent"], [data-testid="InputInstructions"] *, [role="listbox"] *, [role="dialog"] *, [data-testid="stTooltipContent"] *, [data-testid="stNumberInput"] *, [data-testid^="stDataFrameColumn"] *, [data-testid^="stDataFrameStatistics"] *, [data-testid="stDataFrameTooltipContent"] *, [data-testid="stFileUploader"] *, .gdg-search-status *')) {
      const text = element.childElementCount ? "" : meant(english, element.textContent);
      if (text && text !== element.textContent) element.firstChild.nodeValue = text;
    }
  }

  function landmarks(names) {
    const menu = root.querySelector(".st-key-menu");
    set(menu, "role", "navigation");
    set(menu, "aria-label", names.menu);
    const page = (path) => path.replace(/[?#].*/, "").replace(/^.*\//, "");
    for (const link of menu ? find(menu, "a") : []) {
      if (page(link.getAttribute("href")) === page(location.pathname)) {
        if (menu.dataset.at !== link.href) menu.scrollLeft += link.getBoundingClientRect().x - menu.getBoundingClientRect().x - 40;  // one row on a phone
        menu.dataset.at = link.href;
        set(link, "aria-current", "page");
      }
      else link.removeAttribute("aria-current");
    }
  }

  // The same words stand below every figure: each button is named after its own.
  function buttons() {
    for (const below of find(root, '[class*="st-key-below_"]')) {
      const key = [...below.classList].find((name) => name.startsWith("st-key-below_")).slice("st-key-below_".length);
      const figure = root.querySelector(`.st-key-figure_${CSS.escape(key)}`);
      const heading = figure?.querySelector("h2, .subtitle") ?? root.querySelector("h1");
      for (const button of find(below, '[class*="st-key-table_"] summary, [class*="st-key-take_"] > div > div > button, .stPopover button')) {
        const word = button.querySelector("p")?.textContent;
        if (word && heading) set(button, "aria-label", `${word}: ${heading.textContent.trim().split(". ")[0]}`);
      }
    }
  }

  // A figure whose marks select takes the focus: arrow keys step from mark to mark (serving/marks.js).
  function figures() {
    for (const told of find(root, ".told")) {
      const shape = root.querySelector(`.st-key-shape_${CSS.escape(told.dataset.figure)} .stPlotlyChart`);
      if (!shape || shape.dataset.marks === told.dataset.marks) continue;
      Object.assign(shape.dataset, told.dataset);
      shape.tabIndex = 0;
    }
  }
  root.addEventListener("choose", ({ detail }) => {
    history.pushState({}, "", detail);
    dispatchEvent(new PopStateEvent("popstate", { state: {} }));
  });

  // What is searched can be cleared with one click, as the browser's own fields can.
  function searches() {
    for (const field of find(root, ':is([class*="st-key-search"], .st-key-number_search) .stTextInput input')) set(field, "type", "search");
  }

  // What came of a click is brought into view, wherever on a long page its reader is.
  function notes() {
    for (const note of find(root, ".note:not([data-seen])")) {
      note.dataset.seen = "";
      note.scrollIntoView({ block: "nearest" });
    }
  }

  // What a choice changes stands above what was chosen.
  let headline = "";
  function headlines() {
    const heading = root.querySelector("h1"), now = heading?.textContent.trim();
    if (headline && now && now !== headline) window.tellHeadline(heading);
    headline = now || headline;
  }

  function tell() {
    notes();
    headlines();
    searches();
    const told = root.querySelector(".names");
    if (!told) return;
    const names = JSON.parse(told.dataset.names);
    translate(names.english);
    landmarks(names);
    buttons();
    figures();
  }

  let frame = 0;
  new MutationObserver(() => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(tell);
  }).observe(document.body, { childList: true, subtree: true });

  // What is marked in a cell's open list is chosen by a click elsewhere, too: as Tab does, what was typed is not lost.
  addEventListener("pointerdown", (event) => {
    const typed = document.querySelector("#portal input");
    if (typed?.value && !event.target.closest?.("#portal, [role=listbox]")) {
      typed.dispatchEvent(new KeyboardEvent("keydown", { key: "Tab", keyCode: 9, bubbles: true, cancelable: true }));
    }
  }, true);

  // A name on a map selects what it names, not the land below it: the address says what is selected.
  function named(event) {
    const place = event.target.closest?.('[class*="st-key-figure_"]');
    const codes = place?.querySelector(".labels");
    if (!codes || !event.target.closest(".js-plotly-plot")) return "";
    const at = event.touches?.[0] ?? event;
    const hit = find(place, ".annotation").find((label) => {
      const box = label.querySelector(".annotation-text")?.getBoundingClientRect();
      return box && box.left <= at.clientX && at.clientX <= box.right && box.top <= at.clientY && at.clientY <= box.bottom;
    });
    return (hit && JSON.parse(codes.dataset.codes)[hit.dataset.index]) || "";
  }
  for (const kind of ["pointerdown", "mousedown", "touchstart"]) {
    document.addEventListener(kind, (event) => { if (named(event)) event.stopPropagation(); }, true);
  }
  // Nothing is pointed at before a finger taps: what it means is looked up first, so that the first tap selects.
  document.addEventListener("touchstart", ({ target, touches: [at] }) => {
    const place = target.closest?.(".js-plotly-plot .nsewdrag");
    place?.dispatchEvent(new MouseEvent("mousemove", { bubbles: true, clientX: at.clientX, clientY: at.clientY }));
  }, { capture: true, passive: true });
  // The head of a column sorts its table, and keeps the focus when that is drawn anew.
  document.addEventListener("click", (event) => {
    let head = event.target.closest?.("#root a.sort");
    if (!head || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const alike = () => find(root, "a.sort"), at = alike().indexOf(head);
    history.pushState({}, "", head.href);
    dispatchEvent(new PopStateEvent("popstate", { state: {} }));
    new MutationObserver((_, watch) => {
      if (document.activeElement !== (head.isConnected ? head : document.body)) return watch.disconnect();
      if (head.isConnected || !alike()[at]) return;
      head = alike()[at];  // it may be drawn anew more than once
      head.focus({ preventScroll: true });
    }).observe(root, { childList: true, subtree: true });
  }, true);
  document.addEventListener("click", (event) => {
    const code = named(event) || event.target.closest?.("#root :is(.marks a, .on-phone [data-code])")?.dataset.code;
    if (!code) return;
    event.stopPropagation();
    event.preventDefault();
    const address = new URL(location.href);
    if (address.searchParams.get("regency") === code) address.searchParams.delete("regency");
    else address.searchParams.set("regency", code);
    history.pushState({}, "", address);
    dispatchEvent(new PopStateEvent("popstate", { state: {} }));
  }, true);

  // What an address leads to was not there yet when the browser looked for it.
  window.addEventListener("shown", () => document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView());

  // A file is downloaded as soon as it is made: who asks for it presses one button.
  let awaited;
  document.addEventListener("click", (event) => {
    const card = event.target.closest?.("button") && event.target.closest('[class*="st-key-make_"]');
    if (!card) return;
    const key = card.className.match(/st-key-make_(\w+)/)[1], asked = location.href;
    awaited?.disconnect();
    awaited = new MutationObserver(() => {
      const button = root.querySelector(`.st-key-download_${key} button`);
      if (button || location.href !== asked) awaited.disconnect();
      if (button && location.href === asked) button.click();
    });
    awaited.observe(root, { childList: true, subtree: true });
  });

  // Past the menu, to the page's title.
  document.addEventListener("click", (event) => {
    const title = event.target.closest?.('[data-testid="stSkipToContent"]') && root.querySelector("h1");
    if (!title) return;
    event.preventDefault();
    event.stopPropagation();
    title.tabIndex = -1;
    title.focus();
  }, true);
})();
