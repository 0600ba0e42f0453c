"""Runs: what one `course grade` did, for programs to read; and regrades that wait beside it.

A regrade (`--regrade`) publishes nothing. It lies in its run until `--publish`, so that people can
look first at what would change (`--compare`).
"""

import json
import zlib
from datetime import UTC, datetime

import nbformat

from course.files import write_atomically
from course.grading.publish import result_of
from course.grading.results import Records, Result
from course.grading.worker import Answers, Graded, Task, grades_of

GRADE, REGRADE = "grade", "regrade"


class Run:
    """The folder runs/NNNN: numbers, because clocks may go backwards."""

    def __init__(self, records: Records, number: int):
        self.number = number
        self.folder = records.folder / "runs" / f"{number:04d}"
        self._about = self.folder / "run.json"

    @classmethod
    def new(cls, records: Records, kind: str, **about) -> "Run":
        run = cls(records, max(_numbers(records), default=0) + 1)
        run.folder.mkdir(parents=True)
        run._write({"kind": kind, "finished": False, **about})
        return run

    @classmethod
    def last(cls, records: Records, kind: str) -> "Run | None":
        """The newest run of this kind."""
        runs = (cls(records, number) for number in sorted(_numbers(records), reverse=True))
        return next((run for run in runs if run.about.get("kind") == kind), None)

    @property
    def about(self) -> dict:
        try:
            return json.loads(self._about.read_text(encoding="utf-8"))
        except (OSError, ValueError):  # the machine went down while it was written
            return {}

    def finish(self) -> None:
        self._write(self.about | {"finished": True})

    def _write(self, about: dict) -> None:
        write_atomically(self._about, json.dumps(about, ensure_ascii=False, indent=1))

    def log(self, event: str, **about) -> None:
        """One line in events.jsonl, there at once."""
        line = {"at": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": event, **about}
        with (self.folder / "events.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")

    # ---- results that are not published yet ------------------------------------------------

    def keep(self, task: Task, graded: Graded) -> None:
        for kind, text in (("ipynb", graded.notebook), ("html", graded.page)):
            (self.folder / kind).mkdir(exist_ok=True)
            write_atomically(self.folder / kind / f"{task.student}.{kind}", text)
        result_of(task, graded).write(self.folder / "results")

    def result(self, student: str) -> Result | None:
        return Result.read(self.folder / "results", student)

    def results(self) -> list[Result]:
        names = sorted(path.stem for path in (self.folder / "results").glob("*.json"))
        return [result for name in names if (result := self.result(name))]

    def graded(self, student: str) -> Graded:
        """What `keep` was given."""
        result = self.result(student)
        texts = [
            (self.folder / kind / f"{student}.{kind}").read_bytes() for kind in ("ipynb", "html")
        ]
        grades = grades_of(nbformat.reads(texts[0].decode(), as_version=4), result.verdicts)
        found = result.verdicts, result.tampering, result.seconds, grades
        packed = [zlib.compress(text, 1) for text in texts]
        return Graded(Answers(**result.answers), *found, *packed, result.remarks)


def _numbers(records: Records) -> list[int]:
    folders = (records.folder / "runs").glob("[0-9]*")
    return [int(path.name) for path in folders if path.name.isdigit()]
