"""Tables as text: any encoding that is used in Japan, separated as the heading line is."""

import codecs
import csv
import io
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from course.collecting.table_headings import columns_in
from course.errors import CourseError

MAX_BYTES = 20_000_000
ROWS_BEFORE_HEADINGS = 10
SEPARATORS = {",": "コンマ区切り", "\t": "タブ区切り", ";": "セミコロン区切り"}
LABEL = {"utf_8_sig": "UTF-8", "cp932": "Shift_JIS", "euc_jp": "EUC-JP", "iso2022_jp": "JIS"}
EIGHT_BIT = ("cp932", "euc_jp", "shift_jis_2004", "euc_jis_2004")
END = "\N{SYMBOL FOR END OF TEXT}"
SAVE_AS_CSV = "Excel で開き、「CSV UTF-8（コンマ区切り）」で保存し直してください"


class _Reading(NamedTuple):
    """One way to read the bytes."""

    encoding: str
    text: str
    separator: str

    @property
    def about(self) -> str:
        return f"{LABEL.get(self.encoding, self.encoding)}、{SEPARATORS[self.separator]}"

    def rows(self) -> Iterator[list[str]]:
        csv.field_size_limit(MAX_BYTES)  # a cell may hold all that a student wrote
        return csv.reader(io.StringIO(self.text, newline=""), delimiter=self.separator)

    @property
    def known_headings(self) -> int:
        try:
            return max(map(len, map(columns_in, islice(self.rows(), ROWS_BEFORE_HEADINGS))))
        except (csv.Error, ValueError):
            return 0


def rows_of_text(name: str, data: bytes) -> tuple[list[list[str]], str]:
    """The rows, and how they were read: what gives most of the headings that we know."""
    texts = _texts(data)
    if not texts:
        raise CourseError(
            f"{name} の文字コードが分かりません（UTF-8、UTF-16、Shift_JIS、EUC-JP のどれとしても"
            f"読めません。{SAVE_AS_CSV}）"
        )
    readings = [_Reading(*text, separator) for text in texts for separator in SEPARATORS]
    best = max(readings, key=lambda reading: reading.known_headings)
    return _closed_rows(name, best), best.about


def _texts(data: bytes) -> list[tuple[str, str]]:
    """Every (encoding, text) that the bytes can be; UTF-8 is never anything else by chance."""
    decoded = []
    for encoding in _encodings(data):
        try:
            decoded.append((encoding, data.decode(encoding)))
        except UnicodeDecodeError:
            continue
    return decoded[:1] if decoded and decoded[0][0] == "utf_8_sig" else decoded


def _encodings(data: bytes) -> tuple[str, ...]:
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return ("utf_32",)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf_16",)
    if b"\0" in data:
        return "utf_16_le", "utf_16_be"
    if b"\x1b$" in data:
        return "iso2022_jp", "iso2022_jp_ext"
    return "utf_8_sig", *EIGHT_BIT


def _closed_rows(name: str, reading: _Reading) -> list[list[str]]:
    """All rows; a quotation mark that is never closed would swallow everyone after it."""
    text = reading.text + ("" if reading.text.endswith(("\n", "\r")) else "\n") + END
    try:
        rows = list(reading._replace(text=text).rows())
    except csv.Error as error:
        raise CourseError(f"{name} を CSV として読めません（{error}。{SAVE_AS_CSV}）") from None
    if rows.pop() != [END]:
        raise CourseError(
            f'{name} を CSV として読めません（閉じていない引用符 " があります。{SAVE_AS_CSV}）'
        )
    return rows
