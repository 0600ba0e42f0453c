"""Who is in the class: people by id, by e-mail and by name, as nbgrader's gradebook knows them."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory

from course.collecting.identifiers import name_key
from course.layout import Course
from course.nbgrader_setup import load_config, programs_on_path


@contextmanager
def opened_gradebook(course: Course) -> Iterator[Gradebook]:
    """The gradebook that nbgrader's own commands use in this course."""
    coursedir = CourseDirectory(config=load_config(course), root=str(course.root))
    with programs_on_path(), Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        yield gradebook


@dataclass(frozen=True)
class Person:
    """A student; everything but the id may be unknown."""

    student: str
    last_name: str = ""
    first_name: str = ""
    email: str = ""

    @property
    def full_name(self) -> str:
        return f"{self.last_name} {self.first_name}".strip()

    @property
    def spellings(self) -> set[str]:
        """Names that a learning management system may show, with the login in front at some."""
        orders = self.last_name + self.first_name, self.first_name + self.last_name
        names = {*orders, *(self.student + name for name in orders)} if orders[0] else set()
        return {name_key(name) for name in names | {self.student, self.email}} - {""}


class ClassList:
    """Finds students by what a file or a folder calls them."""

    def __init__(self, people: list[Person]):
        self.people = {person.student: person for person in people}
        self._by_id, self._by_name = defaultdict(set), defaultdict(set)
        for person in people:
            for text in (person.student, person.email):
                self._by_id[_plain(text)].add(person.student)
            for spelling in person.spellings:
                self._by_name[spelling].add(person.student)

    @classmethod
    def read(cls, course: Course) -> "ClassList":
        with opened_gradebook(course) as gradebook:
            return cls(
                [
                    Person(s.id, s.last_name or "", s.first_name or "", s.email or "")
                    for s in gradebook.students
                ]
            )

    def with_id(self, text: str) -> str | None:
        """The one student with this id or e-mail address, however it is written."""
        if text in self.people:
            return text
        found = self._by_id.get(_plain(text), set()) if _plain(text) else set()
        return next(iter(found)) if len(found) == 1 else None

    def named(self, text: str) -> list[str]:
        """Every student whom this name may mean, in the order of their ids."""
        student = self.with_id(text)
        return [student] if student else sorted(self._by_name.get(name_key(text), ()))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()
