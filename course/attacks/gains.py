"""What an attack gained: points, secrets, harm, scripts on a page; and what neighbours lost."""

import hashlib
import stat
from html.parser import HTMLParser
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook

from course.attacks.attacked_class import CANARY, FULL, HONEST, LEAK, LEAK_IN_SHAPE, SLUG, Attack
from course.layout import CONFIG, Course

DEVICES = ("null", "zero", "full", "random", "urandom")


def state(course: Course) -> str:
    """Of what nobody may change: the settings, and the device nodes of the machine."""
    settings = hashlib.sha256((course.root / CONFIG).read_bytes()).hexdigest()
    nodes = [Path("/dev", name).stat() for name in DEVICES]
    return settings + "".join(f" {stat.filemode(n.st_mode)}{n.st_mtime_ns}" for n in nodes)


def scores(course: Course, student: str) -> dict[str, float] | None:
    """Points of the exercises; None where there are none."""
    with Gradebook(f"sqlite:///{course.root}/gradebook.db", "") as book:
        try:
            found = book.find_submission_notebook(SLUG, SLUG, student)
        except Exception:
            return None
        grades = {g.name: g.score for g in found.grades if g.name.endswith("_test")}
        return {name.removesuffix("_test"): points for name, points in grades.items()}


def gains(
    course: Course, attack: Attack, home: Path, markers: Path, before: str
) -> tuple[str, ...]:
    own = scores(course, attack.student) or {}
    submitted = course.root / "submitted"
    honest = [scores(course, student) for student in HONEST if (submitted / student).is_dir()]
    found = {
        "点を得た": own.get(attack.exercise, 0) > 0,
        "秘密を知った": _leaked(course, attack),
        "害を残した": _marker_of(attack, markers),
        "設定を変えた": state(course) != before,
        "次のカーネルに残った": attack.name.startswith("E03") and _startup_files(home),
        "ほかの学生が採点されない": any(entry != FULL for entry in honest),
        "画面で動く文が残った": _script_in_feedback(course, attack),
    }
    return tuple(name for name, gained in found.items() if gained)


def _marker_of(attack: Attack, markers: Path) -> bool:
    return any(path.name.startswith(attack.name.split()[0]) for path in markers.iterdir())


def _startup_files(home: Path) -> bool:
    return any((home / ".ipython").rglob("00-evil.py"))


def _leaked(course: Course, attack: Attack) -> bool:
    """A secret in what the attack printed, in a feedback page, or in a file beside them."""
    for place in ("autograded", "feedback"):
        folder = course.root / place / attack.student / SLUG
        for path in folder.rglob("*") if folder.is_dir() else ():
            if path.suffix == ".ipynb":
                cells = nbformat.read(path, as_version=4).cells
                text = str([cell.get("outputs") for cell in cells])
                if (LEAK in text or LEAK_IN_SHAPE in text) and not attack.name.startswith("F09"):
                    return True
            elif path.is_file() and CANARY in path.read_text(encoding="utf-8", errors="ignore"):
                return True
    return False


class _Scripts(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = self._inside = False

    def handle_starttag(self, tag, attributes):
        self._inside = tag == "script"
        self.found |= any(
            "YRANAC" in (value or "") and (name.startswith("on") or name in ("href", "src"))
            for name, value in attributes
        )

    def handle_endtag(self, tag):
        self._inside = False

    def handle_data(self, data):
        self.found |= self._inside and "YRANAC" in data


def _script_in_feedback(course: Course, attack: Attack) -> bool:
    page = course.root / "feedback" / attack.student / SLUG / f"{SLUG}.html"
    parser = _Scripts()
    if page.is_file():
        parser.feed(page.read_text(encoding="utf-8"))
    return parser.found
