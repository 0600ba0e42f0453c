"""The pages: what they show, whose name is where, and that nothing in them runs or is fetched."""

import re

import pytest
from bs4 import BeautifulSoup
from nbgrader.api import Grade, Gradebook

from course.gradebook.changed_cells import REMOVED

pytestmark = pytest.mark.slow

ODD = """def add(x):
    total = 0.0
    for row in range(len(x)):
        for column in range(len(x[row])):
            total = total + abs(x[row][column]) ** 2
    length = total ** (1 / 2)
    return [[value / length for value in line] for line in x]
"""
VECTORS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</pre></td><svg onload=alert(1)><style>*{display:none}</style>",
]
EVIL_IDS = ['s"><script>alert(2)</script>', "javascript:alert(2)", "s' onmouseover='alert(2)"]


def text_of(page):
    return BeautifulSoup(page, "html.parser").get_text(" ", strip=True)


def students_page(pages, student):
    return (pages[0].parent / "students" / f"{student}.html").read_text(encoding="utf-8")


@pytest.fixture
def graded(small_class):
    for number in range(8):
        small_class.grade(
            f"s{number}", tuple(small_class.full)[: number % 5], seconds={"add": 0.25}
        )
    return small_class


@pytest.mark.parametrize("vector", VECTORS)
def test_what_students_write_is_shown_and_never_markup(graded, vector):
    reasons = dict.fromkeys(graded.full, f"✗ add：{vector}")
    graded.grade("s8", (), reasons=reasons, tampering=[vector])
    graded.put_aside(vector, reason=vector)
    for student, name in (("s1", "total"), ("s2", "summe")):
        graded.answer(student, add=ODD.replace("total", name) + f"# {vector}")
    pages, page, _ = graded.report("1_1")
    assert page.count("alert(1)") >= 5
    for html in (page, students_page(pages, "s8")):
        soup = BeautifulSoup(html, "html.parser")
        assert vector in soup.get_text()
        assert not soup.find_all(["script", "img", "iframe", "object", "embed", "form", "base"])
        assert len(soup.find_all("style")) == 1 + html.count("<svg role")
        assert not any(name.startswith("on") for tag in soup.find_all() for name in tag.attrs)


@pytest.mark.parametrize("student", EVIL_IDS)
def test_student_id_is_never_markup_nor_a_place_to_go_to(graded, student):
    """Grading refuses such ids; a gradebook that was filled by hand may hold them."""
    graded.gradebook({student: graded.full}, class_list=["s1"])
    pages, page, _ = graded.report("1_1")
    soup = BeautifulSoup(page, "html.parser")
    assert student in soup.get_text()
    assert not soup.find("script")
    links = {a["href"] for a in soup.find_all("a")}
    assert all(re.match(r"#|students/[\w%@.-]+\.html$", link) for link in links)
    [made] = (pages[0].parent / "students").iterdir()
    assert student in BeautifulSoup(made.read_text(encoding="utf-8"), "html.parser").get_text()


def test_id_that_looks_like_a_path_stays_in_its_folder(graded):
    graded.gradebook({"../../s1": graded.full})
    pages, page, _ = graded.report("1_1")
    assert [p.name for p in (pages[0].parent / "students").iterdir()] == ["..%2F..%2Fs1.html"]
    assert "students/..%252F..%252Fs1.html" in page


def test_pages_fetch_nothing_and_run_nothing(graded):
    pages, page, _ = graded.report("1_1")
    for html in (page, students_page(pages, "s1")):
        soup = BeautifulSoup(html, "html.parser")
        assert not soup.find_all(["script", "link", "img"])
        assert "default-src 'none'" in soup.find("meta", {"http-equiv": True})["content"]
        assert not re.search(r"@import|url\((?!#)|src=", html)


def test_page_is_made_for_light_dark_and_paper(graded):
    page = graded.report("1_1")[1]
    assert "prefers-color-scheme: dark" in page
    assert "@media print" in page
    for svg in BeautifulSoup(page, "html.parser").find_all("svg"):
        colors = set(re.findall(r"#[0-9a-f]{6}", str(svg)))
        assert not colors, "colours come from the page"
        assert svg["aria-label"]


def test_ids_in_the_plots_of_a_page_are_not_shared(graded):
    soup = BeautifulSoup(graded.report("1_1")[1], "html.parser")
    ids = [tag["id"] for svg in soup.find_all("svg") for tag in svg.find_all(id=True)]
    assert len(ids) == len(set(ids))


def test_numbers_of_the_page_are_those_beside_it(graded):
    _, page, data = graded.report("1_1")
    text = text_of(page)
    for exercise in data["exercises"][:4]:
        row = f"{exercise['number']} {exercise['title']} {exercise['full']:g}"
        rate = f"{exercise['passed']} {exercise['pass_rate']:.0%} {exercise['difficulty']:.0%}"
        assert f"{row} {exercise['scored']} 0 {rate} {exercise['discrimination']:.2f}" in text
    assert f"{data['shares']['mean']:.0%}" in text
    assert "0.25" in text and "学生が解くのにかけた時間ではありません" in text


def test_files_are_the_same_each_time(graded):
    def made(pages):
        folder = pages[0].parent
        return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    first = made(graded.report("1_1")[0])
    assert made(graded.report("1_1")[0]) == first
    assert len(first) == 10


def test_student_page_tells_their_points_and_place_and_nobody_elses_name(graded):
    reason = "✗ mean：値が違います\n  手がかり：軸を確かめましょう。"
    graded.grade("s3", ("add", "scale", "norm"), reasons={"mean": reason})
    pages, _, data = graded.report("1_1")
    text = text_of(students_page(pages, "s3"))
    result = next(row for row in data["results"] if row["student"] == "s3")
    assert "8 / 10" in text and f"{result['rank']} / 8" in text
    assert "手がかり：軸を確かめましょう。" in text
    assert "採点待ち" in text
    assert not [name for name in (f"s{n}" for n in range(8)) if name != "s3" and name in text]


def test_copied_answers_stand_side_by_side_with_a_word_of_caution(graded):
    other = ODD.replace("total", "summe")
    graded.answer("s1", add=ODD)
    graded.answer("s2", add=other)
    graded.answer("s3", add="def add(x):\n    return x")
    _, page, data = graded.report("1_1")
    [found] = data["similar"]
    assert (found["exercise"], found["students"], found["similarity"]) == ("add", ["s1", "s2"], 1)
    table = BeautifulSoup(page, "html.parser").find("table", class_="sides")
    left, right = zip(*(row.find_all("td") for row in table.tbody.find_all("tr")), strict=True)
    assert [cell.get_text().rstrip() for cell in left] == ODD.splitlines()
    assert [cell.get_text().rstrip() for cell in right] == other.splitlines()
    differing = {a.get_text() for a in left if "differs" in a["class"]}
    assert differing == {line for line in ODD.splitlines() if "total" in line}
    assert "証拠ではありません" in text_of(page)


def test_pairs_alike_in_several_exercises_are_listed(graded):
    for student, name in (("s1", "total"), ("s2", "summe")):
        source = ODD.replace("total", name)
        graded.answer(student, add=source, scale=source.replace("add", "scale"))
    data = graded.report("1_1")[2]
    assert data["similar_pairs"] == [{"students": ["s1", "s2"], "exercises": ["add", "scale"]}]


def test_without_graded_notebooks_the_page_says_that_nothing_was_compared(graded):
    _, page, data = graded.report("1_1")
    assert data["answers_compared"] == 0
    assert "答えは比べていません" in page


def test_set_aside_and_tampering_are_told_with_what_to_do(graded):
    graded.put_aside(f"x1/{graded.slug}")
    graded.grade("s1", tampering=["セル add_test がありません"])
    text = text_of(graded.report("1_1")[1])
    assert "出し直してもらってください" in text
    assert "セル add_test がありません" in text


def test_what_came_or_went_after_the_release_is_told(small_class):
    for student in ("s1", "s2"):
        small_class.grade(student)
    whole = small_class.full | {"discussion": 5}
    small_class.gradebook({"s1": whole | {"norm": small_class.out}, "s2": whole})
    with Gradebook(f"sqlite:///{small_class.course.root}/gradebook.db") as book:
        whose = {"assignment": small_class.slug, "cell": "gone_test", "student": "s1"}
        points = {"auto_score": 2.5, "needs_manual_grade": False}
        book.db.execute(REMOVED[Grade].insert().values(**whose, **points))
        book.db.commit()
    pages, page, data = small_class.report("1_1")
    assert "採点待ち 対象外 満点" in text_of(page) and "gone_test 1 2.5" in text_of(page)
    row = {"student": "s1", "points": 2.5}
    assert data["removed"] == [{"cell": "gone_test", "total": 2.5, "points": [row]}]
    late, other = (text_of(students_page(pages, student)) for student in ("s1", "s2"))
    assert "14 / 14" in late and "－ / 1 対象外" in late
    assert "提出したノートブックにまだなかったので、点にも配点にも入れません" in late
    assert "15 / 15" in other and "対象外" not in other
