"""Changes of a gradebook that are kept together: nbgrader's own methods commit after every step."""

from collections.abc import Iterator
from contextlib import contextmanager

from nbgrader.api import Gradebook
from sqlalchemy.orm import Session


@contextmanager
def one_transaction(book: Gradebook) -> Iterator[Session]:
    """What happens inside is kept at its end, or not at all."""
    book.db.commit = book.db.flush  # of this book alone: the class has the real one
    try:
        yield book.db()
        book.db().commit()
    except BaseException:
        book.db.rollback()
        raise
    finally:
        del book.db.commit
