"""Who is in the class: people by id, by e-mail and by name, as nbgrader's gradebook knows them."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory

from course.collecting.identifiers import name_key
from course.files import normal_form
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
    github: str = ""

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
        self._by_login = defaultdict(set)
        for person in people:
            for text in (person.student, person.email):
                self._by_id[_plain(text)].add(person.student)
            for spelling in person.spellings:
                self._by_name[spelling].add(person.student)
            if person.github:
                self._by_login[_plain(person.github)].add(person.student)

    @classmethod
    def read(cls, course: Course) -> "ClassList":
        with opened_gradebook(course) as gradebook:
            found = [
                (s.id, s.last_name, s.first_name, s.email, s.lms_user_id)
                for s in gradebook.students
            ]
        return cls([Person(*(text or "" for text in about)) for about in found])

    def with_id(self, text: str) -> str | None:
        """The one student with this id or e-mail address, however it is written."""
        if text in self.people:
            return text
        found = self._by_id.get(_plain(text), set()) if _plain(text) else set()
        return next(iter(found)) if len(found) == 1 else None

    def with_login(self, text: str) -> str | None:
        """The one student with this user name on GitHub; in a class without any, with this id.

        Where user names are known, an id is not enough: anyone can take it as a user name.
        """
        if not self._by_login:
            return self.with_id(text)
        found = self._by_login.get(_plain(text), set())
        return next(iter(found)) if len(found) == 1 else None

    def named(self, text: str) -> list[str]:
        """Every student whom this name may mean, in the order of their ids."""
        student = self.with_id(text)
        return [student] if student else sorted(self._by_name.get(name_key(text), ()))


def _plain(text: str) -> str:
    return normal_form(text, "NFKC").strip().casefold()
