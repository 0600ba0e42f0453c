"""The fork server: a process that has imported what notebooks use and never runs a learner's code.

Usage: python -m inside.forking CONTROL GRADER [isolated]

CONTROL is a socket for requests, GRADER a pidfd of the process that grades. For each request it
forks a child, which moves into namespaces of its own and becomes the sandbox of one notebook.
Importing takes most of a second, forking some milliseconds; and what a child does cannot reach the
fork server, nor the next child.
"""

import contextlib
import gc
import importlib
import io
import json
import os
import random
import select
import signal
import socket
import sys
from pathlib import Path

import numpy as np

from . import agent, namespaces
from .process_one import be_process_one
from .shell import new_shell

PRELOADED = (
    "matplotlib.pyplot",
    "matplotlib_inline.backend_inline",
    "common.checking",
    "common.functions",
    "common.layers",
    "common.multi_layer_net",
    "common.optimizer",
    "common.plots",
    "common.progress",
    "common.gpu.stand_in",
    "common.trainer",
)
MAX_REQUEST = 100_000
MAX_REASON = 900
MOVED, READY = b"moved", b"ready"
LOOK_EVERY = 1_000  # milliseconds


def main() -> None:
    control, grader = socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2])
    control.set_inheritable(False)
    os.set_inheritable(grader, False)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # a parent that ignores it hands that on
    shell, fonts = warm_up(), _font_lists()
    if sys.argv[3:] == ["isolated"]:
        namespaces.make_mounts_read_only()
    control.send(READY)
    while _wait_for(control, grader):
        request, descriptors, *_ = socket.recv_fds(control, MAX_REQUEST, 2)
        if not request:
            break
        if os.fork() == 0:
            control.close()
            agents, answer = (socket.socket(fileno=descriptor) for descriptor in descriptors)
            _become_sandbox(json.loads(request) | {"fonts": fonts}, agents, answer, grader, shell)
        for descriptor in descriptors:
            os.close(descriptor)
        _collect()
    _wait_for_the_last(grader)
    os._exit(0)  # and with process 1, everything here ends


def _wait_for(control: socket.socket, grader: int) -> bool:
    """Until there is a request; False when the grader is gone, however it ended."""
    poll = select.poll()
    poll.register(control, select.POLLIN)
    poll.register(grader, select.POLLIN)
    return grader not in dict(poll.poll())


def _wait_for_the_last(grader: int) -> None:
    """No request comes any more: until no sandbox is left, or the grader is gone."""
    poll = select.poll()
    poll.register(grader, select.POLLIN)
    while _collect() and not poll.poll(LOOK_EVERY):
        pass


def _collect() -> bool:
    """Dead processes; whether any is left alive."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return False
    return True


def warm_up():
    """IPython's shell, with the libraries imported and Japanese letters drawn once."""
    shell = new_shell()  # first: Matplotlib shows its figures in a shell that is already there
    for name in PRELOADED:
        importlib.import_module(name)
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure()
    FigureCanvasAgg(figure)
    figure.add_subplot().set_title("あ")
    figure.savefig(io.BytesIO(), format="png")
    gc.collect()
    gc.freeze()  # children share this memory as long as nothing touches it
    return shell


def _font_lists() -> dict[str, bytes]:
    """Matplotlib's list of fonts, for programs that a learner starts: making one takes seconds."""
    import matplotlib

    folder = Path(matplotlib.get_cachedir())
    return {path.name: path.read_bytes() for path in folder.glob("fontlist-*.json")}


def _become_sandbox(request: dict, agents: socket.socket, answer: socket.socket, grader, shell):
    """In the child; it never returns, and tells the grader who it is or what went wrong."""
    try:
        folders = _move_into_namespaces(request) if request["isolated"] else []
        # the kernel adds who has sent it. Before the limits: files that are on their way, anywhere
        # on this machine, count like open ones
        socket.send_fds(answer, [MOVED], folders)
        namespaces.set_limits(request["limits"])
        if request["isolated"] and request["filter"]:
            namespaces.filter_system_calls(request["filter"])
        answer.send(READY)
    except BaseException as error:
        answer.send(f"{error}".encode()[:MAX_REASON])
        os._exit(1)
    for folder in folders:
        os.close(folder)
    namespaces.hide_memory(True)
    if child := os.fork():
        agents.close()
        be_process_one(child, (answer.fileno(), grader))
    namespaces.hide_memory(False)
    os.setsid()
    answer.close()
    os.close(grader)
    _forget_the_server()
    agent.serve(agents, shell)


def _move_into_namespaces(request: dict) -> list[int]:
    """As process 1 of new ones; descriptors of the folders that can be written to."""
    namespaces.unshare()
    if os.fork():
        os._exit(0)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 2)  # what the fork server says is for the grader, and a file of the grader's
    os.close(nothing)
    folders = namespaces.mount_fresh(request["home"], request["disk"], request["kept"])
    _furnish(Path(request["home"]), request["fonts"])
    namespaces.give_up_privileges()
    return folders


def _furnish(home: Path, fonts: dict[str, bytes]) -> None:
    """A home with a working folder."""
    cache = home / ".cache" / "matplotlib"
    cache.mkdir(parents=True)
    for name, data in fonts.items():
        (cache / name).write_bytes(data)
    (home / "work").mkdir()
    os.chdir(home / "work")


def _forget_the_server() -> None:
    """Children must not draw the same random numbers."""
    random.seed()
    np.random.seed()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main()
