"""Where things lie: the folders of the course and the slugs of its chapters."""

import re
from dataclasses import dataclass
from pathlib import Path

from course.errors import CourseError

CONFIG = "nbgrader_config.py"
# nbgrader takes these in the path of a course for patterns, for a variable, and for an escape
NOT_LITERAL = re.compile(r"[*?\[]|\$[\w{]|%[0-9A-Fa-f]{2}")
SLUG = re.compile(r"(?P<number>[0-9]+_[0-9]+(?:_[0-9]+)?)_[a-z][a-z0-9]*(?:_[a-z0-9]+)*")


@dataclass(frozen=True)
class Course:
    """The folders of one course; the gradebook and nbgrader's folders lie in the same root."""

    root: Path

    @classmethod
    def find(cls, start: Path | None = None) -> "Course":
        """The course that the folder `start` (default: the current one) lies in."""
        start = (start or Path.cwd()).resolve()
        for folder in (start, *start.parents):
            if (folder / CONFIG).is_file() and (folder / "source").is_dir():
                check_path(folder)
                return cls(folder)
        raise CourseError(
            f"講座のフォルダが見つかりません（{CONFIG} と source/ がある場所で実行してください）"
        )

    def chapter_notebook(self, slug: str) -> Path:
        return self.root / "notebooks" / f"{slug}.ipynb"

    def source_notebook(self, slug: str) -> Path:
        return self.root / "source" / slug / f"{slug}.ipynb"

    def release_notebook(self, slug: str) -> Path:
        return self.root / "release" / slug / f"{slug}.ipynb"

    def feedback_page(self, student: str, slug: str) -> Path:
        return self.root / "feedback" / student / slug / f"{slug}.html"

    @property
    def slugs(self) -> list[str]:
        """Chapters in reading order, wherever one of their notebooks lies."""
        chapters = {path.stem for path in (self.root / "notebooks").glob("*.ipynb")}
        exercises = {p.name for p in (self.root / "source").iterdir() if p.is_dir()}
        found = {name for name in chapters | exercises if not name.startswith(".")}
        return sorted(found, key=reading_order)

    def resolve(self, chapter: str) -> str:
        """The slug that `chapter` (a slug or its number such as 1_1) means."""
        matches = [s for s in self.slugs if s == chapter or s.startswith(f"{chapter}_")]
        if len(matches) == 1:
            return matches[0]
        known = "、".join(self.slugs) or "まだありません"
        problem = "は複数の章に当てはまります" if matches else "という章はありません"
        raise CourseError(f"「{chapter}」{problem}（章：{known}）")

    def resolve_all(self, chapters: list[str]) -> list[str]:
        """The slugs meant; all chapters when none is named."""
        return [self.resolve(chapter) for chapter in chapters] or self.slugs


def check_path(folder: Path) -> None:
    """CourseError where nbgrader would look for the course, or its gradebook, somewhere else."""
    if found := NOT_LITERAL.search(str(folder)):
        raise CourseError(
            f"講座のフォルダの場所（{folder}）に「{found[0]}」があります。nbgrader が別の意味に"
            "読むので、その名前を変えてください（日本語、空白、#、ふつうの % は使えます）"
        )


def reading_order(slug: str) -> tuple[list[int], str]:
    """Sorts 1_2 before 1_10."""
    return [int(part) for part in slug.split("_") if part.isdigit()], slug
