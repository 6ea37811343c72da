// Makes choices on a prerendered page without loading it anew: its part is fetched and put in, the address written,
// focus and scroll kept. Sends for the live page when the reader asks, or rests, on a link that bears it; one that was sent
// for at once may be long on its way.
(function () {
  const first = document.getElementById("first");
  const live = document.getElementById("live");
  if (!first || !live) return;
  const IDLE = 7000, PAUSE = 250, FRESH = 10000, MOST = 40;  // ms, and drawings that the server is told of
  const SAVES = "hemat-data";
  const kept = (() => { try { return localStorage; } catch { return {}; } })();  // a browser may forbid to keep anything
  const drawings = new Map();  // and their land, by what they are called: what is drawn is not sent again
  const parts = new Map();
  let turn = 0, begun, sent = first.matches(".awaits") ? Date.now() : 0, rest, pause;
  first.classList.add("scripted");

  const ways = (shape) => shape.querySelectorAll("[data-land]");

  // --- What is fetched -----------------------------------------------------------------------------------------
  function part(address, isGuess) {
    const url = new URL(address, location.href);
    url.searchParams.set("drawn", [...drawings.keys()].slice(-MOST).join(","));
    url.hash = "";
    if (!parts.has(url.href)) {
      // What is only pointed at waits for no drawing.
      const answer = fetch(url, isGuess && { headers: { "X-Guess": 1 } }).then((got) => got.ok ? got.text() : Promise.reject(new Error(got.status)));
      parts.set(url.href, answer);
      answer.then(() => setTimeout(() => parts.delete(url.href), FRESH), () => parts.delete(url.href));
    }
    return parts.get(url.href);
  }

  function isHere(link) {
    return link.pathname === location.pathname && link.origin === location.origin && !link.hasAttribute("hreflang")
      && !link.hasAttribute("download") && !link.dataset.act && link.search !== location.search;
  }

  async function choose(address, writes) {
    const mine = ++turn, url = new URL(address, location.href);
    let text;
    // What was only pointed at may have been refused: it is asked for once more.
    try { text = await part(url).catch(() => part(url)); } catch { location.assign(url); return; }
    if (mine !== turn) return;
    if (!first.isConnected) { location.assign(url); return; }
    if (writes) {
      url.hash = "";
      history[writes](null, "", url);
      if (sent) dispatchEvent(new PopStateEvent("popstate", { state: { own: true } }));
    }
    show(text, Boolean(writes));
  }

  // --- What is shown -------------------------------------------------------------------------------------------
  function keep() {
    for (const shape of first.querySelectorAll("[data-drawn]")) {
      drawings.set(shape.dataset.drawn, [...shape.children]);
      if (shape.dataset.land) drawings.set(shape.dataset.land, ways(shape));
    }
  }

  function focused() {
    const at = document.activeElement;
    if (!first.contains(at)) return () => {};
    const { name, value, selectionStart } = at, words = at.textContent, shape = at.matches("[data-marks]") && at.classList[1], index = [...first.querySelectorAll("a, summary")].indexOf(at);
    return (isTyped) => {
      const alike = [...first.querySelectorAll("a, summary")];
      const now = shape ? first.querySelector(`.${shape}`) : name ? first.querySelector(`[name="${name}"]:not([type=hidden])`)
        : alike[index]?.textContent === words ? alike[index] : alike.find((one) => one.textContent === words);
      if (!now) return;
      now.focus({ preventScroll: true });
      if (isTyped && now.type === "search") { now.value = value; now.setSelectionRange(selectionStart, selectionStart); }
    };
  }

  function show(text, isTyped) {
    const made = new DOMParser().parseFromString(text, "text/html");
    const page = document.adoptNode(made.querySelector(".page"));
    const open = [...first.querySelectorAll("details[open][id]")].map((one) => one.id);
    const refocus = focused(), scrolled = first.scrollTop;
    for (const shape of page.querySelectorAll("[data-drawn]")) {
      if (!shape.children.length) shape.append(...(drawings.get(shape.dataset.drawn) || []));
      else drawings.get(shape.dataset.land)?.forEach((way, i) => ways(shape)[i].setAttribute("d", way.getAttribute("d")));
    }
    first.querySelector(".page").replaceWith(page);
    document.getElementById("rules").textContent = made.querySelector("style").textContent;
    document.title = made.title;
    for (const id of open) page.querySelector(`#${CSS.escape(id)}`)?.setAttribute("open", "");
    keep();
    ready();
    first.scrollTop = scrolled;
    refocus(isTyped);  // Back takes back what was typed
    window.tellHeadline(page.querySelector("h1"));
  }

  // --- What a reader does --------------------------------------------------------------------------------------
  function asked(form, alone) {
    const url = new URL(form.getAttribute("action"), location.href), given = new Map();
    for (const [name, value] of new FormData(form)) {
      if (value) given.set(name, given.has(name) ? `${given.get(name)},${value}` : value);
    }
    if (alone) for (const one of form.querySelectorAll("select")) if (one !== alone) given.delete(one.name);
    for (const [name, value] of given) url.searchParams.set(name, value);
    url.hash = "";
    return url;
  }

  // What lies under the pointer may be beneath a circle or a label.
  function mark(event) {
    const shape = event.target.closest?.("[data-marks]");
    if (!shape) return [null, null];
    const told = JSON.parse(shape.dataset.marks), isMap = shape.dataset.land;
    for (const at of document.elementsFromPoint(event.clientX, event.clientY)) {
      const drawn = at.closest("svg");
      if (!drawn || !shape.contains(drawn)) continue;
      const code = at.closest("[data-code]")?.dataset.code, label = isMap && at.closest(".annotation")?.dataset.index;
      const hit = told.find(([codes, selector, , names]) => {
        if (code) return codes[0] === code;
        if (label) return names.includes(+label);
        const node = drawn.querySelector(selector);
        return node === at || (isMap && node && node.closest(".trace").contains(at));
      });
      if (hit) return [shape, hit];
    }
    return [shape, null];
  }

  first.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest("a[href]");
    if (link) {
      if (isHere(link)) { event.preventDefault(); choose(link.href, "pushState"); }
    } else if (event.target.closest("[data-send]")) {
      send(true);
    } else {
      const [shape, hit] = mark(event);
      if (hit) choose(window.selecting(shape, hit[0]), "pushState");
    }
  });
  first.addEventListener("choose", ({ detail }) => choose(detail, "pushState"));
  first.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(pause);
    choose(asked(event.target), "pushState");
  });
  first.addEventListener("change", (event) => {
    const at = event.target;
    if (at.matches("[data-saves]")) {
      at.checked ? kept[SAVES] = "1" : delete kept[SAVES];
      wait();
    } else if (at.form && at.type !== "search" && at.checkValidity()) {
      choose(asked(at.form, "alone" in at.dataset && at), "pushState");
    }
  });
  first.addEventListener("input", ({ target }) => {
    if (target.type !== "search") return;
    clearTimeout(pause);
    pause = setTimeout(() => target.isConnected && choose(asked(target.form), "replaceState"), PAUSE);
  });
  for (const kind of ["pointerover", "focusin"]) {
    first.addEventListener(kind, ({ target }) => {
      if (target.matches?.("[data-send]")) begin();
      const link = target.closest?.("a[href]");
      if (link && isHere(link) && !navigator.connection?.saveData) part(link.href, true).catch(() => {});
    });
  }
  first.addEventListener("pointermove", (event) => {
    const [shape, hit] = mark(event);
    if (!shape) return;
    shape.title = hit?.[2] || "";
    shape.style.cursor = hit ? "pointer" : "";
  });
  addEventListener("popstate", (event) => {
    if (first.isConnected && !event.state?.own) choose(location.href, "");
  });

  // --- When the live page is sent for --------------------------------------------------------------------------
  function saves() {
    const link = navigator.connection || {};
    return Boolean(kept[SAVES] || link.saveData || /2g|3g/.test(link.effectiveType || ""));
  }

  function send(isAsked) {
    if (isAsked) {
      window.prerenderGives = true;
      // What says that it does not come shows by itself, at once where it was sent for long before it was asked for.
      first.style.setProperty("--waited", `${sent ? Date.now() - sent : 0}ms`);
      first.classList.add("awaits");
    }
    if (sent) return;
    sent = Date.now();
    begin().then((text) => {
      if (text) document.body.append(document.createRange().createContextualFragment(text));
      else sent = begun = 0;
    });
  }

  // A page that does not send at once leaves what the live one begins with until it is needed, or about to be.
  function begin() {
    return begun ||= fetch(live.dataset.from).then((got) => got.ok ? got.text() : "").catch(() => begun = "");
  }

  function wait() {
    clearTimeout(rest);
    if (!saves() && !sent) rest = setTimeout(() => send(false), IDLE);
  }

  function ready() {
    const menu = first.querySelector("nav"), current = menu?.querySelector("[aria-current]");
    if (current) menu.scrollLeft = current.offsetLeft - menu.offsetLeft - 40;  // one row on a phone
    const box = first.querySelector("[data-saves]");
    if (box) box.checked = Boolean(kept[SAVES]);
    for (const shape of first.querySelectorAll("[data-marks]")) shape.tabIndex = 0;
  }

  for (const kind of ["pointerdown", "keydown", "wheel", "touchmove"]) first.addEventListener(kind, wait, { passive: true });
  keep();
  ready();
  wait();
})();
