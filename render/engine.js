// What Plotly needs of a page beyond what plotly-print's has, and how one figure is drawn; read after both.
(() => {
  // Widths of texts that are known, and those that a figure asked for in vain: the fonts are on the other side.
  const widths = new Map();
  let asked = new Map();
  let times = 0;
  globalThis._measureTextRaw = (text, family, size, weight) => {
    const key = `${size} ${weight} ${text}`;
    const known = widths.get(key);
    if (known === undefined) asked.set(key, [text, size, weight]);
    return known || "1,1,1,1";
  };
  globalThis.told = answers => {
    times += 1;
    if (widths.size > 10000) widths.clear();
    for (const [text, size, weight, measure] of answers) widths.set(`${size} ${weight} ${text}`, measure);
  };
  globalThis.asked = () => JSON.stringify([...asked.values()]);

  // Plotly remembers how large each text is by its style: without it, by what another figure set in another size; and
  // without how often widths were told, by what was not known yet.
  const read = Element.prototype.getAttribute;
  Element.prototype.getAttribute = function (name) {
    return name === "style" ? `${this.style.cssText()};${times}` : read.call(this, name);
  };

  // The page reads a selector anew for every element that it is held against: here once.
  const matches = Element.prototype.matches;
  const every = Element.prototype.querySelectorAll;
  const tests = new Map();
  const named = (element, name) => {
    const names = element._attributes.class;
    return names !== undefined && (names === name || (names.includes(name) && element.classList.contains(name)));
  };
  const reading = selector => {
    if (!/^[\w-]*(\.[\w-]+)*$/.test(selector) || !selector) return element => matches.call(element, selector);
    const [tag, ...names] = selector.split(".");
    const lower = tag.toLowerCase();
    if (!tag && names.length > 1) return element => matches.call(element, selector);
    return element => (!tag || element.tagName.toLowerCase() === lower) && names.every(name => named(element, name));
  };
  const test = selector => {
    if (!tests.has(selector)) tests.set(selector, reading(selector));
    return tests.get(selector);
  };
  const walk = (node, fits, found) => {
    for (const child of node.childNodes) {
      if (child.nodeType !== 1) continue;
      if (fits(child)) found.push(child);
      walk(child, fits, found);
    }
    return found;
  };
  Element.prototype.matches = function (selector) { return test(selector)(this); };
  Element.prototype.querySelectorAll = function (selector) {
    return /^[\w.-]+$/.test(selector) ? walk(this, test(selector), []) : every.call(this, selector);
  };

  // Plotly names its parts at random: seeded, the same figure gives the same bytes, and no two share a name.
  globalThis.draw = (seed, data, layout) => {
    Math.random = () => { seed = (seed * 1664525 + 1013904223) % 4294967296; return seed / 4294967296; };
    asked = new Map();
    const place = document.createElement("div");
    const { width, height } = layout;
    place.id = `figure-${Math.random()}`;
    Object.assign(place, { clientWidth: width, clientHeight: height, offsetWidth: width, offsetHeight: height });
    place.getBoundingClientRect = () => ({ left: 0, top: 0, right: width, bottom: height, width, height });
    document.body.appendChild(place);
    try {
      Plotly.newPlot(place, data, layout, { staticPlot: true });
      return Plotly.Snapshot.toSVG(place, "svg").replace(/TOBESTRIPPED/g, "'");
    } finally {
      document.body.removeChild(place);
    }
  };
})();
