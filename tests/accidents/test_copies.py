"""Several copies of one notebook, and those that Jupyter saves by itself: a rule decides."""

import io
import json
import zipfile

import pytest

from course.collecting.archives import Member
from course.collecting.collect import Attempt, newest
from course.collecting.hand_in import Chooser, Chosen, HandIn
from course.collecting.unusable import Unusable

SLUG = "1_1_doubling"
CHOOSER = Chooser(SLUG, [SLUG, "1_2_tripling"])
STUB = "raise NotImplementedError()"


def notebook(answer=STUB, metadata=True, extra=""):
    about = {"nbgrader": {"grade_id": "double", "solution": True}} if metadata else {}
    cell = {"cell_type": "code", "id": "double", "metadata": about, "source": answer}
    own = {"cell_type": "code", "id": "own", "metadata": {}, "source": extra}
    return json.dumps({"cells": [cell, own], "nbformat": 4}).encode()


CHAPTER = json.dumps({"cells": [{"cell_type": "markdown", "source": "読む章"}]}).encode()
BLANK, SOLVED, OTHER = notebook(), notebook("return 2 * x"), notebook("return x + x")


def choose(files, exact=False):
    """The name and the bytes of what is graded, and the names of the rest."""
    members = [Member(tuple(n.split("/")), None, lambda limit, d=d: d) for n, d in files.items()]
    chosen = CHOOSER.choose(HandIn("s001", "s001", tuple(members), exact=exact))
    return chosen.path, chosen.data, chosen.others


def refusal(files):
    with pytest.raises(Unusable) as caught:
        choose(files)
    return str(caught.value)


def zipped(files):
    """A zip with (name, bytes, hour of writing)."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data, hour in files:
            archive.writestr(zipfile.ZipInfo(name, (2026, 6, 5, hour, 0, 0)), data)
    return stream.getvalue()


WHOLE = {
    f"course/notebooks/{SLUG}.ipynb": CHAPTER,
    f"course/release/{SLUG}/{SLUG}.ipynb": SOLVED,
    "course/release/1_2_tripling/1_2_tripling.ipynb": BLANK,
    "course/common/layers.py": b"",
}


@pytest.mark.parametrize("form", ["folder", "zip"])
def test_of_the_whole_course_the_exercise_is_chosen_and_the_rest_listed(form):
    files = WHOLE
    if form == "zip":
        files = {"course.zip": zipped([(name, data, 9) for name, data in WHOLE.items()])}
    path, data, others = choose(files)
    assert path.endswith(f"course/release/{SLUG}/{SLUG}.ipynb") and data == SOLVED
    assert set(others) == WHOLE.keys() - {f"course/release/{SLUG}/{SLUG}.ipynb"}


def test_exercise_is_chosen_before_it_has_any_answer_too():
    files = WHOLE | {f"course/release/{SLUG}/{SLUG}.ipynb": BLANK}
    assert choose(files)[1] == BLANK


@pytest.mark.parametrize(
    "copy",
    [
        f"{SLUG}-Copy1.ipynb",
        f"{SLUG} (1).ipynb",
        f"backup/{SLUG}.ipynb",
        f"notebooks/{SLUG} のコピー.ipynb",
        f"s001_{SLUG}.ipynb.ipynb",
    ],
)
@pytest.mark.parametrize("metadata", [True, False])
def test_of_original_and_copy_the_one_with_answers_is_chosen(copy, metadata):
    solved = notebook("return 2 * x", metadata)
    assert choose({f"release/{SLUG}/{SLUG}.ipynb": BLANK, copy: solved})[1] == solved
    assert choose({f"release/{SLUG}/{SLUG}.ipynb": solved, copy: BLANK})[1] == solved


def test_of_two_with_answers_the_one_under_release_is_chosen():
    files = {f"release/{SLUG}/{SLUG}.ipynb": SOLVED, f"old/{SLUG}.ipynb": OTHER}
    assert choose(files)[1] == SOLVED


@pytest.mark.parametrize("hours, chosen", [((9, 10), OTHER), ((10, 9), SOLVED)])
def test_of_two_with_answers_in_a_students_zip_the_newest_is_chosen(hours, chosen):
    names = f"{SLUG}.ipynb", f"{SLUG}-Copy1.ipynb"
    data = zipped(zip(names, (SOLVED, OTHER), hours, strict=True))
    assert choose({"work.zip": data})[1] == chosen


def test_where_a_name_is_agreed_on_it_counts_unless_only_a_copy_has_answers():
    copy = f"{SLUG}-Copy1.ipynb"
    assert choose({copy: OTHER, f"{SLUG}.ipynb": SOLVED}, exact=True)[1] == SOLVED
    assert choose({copy: OTHER, f"{SLUG}.ipynb": BLANK}, exact=True)[1] == OTHER


def test_copies_that_differ_in_outputs_only_are_one():
    document = json.loads(SOLVED) | {"metadata": {"hand_in": {"student": "s001"}}}
    files = {f"{SLUG}.ipynb": SOLVED, f"s001_{SLUG}.ipynb": json.dumps(document).encode()}
    assert choose(files)[0] == f"{SLUG}.ipynb"


def test_copies_that_lie_beside_each_other_for_all_students_are_chosen_the_same_way():
    def attempt(name, data):
        chosen = Chosen(name, data, None, [])
        return Attempt(HandIn("s001", name, ()), chosen, None)

    original, copy = f"s001_{SLUG}.ipynb", f"s001_{SLUG}-Copy1.ipynb"
    assert newest([attempt(original, BLANK), attempt(copy, SOLVED)]).place == copy
    assert newest([attempt(original, SOLVED), attempt(copy, BLANK)]).place == original
    with pytest.raises(Unusable, match="どれが新しいか"):
        newest([attempt(original, SOLVED), attempt(copy, OTHER)])


def test_where_no_rule_decides_both_are_named():
    said = refusal({f"{SLUG}.ipynb": SOLVED, f"{SLUG}-Copy1.ipynb": OTHER})
    assert f"「{SLUG}.ipynb」「{SLUG}-Copy1.ipynb」" in said and "1つだけに" in said
    data = zipped([(f"a/{SLUG}.ipynb", SOLVED, 9), (f"b/{SLUG}.ipynb", OTHER, 9)])
    assert "いくつもあります" in refusal({"unpacked together.zip": data})


@pytest.mark.parametrize("folder", ["Version {}", "version {}", "バージョン {}", "Ver.{}"])
def test_last_version_is_chosen(folder):
    files = {f"{folder.format(n)}/{SLUG}.ipynb": notebook(f"return {n}") for n in (2, 10, 9)}
    assert choose(files)[0] == f"{folder.format(10)}/{SLUG}.ipynb"


SAVED = [
    f".ipynb_checkpoints/{SLUG}-checkpoint.ipynb",
    f"work/.ipynb_checkpoints/{SLUG}-checkpoint.ipynb",
    f"{SLUG}-checkpoint.ipynb",
    f".ipynb_checkpoints/{SLUG}.ipynb",
    f".virtual_documents/{SLUG}.ipynb",
]


@pytest.mark.parametrize("saved", SAVED)
def test_what_jupyter_saves_by_itself_is_never_chosen(saved):
    path, data, others = choose({f"{SLUG}.ipynb": BLANK, saved: SOLVED})
    assert (path, data, others) == (f"{SLUG}.ipynb", BLANK, [saved])


@pytest.mark.parametrize("saved", SAVED)
def test_what_jupyter_saves_by_itself_is_named_where_it_is_all(saved):
    said = refusal({saved: SOLVED, "図.png": b""})
    assert f"「{saved}」" in said and "自動保存" in said and "出し直して" in said
    said = refusal({"work.zip": zipped([(saved, SOLVED, 9)])})
    assert f"「{saved}」" in said and "自動保存" in said


def test_of_several_zips_the_one_of_the_chapter_is_opened():
    files = {f"{SLUG}.zip": zipped([("a.ipynb", SOLVED, 9)]), "1_2_tripling.zip": b"no zip"}
    assert choose(files)[1] == SOLVED
