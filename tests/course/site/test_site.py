"""The site as it is built: what its files hold, and what readers see in a real browser."""

import gzip
from collections import Counter
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup

from course.layout import Course
from course.notebooks.exercises import read_notebook
from course.site.exercise_index import index_entries
from course.site.figures import alternative_texts
from course.site.make_site import HERE

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[3]
COURSE = Course.find(ROOT)
SCREENSHOTS = ROOT / "build" / "screenshots" / "site"
CHAPTERS = [f"notebooks/{slug}.html" for slug in COURSE.slugs]
EXERCISES = [f"release/{slug}/{slug}.html" for slug in COURSE.slugs]
DOCS = sorted(f"docs/{path.stem}.html" for path in (ROOT / "docs").glob("*.md"))
SEARCH = "search.html"
PAGES = ["index.html", "exercises.html", "instructors.html", SEARCH, *DOCS, *CHAPTERS, *EXERCISES]
PHONE, DESKTOP = 390, 1280
LOOKED_AT = ["index.html", SEARCH, "docs/glossary.html", CHAPTERS[0], EXERCISES[0]]
PHONE_LIGHT, DESKTOP_DARK = (PHONE, "light"), (DESKTOP, "dark")
VIEWS = [(page, *PHONE_LIGHT) for page in LOOKED_AT]
VIEWS += [(page, *DESKTOP_DARK) for page in LOOKED_AT[:3]]
# the other views differ in nothing but the text between the same colours and widths
LONG = [(page, *PHONE_LIGHT) for page in PAGES if page not in LOOKED_AT]
LONG += [(page, *DESKTOP_DARK) for page in PAGES if page not in LOOKED_AT[:3]]
LONG += [(page, *view) for page in LOOKED_AT for view in ((PHONE, "dark"), (DESKTOP, "light"))]
VIEWS += [pytest.param(*view, marks=pytest.mark.long) for view in LONG]
AXE = HERE / "node_modules" / "axe-core" / "axe.min.js"
# The colours of code and of drawn formulas (hidden from screen readers) are the same on every page;
# checking each letter of them takes most of the time, so it is done on the pages looked at.
FEWER_ELEMENTS = """document.querySelectorAll('mjx-math').forEach(drawn => drawn.remove());
document.querySelectorAll('.highlight pre').forEach(code => code.textContent = code.textContent)"""
MOST = 1_000_000  # bytes of a page without its figures
MOVING = """[...document.querySelectorAll('[data-frames]')]
    .reduce((size, figure) => size + figure.outerHTML.length, 0)"""
DESCRIBED = ".cell_output img:not([data-frames] img)"  # figures that move describe themselves
WIDE = "box.checkVisibility() && box.scrollWidth > box.clientWidth"
WIDE += " && getComputedStyle(box).overflowX === 'auto'"
SCROLLING = f"[...document.querySelectorAll('article *')].filter(box => {WIDE})"
WORDS = ["誤差逆伝播法", "活性化関数", "確率的勾配降下法", "交差エントロピー誤差", "桁落ち", "層"]
WORDS += ["学習率を変える", "2値分類", "one-hot", "relu"]


@pytest.fixture(scope="module")
def pages(site):
    """{path: its parsed HTML} of every page."""
    return {
        path.relative_to(site).as_posix(): BeautifulSoup(path.read_bytes(), "html.parser")
        for path in site.rglob("*.html")
    }


@pytest.fixture(scope="module")
def searched(pages):
    """The text of each page that can be searched: no outputs, no drawn formulas."""
    texts = {}
    for name in (*DOCS, *CHAPTERS, *EXERCISES):
        article = BeautifulSoup(str(pages[name].article), "html.parser")
        for part in article.select(".cell_output, .headerlink, mjx-math, [data-pagefind-ignore]"):
            part.decompose()
        texts[name] = article.get_text().lower()
    return texts


def cell_lines(places):
    """Every line of the notebooks' cells."""
    cells = [cell for place in places for cell in read_notebook(place).cells]
    return {line.strip() for cell in cells for line in cell.source.splitlines()}


def everything_in(site):
    """The text of every file of the site, search index included, one line each."""
    for path in filter(Path.is_file, site.rglob("*")):
        data = path.read_bytes()
        if data[:2] == b"\x1f\x8b":
            data = gzip.decompress(data)
        text = data.decode("utf-8", errors="ignore")
        if path.suffix == ".html":
            text = BeautifulSoup(text, "html.parser").get_text()
        yield path, {line.strip() for line in text.splitlines()}, text.replace("\u200b", "")


def test_site_has_every_page(pages):
    assert set(pages) == set(PAGES)


def test_site_shows_no_line_of_an_answer_or_a_hidden_test(site):
    seen = [COURSE.chapter_notebook(slug) for slug in COURSE.slugs]
    seen += [COURSE.release_notebook(slug) for slug in COURSE.slugs]
    public = cell_lines(seen)
    secret = cell_lines(COURSE.source_notebook(slug) for slug in COURSE.slugs) - public
    assert len(secret) > 500
    said = "\n".join(public)
    long = [line for line in secret if len(line) > 30 and line not in said]
    for path, found, text in everything_in(site):
        if path.relative_to(site).as_posix() not in DOCS:  # the guide shows how answers are marked
            assert not {line for line in found & secret if len(line) >= 8}, path
        assert not [line for line in long if line in text], path


def test_every_figure_says_what_it_shows(pages):
    for slug, page in zip(COURSE.slugs, CHAPTERS, strict=True):
        shown = [image["alt"] for image in pages[page].select(DESCRIBED)]
        assert Counter(shown) == Counter(alternative_texts()[slug].values())
    for name, page in pages.items():
        assert all(image.get("alt", "").strip() for image in page.select("img")), name


def test_every_formula_has_mathml_for_screen_readers(pages):
    drawn = [formula for page in pages.values() for formula in page.select("mjx-container")]
    assert len(drawn) > 400
    for formula in drawn:
        assert formula.select_one("mjx-math")["aria-hidden"] == "true"
        assert formula.select_one("mjx-assistive-mml > math").get_text(strip=True)
    assert not [name for name, page in pages.items() if page.select("mjx-merror, merror")]


def test_no_markdown_is_left_unrendered(pages):
    for name, page in pages.items():
        prose = BeautifulSoup(str(page.article), "html.parser")
        for code in prose.select("pre, code, mjx-container"):
            code.decompose()
        text = prose.get_text()
        assert not [mark for mark in ("**", "$", "](", "```", "<details") if mark in text], name


def test_no_internal_link_is_broken_and_nothing_is_loaded_from_elsewhere(site, pages):
    ids = {name: {tag["id"] for tag in page.select("[id]")} for name, page in pages.items()}
    for name, page in pages.items():
        for tag in page.select("[href], [src]"):
            link = urlsplit(tag.get("href") or tag.get("src"))
            if link.scheme or link.netloc:
                outside = tag.name == "a" and link.scheme == "https"
                assert outside or link.scheme == "data", (name, tag)  # in the page itself
                continue
            target = unquote(urljoin(name, link.path)) if link.path else name
            assert (site / target).is_file(), (name, link.geturl())
            if link.fragment and target in ids and tag.name == "a":
                assert unquote(link.fragment) in ids[target], (name, link.geturl())


def test_index_of_exercises_leads_to_each_of_them(pages):
    entries = [
        (entry, page)
        for slug, page in zip(COURSE.slugs, EXERCISES, strict=True)
        for entry in index_entries(read_notebook(COURSE.release_notebook(slug)), slug)
    ]
    rows = pages["exercises.html"].select("tbody tr")
    for row, (entry, page) in zip(rows, entries, strict=True):
        assert row.a.get_text() == entry.title
        assert row.a["href"] == f"{page}#{entry.anchor}"
        assert row.select("td")[2].get_text(strip=True) == f"{entry.points:g}"
        assert pages[page].select_one(f"#{entry.anchor} > h3").get_text().startswith(entry.title)


def visit(browser, address, page, width, theme):
    """The page as it is shown, with whatever it fetched and complained about."""
    context = browser.new_context(
        viewport={"width": width, "height": 844}, color_scheme=theme, reduced_motion="reduce"
    )
    shown = context.new_page()
    shown.set_default_timeout(60_000)
    shown.fetched, shown.complaints = [], []
    shown.on("requestfinished", lambda request: shown.fetched.append(request))
    shown.on("requestfailed", lambda request: shown.complaints.append(request.url))
    shown.on("console", lambda message: shown.complaints.append(message.text))
    query = "?q=活性化関数" if page == SEARCH else ""
    shown.goto(f"{address}/{page}{query}", wait_until="networkidle")
    if query:
        found(shown)
    return shown


def reachable(shown):
    """Wait until the keyboard can reach whatever scrolls sideways."""
    shown.wait_for_function(f"{SCROLLING}.every(box => box.tabIndex === 0)")


def found(shown):
    """The addresses of the pages that the search has found, once it has."""
    shown.wait_for_function(
        "/ページで見つかりました|見つかりませんでした/.test(document.body.innerText)"
    )
    return shown.locator("#search-results > li > a").evaluate_all("links => links.map(a => a.href)")


@pytest.mark.browser
@pytest.mark.parametrize("page, width, theme", VIEWS)
def test_page_is_small_fits_the_screen_and_has_no_serious_accessibility_finding(
    browser, address, page, width, theme
):
    shown = visit(browser, address, page, width, theme)
    assert shown.complaints == []
    assert all(request.url.startswith(address) for request in shown.fetched)
    kept = [request for request in shown.fetched if request.resource_type != "image"]
    size = sum(request.sizes()["responseBodySize"] for request in kept)
    assert 0 < size - shown.evaluate(MOVING) < MOST
    assert shown.evaluate("document.documentElement.scrollWidth") == width
    if page in LOOKED_AT:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        name = page.removesuffix(".html").replace("/", "-")
        shown.screenshot(path=SCREENSHOTS / f"{name}-{width}-{theme}.png")
    else:
        shown.evaluate(FEWER_ELEMENTS)
    assert serious_findings(shown) == []
    shown.context.close()


def serious_findings(shown):
    """What axe-core finds, with all that is folded away unfolded."""
    shown.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    reachable(shown)
    shown.add_script_tag(path=AXE)
    report = shown.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert report["passes"]
    return [
        (finding["id"], node["html"])
        for finding in report["violations"]
        if finding["impact"] in {"serious", "critical"}
        for node in finding["nodes"]
    ]


@pytest.mark.browser
@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_front_door_opens_with_a_picture_that_moves(browser, address, width):
    shown = visit(browser, address, "index.html", width, "light")
    picture, slider = shown.locator("article figure"), shown.locator("article figure input")
    assert picture.locator("img").bounding_box()["y"] < 400  # seen without scrolling
    first = picture.screenshot()
    assert "0 回（正解 57%）" in picture.inner_text()
    slider.focus()
    shown.keyboard.press("End")
    shown.wait_for_function("document.querySelector('figure output').innerText.includes('100%')")
    assert picture.screenshot() != first
    shown.context.close()


@pytest.mark.browser
def test_accessibility_checker_notices_what_is_wrong(browser, address):
    shown = visit(browser, address, "index.html", DESKTOP, "light")
    shown.evaluate("document.querySelector('article p').style.color = '#bbb'")
    assert {finding for finding, _ in serious_findings(shown)} == {"color-contrast"}
    shown.context.close()


@pytest.mark.browser
@pytest.mark.parametrize("word", WORDS)
def test_search_finds_a_japanese_word_as_a_whole(browser, address, searched, word):
    """Exactly the pages that have the word, typed into the box of any page."""
    shown = visit(browser, address, "exercises.html", DESKTOP, "light")
    shown.locator(".sidebar-search").fill(word)
    shown.locator(".sidebar-search").press("Enter")
    shown.wait_for_url("**/search.html?*")
    expected = {page for page, text in searched.items() if word in text}
    assert expected
    assert {url.removeprefix(f"{address}/") for url in found(shown)} == expected
    marked = shown.locator("#search-results mark").all_text_contents()
    assert {text.lower() for text in marked} == {word}
    shown.context.close()


@pytest.mark.browser
def test_search_leads_to_the_section_that_explains_the_word(browser, address):
    shown = visit(browser, address, SEARCH, PHONE, "dark")
    shown.get_by_role("link", name="2. 活性化関数", exact=True).first.click()
    shown.wait_for_url("**/1_1_forward_propagation.html#read-1-1-activation-heading")
    inside = "document.querySelector(':target').getBoundingClientRect().top"
    shown.wait_for_function(f"0 <= {inside} && {inside} < innerHeight / 2")
    shown.context.close()


@pytest.mark.browser
def test_search_without_a_result_says_so(browser, address):
    shown = visit(browser, address, f"{SEARCH}?q=xyzzyplugh", PHONE, "light")
    assert found(shown) == []
    assert "見つかりませんでした" in shown.locator("#search-status").inner_text()
    shown.context.close()


@pytest.mark.browser
def test_search_for_a_phrase_that_is_nowhere_offers_pages_with_its_words(browser, address):
    shown = visit(browser, address, f"{SEARCH}?q=学習率の誤差逆伝播法", PHONE, "light")
    assert f"{address}/{CHAPTERS[1]}" in found(shown)
    assert "そのものはありません" in shown.locator("#search-status").inner_text()
    shown.context.close()


@pytest.mark.browser
def test_theme_button_changes_the_colours_and_is_remembered(browser, address):
    shown = visit(browser, address, "index.html", PHONE, "light")
    background = "getComputedStyle(document.body).backgroundColor"
    light = shown.evaluate(background)
    shown.locator(".theme-toggle-header .theme-toggle").click()
    dark = shown.evaluate(background)
    assert dark != light
    shown.goto(f"{address}/{CHAPTERS[0]}")
    assert shown.evaluate(background) == dark
    shown.context.close()


@pytest.mark.browser
def test_phone_menu_can_be_used_with_the_keyboard(browser, address):
    shown = visit(browser, address, "index.html", PHONE, "light")
    link = shown.locator(".sidebar-tree a").first
    assert not link.is_visible()
    shown.keyboard.press("Tab")
    shown.keyboard.press("Space")
    link.wait_for(state="visible")
    link.focus()
    shown.keyboard.press("Enter")
    shown.wait_for_url(f"**/{CHAPTERS[0]}")
    shown.context.close()


@pytest.mark.browser
def test_what_scrolls_sideways_can_be_reached_with_the_keyboard(browser, address):
    shown = visit(browser, address, CHAPTERS[0], PHONE, "light")
    assert shown.evaluate(f"{SCROLLING}.length") > 20
    reachable(shown)
    shown.context.close()
