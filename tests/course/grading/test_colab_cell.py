"""A submission that was solved in the students' repository has two cells more: the same points."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from course.handing_out.colab import StudentsRepository, add_cells

REPOSITORY = StudentsRepository("https://github.com/someone/deep-learning")
SUBMIT = "from common.submission import submit\n\nsubmit({!r})"


def prepared(tiny, **answers):
    """A submission with the cells for Colab, and the call to hand in at its end."""
    notebook = nbformat.reads(tiny.solved(**answers), as_version=4)
    add_cells(notebook, REPOSITORY, f"release/{tiny.slug}/{tiny.slug}.ipynb")
    notebook.cells.append(new_code_cell(SUBMIT.format(tiny.slug)))
    return nbformat.writes(notebook)


@pytest.mark.slow
def test_cells_for_colab_and_for_handing_in_change_no_point_and_say_nothing(tiny):
    wrong = {"double": "def double(x):\n    return x"}
    tiny.hand_in("plain", tiny.solved())
    tiny.hand_in("colab", prepared(tiny))
    tiny.hand_in("plain-wrong", tiny.solved(**wrong))
    tiny.hand_in("colab-wrong", prepared(tiny, **wrong))
    report, screen = tiny.grade()
    assert not report.set_aside, screen
    points = {score.student: score.points for score in report.scores}
    assert points["colab"] == points["plain"] != points["plain-wrong"]
    assert points["colab-wrong"] == points["plain-wrong"]
    assert not [score.tampering for score in report.scores if score.tampering]
    autograded = tiny.course.root / "autograded" / "colab" / tiny.slug / f"{tiny.slug}.ipynb"
    for cell in nbformat.read(autograded, as_version=4).cells:
        if cell.cell_type == "code" and ("google.colab" in cell.source or "submit(" in cell.source):
            assert cell.outputs == []
