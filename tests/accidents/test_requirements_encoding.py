"""What pip reads on a Japanese Windows: without a coding line, older ones take it for cp932."""

import locale
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted([*ROOT.glob("requirements*.txt"), ROOT / "constraints.txt"])
CODING = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*utf-8\b")
DECODER = "pip._internal.utils.encoding"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_says_its_encoding_or_needs_none(path):
    data = path.read_bytes()
    assert data.isascii() or any(map(CODING.match, data.split(b"\n")[:2]))


@pytest.mark.parametrize("encoding", ["cp932", "ascii", "euc_jp", "cp1252"])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_pip_reads_every_file_alike_wherever_it_runs(path, encoding, monkeypatch):
    decoder = pytest.importorskip(DECODER)
    monkeypatch.setattr(locale, "getpreferredencoding", lambda *_: encoding)
    for data in (path.read_bytes(), path.read_bytes().replace(b"\n", b"\r\n")):
        assert decoder.auto_decode(data) == data.decode("utf-8")
