"""Write files and folders so that a failure half-way leaves the old ones as they were."""

import shutil
import unicodedata
from pathlib import Path

from common.classroom import files

MOST_MARKS = 30  # in a row; no language writes so many on one letter


def write_atomically(path: Path, text: str) -> None:
    """Replace a text file in one step; a file that would not change is not touched."""
    write_bytes_atomically(path, text.encode("utf-8"))


def write_bytes_atomically(path: Path, data: bytes) -> None:
    if path.exists() and path.read_bytes() == data:
        return
    files.replace_file(path, data)


def replace_folder(made: Path, place: Path) -> None:
    """Put a finished folder in the place of an old one, which goes only when the new is there."""
    stage_folder(made, place)
    swap_folder(place)


def stage_folder(made: Path, place: Path) -> None:
    """Lay the new folder beside the old one: a full disk shows here, and changes nothing."""
    incoming, old = _beside(place)
    for leftover in (incoming, old):
        shutil.rmtree(leftover, ignore_errors=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        shutil.copytree(made, incoming)
    except shutil.Error as error:  # a list of all that failed: the first says why
        raise OSError(error.args[0][0][2]) from None


def swap_folder(place: Path) -> None:
    """Put the folder that was staged in its place: names change, nothing is written."""
    incoming, old = _beside(place)
    kept = place.rename(old) if place.exists() else None
    try:
        incoming.rename(place)
    except OSError:
        if kept:
            kept.rename(place)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _beside(place: Path) -> tuple[Path, Path]:
    incoming, old = (place.with_name(f".{place.name}.{word}") for word in ("new", "old"))
    return incoming, old


def normal_form(text: str, form: str = "NFC") -> str:
    """Unicode's normal form of a text from outside.

    Where marks are piled up it would take time that grows with their square, and nothing could stop
    it: such a text stays as it is.
    """
    in_a_row = 0
    for letter in "" if text.isascii() else text:
        in_a_row = in_a_row + 1 if unicodedata.combining(letter) else 0
        if in_a_row > MOST_MARKS:
            return text
    return unicodedata.normalize(form, text)
