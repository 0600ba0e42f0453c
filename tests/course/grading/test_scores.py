"""A student costs the same in a large class: nothing reads the rows of everybody else."""

import contextlib
import sqlite3

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

pytestmark = pytest.mark.slow
OF_THE_CLASS = ("grade", "comment", "submitted_notebook", "submitted_assignment", "student")


@contextlib.contextmanager
def statements():
    """The SELECT statements that are sent meanwhile, with their parameters."""
    found = []

    def note(connection, cursor, statement, parameters, context, many):
        if statement.startswith("SELECT"):
            found.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def scanned(database, statement, parameters):
    """Tables that SQLite would read from their first row to their last one."""
    plan = database.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
    details = [row[3].split() for row in plan]
    return {words[1] for words in details if words[0] == "SCAN"}


def test_publishing_one_submission_reads_no_table_of_the_class_from_end_to_end(tiny):
    tiny.hand_in("first", tiny.solved())
    tiny.grade()  # the gradebook is there, with its indexes
    tiny.hand_in("second", tiny.solved())
    tiny.hand_in("third", tiny.solved())
    with statements() as found:
        tiny.grade()
    of_one = [s for s in found if any(name in map(str, s[1]) for name in ("second", "third"))]
    assert of_one
    database = sqlite3.connect(tiny.course.root / "gradebook.db")
    slow = {table for s in found for table in scanned(database, *s) if table in OF_THE_CLASS}
    assert slow <= {"student"}  # the class list is compared once, at the end
