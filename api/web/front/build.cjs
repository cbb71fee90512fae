// Compiles the style of the pages.
// usage: node build.cjs FOLDER_OF_PACKAGES STYLE_TO_WRITE
const fs = require("node:fs");
const { createRequire } = require("node:module");
const path = require("node:path");

const [packages, made] = process.argv.slice(2).map((each) => path.resolve(each));
const sass = createRequire(path.join(packages, "package.json"))("sass");

const { css } = sass.compile(path.join(__dirname, "style.scss"), {
  loadPaths: [path.join(packages, "node_modules")],
  quietDeps: true,
  charset: false,
  style: "compressed",
});
fs.writeFileSync(made, css);
