"""Notebooks with exercises, and a session that runs their cells in this process."""

import contextlib
from types import SimpleNamespace

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course.sealed import running as running_module
from course.sealed.inside.wire import Closed
from course.sealed.running import Job
from course.sealed.sandbox import Ended, Limits


def cell(name, source, make=new_code_cell, **about):
    """A cell of ours, or without a word about it one of the learner's own."""
    about = {"nbgrader": {"grade_id": name, **about}} if about else {}
    return make(source, id=name, metadata=about)


def notebook_of(**exercises):
    """A given cell, a remark, and by name an answer with its tests."""
    cells = [cell("given", "start = [1, 2]", locked=True), new_markdown_cell("text", id="text")]
    for name, (answer, *tests) in exercises.items():
        cells.append(cell(name, answer, solution=True))
        for number, test in enumerate(tests):
            about = {"grade": True, "locked": True, "points": number + 1}
            cells.append(cell(f"{name}_{number}", test, **about))
    return new_notebook(cells=cells)


class InProcess:
    """In the place of a session with a sandbox. What an answer does to it, it does to us."""

    started = []  # all of them, in one test
    why = Ended("crash", "Python が終了しました")

    def __init__(self, limits, ends, isolated, cpu, printed):
        self.before = cpu, printed
        self.space, self.ran, self.outputs, self.printed = {}, [], [], printed
        self.closed = self.in_cell = False
        self.peer = SimpleNamespace(in_place=lambda values: contextlib.nullcontext())
        self.started.append(self)

    def wait_until_ready(self):
        pass

    def run(self, name, source):
        """What is printed becomes outputs; a cell that says CRASH ends the session."""
        self.ran.append(name)
        self.outputs = []
        self.space["print"] = lambda text: self.outputs.append(
            {"output_type": "stream", "name": "stdout", "text": f"{text}\n"}
        )
        with contextlib.suppress(Exception):
            exec(compile(source, f"<cell {name}>", "exec"), self.space)
        if "CRASH" in source:
            raise Closed
        self.printed += len(self.outputs)
        return self.outputs

    def answer(self, name):
        return (self.space[name],) if name in self.space else ()

    def begin_test(self):
        assert self.in_cell

    @contextlib.contextmanager
    def cell(self):
        self.in_cell = True
        yield
        self.in_cell = False

    def blocked(self, names):
        return contextlib.nullcontext()

    on_device = blocked

    def changed(self, values):
        return False

    shares_memory = changed

    def spoiled(self):
        return False

    def close(self):
        self.closed = True
        return 1.5 + self.before[0]


@pytest.fixture
def sessions(monkeypatch):
    """Sessions in this process, as they are started."""
    monkeypatch.setattr(InProcess, "started", [])
    monkeypatch.setattr(running_module, "Session", InProcess)
    return InProcess.started


@pytest.fixture
def job_of(sessions):
    """A job: exercises by name as in `notebook_of`, answered otherwise by `answers`."""

    def job_of(answers=(), at=lambda name: None, limits=None, **exercises):
        source, submitted = notebook_of(**exercises), notebook_of(**exercises)
        for one in submitted.cells:
            one.source = dict(answers).get(one.id, one.source)
        return Job(submitted, source, limits or Limits(), True, at)

    return job_of
