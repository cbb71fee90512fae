// What can be wrong with how a page is laid out. Each function gives a list of sentences; the
// whole is one expression, which Playwright evaluates beside the page (its policy stays in force).
({
  /** @param {Element} element */
  name(element) {
    const text = (element.textContent || "").trim().replace(/\s+/g, " ").slice(0, 40);
    const named = element.id ? `#${element.id}` : "";
    return `<${element.localName}${named} class="${element.getAttribute("class") || ""}"> ${text}`;
  },

  /** @param {Element} element */
  drawn(element) {
    const how = { contentVisibilityAuto: true, opacityProperty: true, visibilityProperty: true };
    return element.checkVisibility(how);
  },

  // What is drawn one pixel large is for screen readers only.
  /** @param {Element} element */
  seen(element) {
    const { width, height } = element.getBoundingClientRect();
    return this.drawn(element) && width > 1 && height > 1;
  },

  texts() {
    return [...document.body.querySelectorAll("*")].filter(
      (element) =>
        !["script", "style", "noscript", "title", "option"].includes(element.localName) &&
        [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()),
    );
  },

  // On a narrow screen only tables whose rows are no cards, and maps, may scroll sideways, and they
  // say so.
  reflow() {
    const wide = document.documentElement.scrollWidth - window.innerWidth;
    const found = wide > 0 ? [`the page is ${wide} px wider than the screen`] : [];
    for (const element of document.body.querySelectorAll("*")) {
      if (!this.seen(element) || ["input", "textarea", "select"].includes(element.localName)) continue;
      const { overflowX } = getComputedStyle(element);
      if (overflowX === "visible" || element.scrollWidth <= element.clientWidth + 1) continue;
      const marked = element.matches("[role=region][tabindex='0']:is([aria-label], [aria-labelledby])");
      const may = marked && element.querySelector("table:not(.stacked), svg, canvas");
      if (overflowX === "hidden" || overflowX === "clip") found.push(`cut off: ${this.name(element)}`);
      else if (!may) found.push(`scrolls unmarked: ${this.name(element)}`);
    }
    return found;
  },

  // Readers set more space between lines, letters and words (WCAG 1.4.12): nothing may be cut off.
  space() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }",
    );
    document.adoptedStyleSheets.push(sheet);
    const found = this.reflow();
    document.adoptedStyleSheets.pop();
    return found.map((each) => `with more space, ${each}`);
  },

  luminance(colour) {
    const parts = colour.match(/[\d.]+/g).slice(0, 3);
    const [red, green, blue] = parts.map((part) => {
      const level = part / 255;
      return level <= 0.04045 ? level / 12.92 : ((level + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  },

  // Whether no style takes it away.
  wanted(element) {
    for (let each = element; each; each = each.parentElement) {
      if (getComputedStyle(each).display === "none") return false;
    }
    return true;
  },

  // Printers leave backgrounds out: text must be dark, and what was behind a click must be there.
  print() {
    const found = [];
    for (const element of this.texts()) {
      const closed = element.closest("details:not([open])");
      if (closed && this.seen(closed) && !this.drawn(element) && this.wanted(element)) {
        found.push(`behind a closed summary: ${this.name(element)}`);
      }
      if (!this.seen(element)) continue;
      const { color } = getComputedStyle(element);
      if (1.05 / (this.luminance(color) + 0.05) < 4.5) found.push(`pale (${color}): ${this.name(element)}`);
    }
    for (const element of document.body.querySelectorAll("*")) {
      const { overflowX } = getComputedStyle(element);
      const cut = overflowX !== "visible" && element.scrollWidth > element.clientWidth + 1;
      if (cut && this.seen(element) && element.querySelector("table")) {
        found.push(`cut off by the scrolling of ${this.name(element)}`);
      }
    }
    return found;
  },

  // People read words, not the keys of files, days as databases write them, or codes of kinds.
  raw() {
    const main = document.querySelector("main");
    const keys = /\b[a-z]+(?:_[a-z0-9]+)+\b|\b\d{4}-\d{2}-\d{2}\b|\bvcse\b|\bNhs\b|\bVcse\b/;
    return this.texts()
      .filter((element) => main.contains(element) && !element.closest("code, textarea, .given"))
      .flatMap((element) => [...element.childNodes].filter((node) => node.nodeType === 3))
      .filter((node) => !node.data.includes("is not a parameter here")) // who wrote it knows keys
      .flatMap((node) => (node.data.match(keys) ? [`raw: ${node.data.trim().slice(0, 80)}`] : []));
  },

  // Without scripts nothing may stand there that only a script brings to life.
  unscripted() {
    const dead = "canvas, button:not(form button), button[type=button], form:not([action])";
    return [...document.querySelectorAll(dead)]
      .filter((element) => this.seen(element))
      .map((element) => `needs a script: ${this.name(element)}`);
  },

  // What the Tab key should reach; of radio buttons of one name it reaches one.
  stops() {
    const able = "a[href], area[href], button, input, select, textarea, summary, iframe, [tabindex]";
    const radios = new Set();
    return [...document.querySelectorAll(able)].filter((element) => {
      if (element.tabIndex < 0 || element.disabled || element.type === "hidden") return false;
      if (!element.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true })) return false;
      if (element.type !== "radio") return true;
      const first = !radios.has(element.name);
      radios.add(element.name);
      return first;
    });
  },

  // Note what gets the focus, and what nobody would see there.
  watchFocus() {
    const seen = new Set();
    const found = [];
    window.focusWatch = { seen, found };
    document.addEventListener("focusin", ({ target }) => {
      if (seen.has(target.name && target.type === "radio" ? target.name : target)) return;
      seen.add(target.type === "radio" ? target.name : target);
      const style = getComputedStyle(target);
      const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
      if (!ring && style.boxShadow === "none") found.push(`shows no focus: ${this.name(target)}`);
      const { top, bottom, left, right } = target.getBoundingClientRect();
      const there = bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
      if (!there) found.push(`has the focus out of sight: ${this.name(target)}`);
    });
    const parts = document.querySelectorAll("input:is([type=date], [type=time], [type=month])");
    return this.stops().length + 4 * parts.length; // the day, the month, the year, the calendar
  },

  missedFocus() {
    const { seen, found } = window.focusWatch;
    const missed = this.stops().filter((stop) => !seen.has(stop.type === "radio" ? stop.name : stop));
    return [...found, ...missed.map((stop) => `the Tab key misses ${this.name(stop)}`)];
  },
})
