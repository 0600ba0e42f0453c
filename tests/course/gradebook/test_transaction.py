"""Several changes of a gradebook are kept together or not at all."""

import pytest
from nbgrader.api import Gradebook

from course.gradebook.transaction import one_transaction
from course.nbgrader_setup import programs_on_path


@pytest.fixture
def book(tmp_path):
    with programs_on_path(), Gradebook(f"sqlite:///{tmp_path}/gradebook.db", "") as book:
        yield book


def students(book):
    """As another program sees them."""
    with Gradebook(book.engine.url.render_as_string(), "") as other:
        return [student.id for student in other.students]


def test_all_is_kept_at_the_end_and_seen_by_nobody_before(book):
    with one_transaction(book):
        book.add_student("s1")
        book.add_student("s2")
        assert students(book) == []
    assert students(book) == ["s1", "s2"]


def test_nothing_is_kept_after_an_error_and_the_next_change_is(book):
    with pytest.raises(KeyboardInterrupt), one_transaction(book):
        book.add_student("s1")
        raise KeyboardInterrupt
    assert students(book) == []
    book.add_student("s2")  # committed by nbgrader itself
    assert students(book) == ["s2"]
