"""Which notebook among a student's files is meant, and when nobody can tell."""

import io
import zipfile
from datetime import datetime

import pytest

from course.collecting.archives import Member
from course.collecting.file_kinds import is_litter_name
from course.collecting.hand_in import Chooser, HandIn, chapter_named
from course.collecting.unusable import Unusable

SLUGS = ["1_1_a", "1_1_a_more", "1_2_b"]
CHOOSER = Chooser("1_1_a", SLUGS)
EARLY, LATE = datetime(2026, 1, 1), datetime(2026, 1, 2)


def member(path, data=b"notebook", time=None):
    return Member(tuple(path.split("/")), time, lambda limit: data)


def zipped(*names):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, name)
    return stream.getvalue()


def choose(*members, **about):
    made = [member(one) if isinstance(one, str) else one for one in members]
    return CHOOSER.choose(HandIn("s1", "label", tuple(made), **about))


@pytest.mark.parametrize(
    "name, slug",
    [
        ("1_1_a.ipynb", "1_1_a"),
        ("s001_1_1_A (2).ipynb", "1_1_a"),
        ("1-1 a のコピー.ipynb", "1_1_a"),
        ("１＿１＿ａ.ipynb", "1_1_a"),
        ("1_1_a_more.ipynb", "1_1_a_more"),
        ("1_1_ab.ipynb", None),
        ("11_1_a.ipynb", None),
        ("Untitled.ipynb", None),
    ],
)
def test_chapter_that_a_name_speaks_of(name, slug):
    assert chapter_named(name, SLUGS) == slug


@pytest.mark.parametrize(
    "name, litter",
    [(".DS_Store", True), ("~$a.docx", True), ("__MACOSX", True), ("a.ipynb", False)],
)
def test_what_systems_leave_is_litter(name, litter):
    assert is_litter_name(name) is litter


@pytest.mark.parametrize(
    "names, path",
    [
        (["1_1_a.ipynb", "1_2_b.ipynb", "notes.txt"], "1_1_a.ipynb"),
        (["report.IPYNB"], "report.IPYNB"),
        (["deep/folder/1_1_a.ipynb", "other.ipynb"], "deep/folder/1_1_a.ipynb"),
        (["1_1_a.ipynb", "__MACOSX/1_1_a.ipynb", ".ipynb_checkpoints/1_1_a.ipynb"], "1_1_a.ipynb"),
    ],
)
def test_notebook_of_the_chapter_or_the_only_one_is_chosen(names, path):
    assert choose(*names).path == path


def test_other_files_are_named_and_litter_is_not():
    chosen = choose("1_1_a.ipynb", "notes.txt", ".DS_Store")
    assert (chosen.data, chosen.others) == (b"notebook", ["notes.txt"])


@pytest.mark.parametrize(
    "names, reason",
    [
        ([], "ファイルは1つもありません"),
        (["notes.txt"], "ノートブックがありません（「notes.txt」）"),
        (["a.rar"], "zip 1つだけを開けます"),
        (["a.zip", "b.zip"], "zip 1つだけを開けます"),
        (["1_2_b.ipynb"], "別の章（1_2_b）"),
        (["a.ipynb", "b.ipynb"], "どれが 1_1_a のノートブックか分かりません"),
    ],
)
def test_what_is_not_clear_is_refused_by_name(names, reason):
    with pytest.raises(Unusable) as caught:
        choose(*names)
    assert reason in str(caught.value)


def test_newest_of_several_is_chosen():
    chosen = choose(member("1_1_a.ipynb", b"old", EARLY), member("1_1_a (1).ipynb", b"new", LATE))
    assert (chosen.data, chosen.time, chosen.others) == (b"new", LATE, ["1_1_a.ipynb"])


@pytest.mark.parametrize("times", [(None, LATE), (LATE, LATE), (None, None)])
def test_of_several_without_an_order_only_equal_ones_will_do(times):
    same = [member(f"{n}/1_1_a.ipynb", b"same", time) for n, time in enumerate(times)]
    assert choose(*same).data == b"same"
    other = [member(f"{n}/1_1_a.ipynb", b"%d" % n, time) for n, time in enumerate(times)]
    with pytest.raises(Unusable, match="いくつもあります"):
        choose(*other)


def test_notebook_in_the_only_zip_is_chosen():
    chosen = choose(member("hand in.zip", zipped("1_1_a.ipynb", "x.txt", "__MACOSX/a.ipynb")))
    assert chosen.path == "hand in.zip の中の 1_1_a.ipynb"
    assert (chosen.data, chosen.others) == (b"1_1_a.ipynb", ["x.txt"])


def test_zip_beside_a_notebook_is_not_opened():
    assert choose("1_1_a.ipynb", member("data.zip", b"no zip")).others == ["data.zip"]


def test_exact_name_counts_where_the_source_asks_for_it():
    members = member("1_1_a.ipynb", b"a", EARLY), member("1_1_a copy.ipynb", b"b", LATE)
    assert choose(*members).data == b"b"
    assert choose(*members, exact=True).data == b"a"
    assert choose(members[1], exact=True).data == b"b"
