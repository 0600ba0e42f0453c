"""Process 1: it ends with its child, and its child with the grader."""

import os
import select
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]
PROGRAM = """
import os, signal, sys
from course.sealed.inside.process_one import be_process_one
lifelines = tuple(map(int, sys.argv[1:]))
child = os.fork()
if not child:
    os.setsid()
    print("child", os.getpid(), flush=True)
    {child}
be_process_one(child, lifelines)
"""
WAITS = "signal.pause()"


@pytest.fixture
def start():
    """A process 1 with this child; its lifelines, of which each ends it."""
    pipes, started = [os.pipe() for _ in range(2)], []

    def start(child):
        reading = [end for end, _ in pipes]
        command = [sys.executable, "-c", PROGRAM.format(child=child), *map(str, reading)]
        settings = {"stdout": subprocess.PIPE, "text": True, "cwd": ROOT, "pass_fds": reading}
        process = subprocess.Popen(command, **settings)
        started.append(process)
        return process, [writing for _, writing in pipes]

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()
    for end in (end for pipe in pipes for end in pipe):
        os.close(end)


@pytest.mark.parametrize("end", ["os._exit(0)", "os._exit(7)", "os.kill(os.getpid(), 9)"])
def test_process_one_ends_with_its_child(start, end):
    process, _ = start(end)
    assert process.wait(60) == 0


def test_end_of_other_processes_is_not_the_end(start):
    more = "os.fork() or os._exit(0)\n    os.fork() or os._exit(0)\n    print('still', flush=True)"
    process, _ = start(f"{more}\n    os._exit(0)")
    process.stdout.readline()
    assert process.stdout.readline() == "still\n"
    assert process.wait(60) == 0


@pytest.mark.parametrize("which", [0, 1])
def test_each_lifeline_ends_child_and_process_one(start, which):
    process, lifelines = start(WAITS)
    pid = int(process.stdout.readline().split()[1])
    child = os.pidfd_open(pid)
    try:
        os.write(lifelines[which], b"x")  # readable, as a socket at its end
        assert process.wait(60) == 1
        ended = select.poll()
        ended.register(child, select.POLLIN)
        assert ended.poll(60_000), "the child goes on"
    finally:
        os.close(child)
