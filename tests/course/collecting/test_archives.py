"""Hostile and damaged zips: what is unsafe stays out, is named, and touches nothing."""

import io
import random
import stat
import struct
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course.collecting.archives import CLASS, STUDENT, Limits, opened, safe_parts
from course.collecting.unusable import Unusable
from course.errors import CourseError

FOLDER = "山田 太郎_11_assignsubmission_file_"
NAME = "1_1_doubling.ipynb"


@pytest.fixture
def taro(classroom):
    classroom.enrol(("s001", "山田", "太郎"))
    return classroom


def link(name, target):
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return zip_of((info, target))


def zip_of(*entries, method=zipfile.ZIP_DEFLATED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for info, data in entries:
            archive.writestr(info, data)
    return stream.getvalue()


def refusals(data, limits=CLASS):
    with opened(data, limits) as contents:
        return [m.path for m in contents.members], [reason for _, reason in contents.refused]


@pytest.mark.parametrize(
    "name",
    [
        "../evil.ipynb",
        "a/../../evil.ipynb",
        "..\\evil.ipynb",
        "a\\..\\..\\evil.ipynb",
        "/etc/evil.ipynb",
        "\\\\server\\share\\evil.ipynb",
        "C:/evil.ipynb",
        "c:\\evil.ipynb",
        "C:evil.ipynb",
    ],
)
def test_names_that_lead_out_are_refused(name):
    members, reasons = refusals(zip_of((name, b"x"), ("good.ipynb", b"x")))
    assert members == ["good.ipynb"]
    assert reasons == ["フォルダの外を指す名前です"]


@pytest.mark.parametrize("name", ["a\nb.ipynb", "a\x1b[31m.ipynb", "a\x7f.ipynb", "x\x00/../y"])
def test_control_characters_in_names_are_refused(name):
    info = zipfile.ZipInfo("stand-in")
    info.filename = name
    members, reasons = refusals(zip_of((info, b"x")))
    assert members == [] and reasons == ["名前に制御文字が入っています"]


def test_backslashes_of_windows_programs_separate_folders():
    assert safe_parts("s001\\1_1.ipynb") == ("s001", "1_1.ipynb")


@pytest.mark.parametrize("name", ["", "/", ".", "./."])
def test_names_of_nothing_are_refused(name):
    with pytest.raises(Unusable):
        safe_parts(name)


def test_links_are_refused():
    assert refusals(link("a.ipynb", "/etc/passwd"))[1] == [
        "リンクなど、ふつうのファイルではありません"
    ]


def test_passwords_are_refused(zips):
    data = zips.with_flag(zip_of(("a.ipynb", b"x")), 1)
    assert "パスワード" in refusals(data)[1][0]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_whose_output_cannot_be_bounded_are_refused(method):
    assert "圧縮方法" in refusals(zip_of(("a.ipynb", b"x" * 999), method=method))[1][0]


def test_bomb_is_refused_without_unpacking_it():
    members, reasons = refusals(zip_of(("a.ipynb", b"0" * 30_000_000), ("b.ipynb", b"x")))
    assert members == ["b.ipynb"] and "zip 爆弾" in reasons[0]


def test_archives_that_are_too_large_in_all_are_refused():
    data = zip_of(*((f"{n}.bin", b"x" * 400) for n in range(3)))
    with pytest.raises(Unusable, match="大きすぎます"), opened(data, Limits(10, 1_000)):
        pass


def test_archives_with_too_many_entries_are_refused():
    data = zip_of(*((f"{n}", b"") for n in range(STUDENT.entries + 1)))
    with pytest.raises(Unusable, match=f"{STUDENT.entries + 1} 個"), opened(data, STUDENT):
        pass


def test_reading_stops_at_the_limit():
    data = zip_of(("a.ipynb", random.Random(1).randbytes(5_000)))
    with opened(data, CLASS) as contents:
        assert len(contents.members[0].read_up_to(5_000)) == 5_000
        with pytest.raises(Unusable, match="大きすぎます"):
            contents.members[0].read_up_to(4_999)


def test_sizes_that_lie_are_damage():
    data = zip_of(("a.ipynb", b"x" * 5_000))
    data = data.replace(struct.pack("<L", 5_000), struct.pack("<L", 5))
    with opened(data, CLASS) as contents, pytest.raises(Unusable, match="壊れていて"):
        contents.members[0].read_up_to(100)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    "names", [("a.ipynb", "a.ipynb"), ("A.ipynb", "a.ipynb"), ("ａ.ipynb", "a.ipynb")]
)
def test_duplicates_are_refused_all_together(names):
    members, reasons = refusals(zip_of(*((name, b"x") for name in names), ("b", b"")))
    assert members == ["b"]
    assert len(reasons) == 2 and "同じ名前" in reasons[0]


def test_names_in_no_known_encoding_are_refused(zips):
    _, reasons = refusals(zips.make([(b"\x81\xff\xfe.ipynb", b"x")]))
    assert "文字コード" in reasons[0]


@pytest.mark.slow
def test_nested_bomb_costs_its_student_only(taro):
    taro.enrol(("s002", "鈴木", "花"))
    bomb = zip_of((NAME, b"0" * 30_000_000))
    source = taro.zip(
        [(f"{FOLDER}/work.zip", bomb), (f"鈴木 花_12_assignsubmission_file_/{NAME}", b"{}")]
    )
    outcome, screen = taro.collect(source)
    assert taro.students() == {"s002"}
    assert len(outcome.refused) == 1 and "zip 爆弾" in screen


@pytest.mark.parametrize(
    "inner", [zip_of(("../../evil.ipynb", b"x"), (NAME, b"{}")), link(NAME, "/etc/passwd")]
)
def test_unsafe_entry_in_a_students_zip_spoils_the_zip(taro, inner):
    outcome, _ = taro.collect(taro.zip([(f"{FOLDER}/work.zip", inner)]))
    assert len(outcome.refused) == 1
    assert taro.students() == set()


def test_zip_in_a_students_zip_is_not_opened(taro):
    inner = zip_of(("deeper.zip", zip_of((NAME, b"{}"))))
    outcome, _ = taro.collect(taro.zip([(f"{FOLDER}/work.zip", inner)]))
    assert "ノートブックがありません" in outcome.refused[0].reason


@pytest.mark.parametrize("data", [b"", b"PK", b"not a zip", b"PK\x05\x06" + bytes(18)])
def test_class_zip_that_is_none_is_one_clear_line(taro, data):
    path = taro.inbox / "class.zip"
    path.write_bytes(data)
    with pytest.raises(CourseError) as error:
        taro.collect(path)
    assert len(error.value.problems) == 1


@pytest.fixture(scope="module")
def zips_for_fuzzing():
    inner = zip_of((NAME, b"{}" * 50))
    good = zip_of(
        (f"{FOLDER}/{NAME}", b"{}" * 50), ("鈴木 花_12_assignsubmission_file_/a.zip", inner)
    )
    return [good, zip_of(("s001.zip", inner), (f"s002_{NAME}", b"{}"))]


@settings(
    max_examples=300,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    which=st.integers(0, 1),
    changes=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=6),
    cut=st.one_of(st.none(), st.integers(0, 10**6)),
)
@pytest.mark.slow
def test_damaged_zips_never_do_more_than_be_refused(taro, zips_for_fuzzing, which, changes, cut):
    data = bytearray(zips_for_fuzzing[which])
    for place, byte in changes:
        data[place % len(data)] = byte
    path = taro.inbox / "class.zip"
    path.write_bytes(bytes(data[: cut % len(data)] if cut is not None else data))
    before = taro.files()
    try:
        taro.collect(path)
    except CourseError as error:
        assert error.problems
    new = taro.files() - before
    assert all(name.startswith(("course/submitted/s00", "course/.collected/")) for name in new)


@pytest.mark.slow
@settings(max_examples=300, derandomize=True)
@given(name=st.text(max_size=30))
def test_safe_names_never_lead_out(name):
    try:
        parts = safe_parts(name)
    except Unusable:
        return
    assert parts and not {"", ".", ".."} & set(parts)
    assert not any("/" in part or "\\" in part for part in parts)
