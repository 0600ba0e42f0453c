"""What other processes print belongs to the cell that ran them, in its order and undamaged."""

import os
import subprocess
import sys

import pytest

PROGRAM = """
import os, sys
sys.path.insert(0, os.path.join(os.getcwd(), "course", "sealed"))
from inside.shell import Sink, Stream, follow

class Wire:
    def send(self, message):
        sent.append(message["output"])

sent, cells = [], []
kept = os.dup(1)
sink = Sink(Wire())
follow(1, sink, "stdout"), follow(2, sink, "stderr")
sys.stdout = Stream(sink, "stdout")

def cell(function):
    sink.begins()
    function()
    sink.ends()
    cells.append("".join(output["text"] for output in sent))
    sent.clear()

{body}
os.write(kept, repr(cells).encode())
"""


def cells_of(body):
    done = subprocess.run(
        [sys.executable, "-W", "ignore::DeprecationWarning", "-c", PROGRAM.replace("{body}", body)],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        check=True,
    )
    return eval(done.stdout.decode("utf-8"))


def test_output_of_a_process_is_in_the_cell_that_ran_it():
    cells = cells_of("for n in range(30): cell(lambda: os.system(f'echo {n}'))")
    assert cells == [f"{n}\n" for n in range(30)]


def test_order_of_prints_and_of_processes_is_kept():
    body = "cell(lambda: [print('a'), os.system('echo b'), print('c'), os.write(1, b'd')])"
    assert cells_of(body) == ["a\nb\nc\nd"]


def test_long_japanese_text_is_undamaged():
    body = "cell(lambda: os.system('yes あいう 2>&- | head -n 30000'))"
    assert cells_of(body) == ["あいう\n" * 30_000]


@pytest.mark.parametrize("half", [r"b'\xe3\x81'"])
def test_half_a_character_stays_in_its_cell(half):
    body = f"cell(lambda: os.write(1, {half})); cell(lambda: os.write(1, b'a'))"
    assert cells_of(body) == ["\N{REPLACEMENT CHARACTER}", "a"]


def test_what_is_printed_between_cells_is_in_none():
    body = "cell(lambda: print('a')); os.system('echo x'); print('y'); cell(lambda: print('b'))"
    assert cells_of(body) == ["a\n", "b\n"]


def test_endless_output_of_a_process_that_goes_on_does_not_hold_the_cell():
    body = (
        "import subprocess\n"
        "run = lambda: cell(lambda: found.append(subprocess.Popen(['yes'])))\n"
        "found = []\nrun()\nfound[0].kill()\ncells[:] = [found[0].wait()]"
    )
    assert cells_of(body) == [-9]


def test_a_child_made_by_fork_can_print():
    body = (
        "def forked():\n"
        "    child = os.fork()\n"
        "    if not child:\n"
        "        os.write(1, b'c')\n"
        "        print('lost, but without waiting')\n"
        "        os._exit(0)\n"
        "    os.waitpid(child, 0)\n"
        "cell(forked)"
    )
    assert cells_of(body) == ["c"]
