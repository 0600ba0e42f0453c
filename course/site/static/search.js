// The search page: asks Pagefind's index for the words in the address (?q=…) and lists what it finds.
const pagefind = await import(new URL("../pagefind/pagefind.js", import.meta.url));
await pagefind.options({ baseUrl: new URL("..", import.meta.url).pathname });

const MOST_SECTIONS = 6;
const query = new URLSearchParams(location.search).get("q")?.replaceAll('"', " ").trim() ?? "";
const words = plain(query).split(/\s+/);
const segments = [...new Intl.Segmenter("ja", { granularity: "word" }).segment(query)];
const pieces = segments.filter(({ isWordLike }) => isWordLike).map(({ segment }) => plain(segment));
const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
const WORDS = new RegExp(`(${escaped.join("|")})`, "i");
const status = document.getElementById("search-status");
const list = document.getElementById("search-results");

function plain(text) {
  return text.normalize("NFKC").toLowerCase();
}

// Pagefind cuts Japanese words into pieces (誤差・逆・伝播・法) and finds every page that has the
// pieces somewhere; what readers want is the word as a whole.
function contains(text, parts = words) {
  return parts.every((part) => plain(text).includes(part));
}

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

// Pagefind has escaped its excerpts; <mark> around the pieces is their only element.
function excerpt({ excerpt }) {
  return element("p", { innerHTML: excerpt });
}

function marked(text) {
  const parts = text.split(WORDS);
  return element("p", {}, ...parts.map((part, n) => (n % 2 ? element("mark", { textContent: part }) : part)));
}

// The sections of a page that have the words, those with the words in their heading first.
function sections(page) {
  const found = page.sub_results
    .filter((section) => section.url.includes("#"))
    .map(({ url, title, ...more }) => ({ url, title, text: excerpt(more).textContent }))
    .filter(({ title, text }) => contains(`${title} ${text}`));
  return found.toSorted((a, b) => contains(b.title) - contains(a.title)).slice(0, MOST_SECTIONS);
}

// In the title of the page, in the heading of a section, or only somewhere in the text.
function rank(page) {
  return 2 * contains(page.meta.title) + sections(page).some(({ title }) => contains(title));
}

// Pages with the words as a whole where there are any, the highest rank first; otherwise those with
// all the pieces. (Pagefind itself goes on to shorter words, until it finds something.)
async function search() {
  const { results } = await pagefind.search(query);
  const pages = await Promise.all(results.map((result) => result.data()));
  const whole = pages.filter((page) => contains(page.content));
  if (whole.length) return whole.toSorted((a, b) => rank(b) - rank(a));
  return pages.filter((page) => contains(page.content, pieces));
}

function report(pages) {
  if (!pages.length) return "は見つかりませんでした。短い言葉に変えて、もう一度さがしてください。";
  const near = contains(pages[0].content) ? "は、" : "そのものはありませんが、近い言葉が";
  return `${near}${pages.length}ページで見つかりました。`;
}

function firstPlace(page) {
  const place = Math.max(0, plain(page.content).indexOf(words[0]) - 30);
  return page.content.slice(place, place + 100);
}

function sectionItem({ url, title, text }) {
  return element("li", {}, element("a", { href: url, textContent: title }), marked(text));
}

function pageItem(page) {
  const link = element("a", { href: page.url, textContent: page.meta.title });
  if (!contains(page.content)) return element("li", {}, link, excerpt(page));
  const items = sections(page).map(sectionItem);
  return element("li", {}, link, items.length ? element("ul", {}, ...items) : marked(firstPlace(page)));
}

if (query) {
  document.getElementById("search-words").value = query;
  status.textContent = "さがしています…";
  const pages = await search();
  list.append(...pages.map(pageItem));
  status.textContent = `「${query}」${report(pages)}`;
}
