// Reads every page of a folder with axe-core in jsdom; prints what is wrong with each, as JSON.
// usage: node check.cjs FOLDER_OF_PACKAGES FOLDER_OF_PAGES
const fs = require("node:fs");
const { createRequire } = require("node:module");
const path = require("node:path");

const [packages, pages] = process.argv.slice(2).map((folder) => path.resolve(folder));
const fetched = createRequire(path.join(packages, "package.json"));
const { JSDOM } = fetched("jsdom");
const source = fs.readFileSync(fetched.resolve("axe-core/axe.min.js"), "utf8");

// jsdom lays nothing out: what these rules judge has no size, place or colour there.
const LAYOUT = [
  "color-contrast",
  "css-orientation-lock",
  "link-in-text-block",
  "scrollable-region-focusable",
  "target-size",
];

// Nothing changes while axe reads, and jsdom works a style out anew each time: most of the time.
function keepStyles(window) {
  const compute = window.getComputedStyle.bind(window);
  const kept = new WeakMap();
  window.getComputedStyle = (element, pseudo) => {
    if (pseudo) return compute(element, pseudo);
    if (!kept.has(element)) kept.set(element, compute(element));
    return kept.get(element);
  };
}

async function violations(html) {
  const { window } = new JSDOM(html, { runScripts: "outside-only", pretendToBeVisual: true });
  keepStyles(window);
  window.eval(source);
  const rules = Object.fromEntries(LAYOUT.map((rule) => [rule, { enabled: false }]));
  const options = { rules, preload: false, resultTypes: ["violations"] };
  const found = await window.axe.run(window.document, options);
  window.close();
  return found.violations.map(({ id, help, nodes }) => ({
    id,
    help,
    nodes: nodes.map((node) => node.html),
  }));
}

(async () => {
  const found = {};
  for (const name of fs.readdirSync(pages).sort()) {
    found[name] = await violations(fs.readFileSync(path.join(pages, name), "utf8"));
  }
  console.log(JSON.stringify(found));
})();
