// Typesets formulas with MathJax, so that pages need no script for them: each becomes HTML with
// MathML inside for screen readers. A formula that MathJax cannot read ends the run with an error.
//
//   node formulas.mjs FOLDER < formulas.json
//
// reads [{"tex": …, "display": true or false}, …] and writes to FOLDER formulas.json (the HTML, in
// the same order), formulas.css and the fonts that it names.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import MathJax from "mathjax";

const folder = process.argv[2];
const formulas = JSON.parse(fs.readFileSync(0, "utf8"));

await MathJax.init({
  loader: { load: ["input/tex", "output/chtml", "a11y/assistive-mml"] },
  tex: {
    packages: { "[-]": ["noundefined"] },
    formatError: (_, error) => {
      throw error;
    },
  },
  chtml: { fontURL: "fonts" },
});

const html = [];
for (const { tex, display } of formulas) {
  try {
    const node = await MathJax.tex2chtmlPromise(tex, { display });
    html.push(MathJax.startup.adaptor.outerHTML(node));
  } catch (error) {
    console.error(`${error.message}: ${tex}`);
    process.exit(1);
  }
}

const css = MathJax.startup.adaptor.textContent(MathJax.chtmlStylesheet());
const package_ = createRequire(import.meta.url).resolve("@mathjax/mathjax-newcm-font/package.json");
const fonts = path.join(path.dirname(package_), "chtml", "woff2");
fs.mkdirSync(path.join(folder, "fonts"), { recursive: true });
for (const [, name] of css.matchAll(/url\("?fonts\/([^")]+)"?\)/g)) {
  fs.copyFileSync(path.join(fonts, name), path.join(folder, "fonts", name));
}
fs.writeFileSync(path.join(folder, "formulas.css"), css);
fs.writeFileSync(path.join(folder, "formulas.json"), JSON.stringify(html));
