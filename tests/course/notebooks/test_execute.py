"""Running a notebook: what stops it is named by its cell; what readers must not see is found."""

import gc
import warnings
from concurrent.futures import ThreadPoolExecutor

import nbformat
import pytest
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat.v4 import new_code_cell, new_notebook, new_output

from course.errors import CourseError
from course.notebooks import execute as execute_module
from course.notebooks.execute import execute, execute_chapter, output_problems


class FakeClient:
    """In the place of a kernel: cells that are 'print …' print, other ones end it all."""

    ends = {
        "error": CellExecutionError(
            "Traceback\n\x1b[0;31mValueError\x1b[0m: no", "ValueError", "no"
        ),
        "forever": CellTimeoutError("timeout"),
        "exit": DeadKernelError("dead"),
    }
    starts = []  # what happens at each start

    def __init__(self, notebook, **how):
        self.notebook = notebook

    async def async_execute(self, env):
        if self.starts and (problem := self.starts.pop(0)):
            raise problem
        for number, cell in enumerate(self.notebook.cells):
            self.on_cell_execute(cell=cell, cell_index=number)
            if cell.source in self.ends:
                raise self.ends[cell.source]
            word, _, text = cell.source.partition(" ")
            if word == "print":
                cell.outputs = [new_output("stream", name="stdout", text=text)]


@pytest.fixture(autouse=True)
def client(monkeypatch):
    monkeypatch.setattr(execute_module, "NotebookClient", FakeClient)
    monkeypatch.setattr(FakeClient, "starts", [])
    return FakeClient


def notebook(*sources):
    return new_notebook(cells=[new_code_cell(s, id=f"cell{n}") for n, s in enumerate(sources)])


def test_executed_copy_has_the_outputs_and_the_notebook_stays(tmp_path):
    given = notebook("print a", "x")
    executed = execute(given, tmp_path)
    assert [len(cell.outputs) for cell in executed.cells] == [1, 0]
    assert given == notebook("print a", "x")


@pytest.mark.parametrize(
    "source, says",
    [
        ("error", r"セル cell1 がエラーで止まりました（ValueError: no）"),
        ("forever", r"セル cell1 が 180 秒で終わりませんでした"),
        ("exit", r"セル cell1 の実行中に Python が終了しました"),
    ],
)
def test_cell_that_stops_the_run_is_named(tmp_path, source, says):
    with pytest.raises(CourseError) as caught:
        execute(notebook("print a", source, "print b"), tmp_path)
    assert caught.value.problems == (says,)


@pytest.mark.parametrize("failures", [0, 1, 2])
def test_kernel_that_does_not_start_is_started_again(tmp_path, client, failures):
    client.starts += [RuntimeError("no kernel")] * failures
    assert execute(notebook("print a"), tmp_path).cells[0].outputs
    assert client.starts == []


def test_kernel_that_never_starts_is_given_up_after_three_times(tmp_path, client):
    client.starts += [RuntimeError(str(number)) for number in range(4)]
    with pytest.raises(RuntimeError, match="^2$"):
        execute(notebook("print a"), tmp_path)
    assert len(client.starts) == 1


def test_chapter_with_an_error_is_named(tmp_path):
    with pytest.raises(CourseError, match="^1_1 のセル cell0 がエラーで止まりました"):
        execute_chapter(notebook("error"), tmp_path, "1_1")


def test_chapter_that_prints_paths_names_every_cell(tmp_path):
    chapter = notebook("print /home/me/x", "print fine", "print /tmp/ab")
    with pytest.raises(CourseError) as caught:
        execute_chapter(chapter, tmp_path, "1_1")
    assert [p.split("：")[0] for p in caught.value.problems] == [
        "1_1 のセル cell0",
        "1_1 のセル cell2",
    ]


def test_chapter_without_problems_comes_back_executed(tmp_path):
    assert execute_chapter(notebook("print a"), tmp_path, "1_1").cells[0].outputs[0].text == "a"


def stream(name, text):
    return new_output("stream", name=name, text=text)


def result(text):
    return new_output("execute_result", data={"text/plain": text})


@pytest.mark.parametrize(
    "output, says",
    [
        (stream("stdout", "1\n"), None),
        (stream("stdout", "~/home, /homework, home/me"), None),
        (stream("stderr", "first\nUserWarning: last\n"), "（UserWarning: last）"),
        (stream("stderr", "\n"), "（）"),
        (stream("stdout", "in /root/x"), "（/root/x…）"),
        (result("<file '/work/a'>"), "（/work/a…）"),
        (result("C:\\Users\\me"), "（C:\\Users…）"),
        (stream("stdout", "/tmp/ipykernel_12/3.py"), "（/tmp/i…）"),
        (new_output("display_data", data={"image/png": "AAAA"}), None),
    ],
)
def test_problem_of_an_output_is_what_a_reader_should_not_see(output, says):
    found = output_problems(nbformat.v4.new_code_cell(outputs=[output]))
    assert len(found) == (says is not None)
    assert all(problem.endswith(says) for problem in found)


def test_markdown_has_no_outputs_and_no_problems():
    assert output_problems(nbformat.v4.new_markdown_cell("/home/me")) == []


@pytest.mark.slow
def test_notebooks_that_run_at_the_same_time_leave_no_event_loop_open(monkeypatch, tmp_path):
    monkeypatch.undo()  # real kernels
    texts = "print(1)", "print(2)"
    with ThreadPoolExecutor(2) as pool:
        ran = list(pool.map(lambda text: execute(notebook(text), tmp_path), texts))
    assert [nb.cells[0].outputs[0].text for nb in ran] == ["1\n", "2\n"]
    del pool
    with warnings.catch_warnings(record=True) as left:
        warnings.simplefilter("always")
        gc.collect()
    assert [str(one.message) for one in left if "event loop" in str(one.message)] == []
