// Compiles the style of the pages, and copies what their scripts are made of to a folder beside it.
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

// Builds for browsers that these packages come with; their licences ask to stay with them.
const COPIED = {
  "graphology.js": "graphology/dist/graphology.umd.min.js",
  "graphology.LICENSE.txt": "graphology/LICENSE.txt",
  "sigma.js": "sigma/dist/sigma.min.js",
  "sigma.LICENSE.txt": "sigma/LICENSE.txt",
};
const beside = path.join(path.dirname(made), "packages");
fs.mkdirSync(beside, { recursive: true });
for (const [name, file] of Object.entries(COPIED)) {
  fs.copyFileSync(path.join(packages, "node_modules", file), path.join(beside, name));
}
