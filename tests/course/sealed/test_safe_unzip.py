"""Collecting: bombs, links and archives within archives stay outside; the others come in."""

import io
import logging
import tarfile
import zipfile

import pytest

from course.sealed.safe_unzip import MAX_BYTES, SafeExtractor


def zipped(**files):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return data.getvalue()


def tarred(size):
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:gz") as archive:
        info = tarfile.TarInfo("large.ipynb")
        info.size = size
        archive.addfile(info, io.BytesIO(bytes(size)))
    return data.getvalue()


@pytest.fixture
def folders(tmp_path):
    archive, extracted = tmp_path / "archive", tmp_path / "extracted"
    archive.mkdir()
    extracted.mkdir()
    (archive / "s1_1_1.ipynb").write_text("{}")
    return archive, extracted


def names(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_small_archives_and_files_are_collected(folders):
    archive, extracted = folders
    (archive / "class.zip").write_bytes(zipped(s2_1_1__ipynb="{}"))
    SafeExtractor().extract(str(archive), str(extracted))
    assert names(extracted) == ["s1_1_1.ipynb", "s2_1_1.ipynb"]


@pytest.mark.parametrize(
    "name, make, reason",
    [
        ("bomb.zip", lambda: zipped(x__ipynb=bytes(MAX_BYTES + 1)), "大きすぎます"),
        ("bomb.tar.gz", lambda: tarred(MAX_BYTES + 1), "大きすぎます"),
        ("many.zip", lambda: zipped(**{f"f{n}": "" for n in range(2_001)}), "大きすぎます"),
        ("nested.zip", lambda: zipped(inner__zip=zipped(a="x")), "さらに圧縮"),
        ("broken.zip", lambda: b"PK\x03\x04broken", "展開できません"),
    ],
)
def test_dangerous_archive_is_left_out_and_named(folders, caplog, name, make, reason):
    archive, extracted = folders
    (archive / name).write_bytes(make())
    extractor = SafeExtractor(log=logging.getLogger("collect"))
    with caplog.at_level(logging.ERROR, "collect"):
        extractor.extract(str(archive), str(extracted))
    assert names(extracted) == ["s1_1_1.ipynb"]
    assert name in caplog.text and reason in caplog.text


def test_link_is_left_out(folders, tmp_path):
    archive, extracted = folders
    (tmp_path / "secret").write_text("x")
    (archive / "s9_1_1.ipynb").symlink_to(tmp_path / "secret")
    SafeExtractor().extract(str(archive), str(extracted))
    assert names(extracted) == ["s1_1_1.ipynb"]
