"""The template: a process that has imported what notebooks use and never runs a learner's code.

Usage: python -m inside.template DESCRIPTOR    (an open socket)

For each request it forks a child, which moves into namespaces of its own and becomes the sandbox of
one notebook. Importing takes most of a second, forking some milliseconds; and what a child does
cannot reach the template, nor the next child.
"""

import contextlib
import gc
import importlib
import io
import json
import os
import random
import socket
import sys
from pathlib import Path

import numpy as np

from . import agent, namespaces
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
    "common.stand_in",
    "common.trainer",
)
MAX_REQUEST = 100_000
READY = b"ready"


def main() -> None:
    control = socket.socket(fileno=int(sys.argv[1]))
    os.set_inheritable(control.fileno(), False)
    shell = warm_up()
    fonts = _font_lists()
    control.send(READY)
    while True:
        request, descriptors, *_ = socket.recv_fds(control, MAX_REQUEST, 1)
        if not request:  # the grader has ended, and so does everything here
            os._exit(0)
        if child := os.fork():
            os.close(descriptors[0])
            os.waitpid(child, 0)
        else:
            _become_sandbox(json.loads(request), control, descriptors[0], shell, fonts)


def warm_up():
    """IPython's shell, with the libraries imported and Japanese letters drawn once."""
    for name in PRELOADED:
        importlib.import_module(name)
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure()
    FigureCanvasAgg(figure)
    figure.add_subplot().set_title("あ")
    figure.savefig(io.BytesIO(), format="png")
    shell = new_shell()
    gc.collect()
    gc.freeze()  # children share this memory as long as nothing touches it
    return shell


def _font_lists() -> dict[str, bytes]:
    """Matplotlib's list of fonts, for programs that a learner starts: making one takes seconds."""
    import matplotlib

    folder = Path(matplotlib.get_cachedir())
    return {path.name: path.read_bytes() for path in folder.glob("fontlist-*.json")}


def _become_sandbox(request: dict, control: socket.socket, descriptor: int, shell, fonts) -> None:
    """In the child; it never returns, and tells the grader who it is or what went wrong."""
    try:
        if request["isolated"]:
            namespaces.unshare()
            if os.fork():
                os._exit(0)
            namespaces.mount_fresh(request["home"], request["disk"], request["kept"])
            _furnish(Path(request["home"]), fonts)
            namespaces.give_up_privileges()
        namespaces.set_limits(request["limits"])
        if request["isolated"] and request["filter"]:
            namespaces.filter_system_calls(request["filter"])
    except BaseException as error:
        control.send(f"{error}".encode())
        os._exit(1)
    if not request["isolated"]:
        os.setsid()
        control.send(READY)  # the kernel adds who has sent it
    else:
        control.send(READY)
        if child := os.fork():
            control.close()
            os.close(descriptor)
            namespaces.be_process_one(child)
        os.setsid()
    control.close()
    _forget_the_template()
    agent.serve(socket.socket(fileno=descriptor), shell)


def _furnish(home: Path, fonts: dict[str, bytes]) -> None:
    """A home with a working folder."""
    cache = home / ".cache" / "matplotlib"
    cache.mkdir(parents=True)
    for name, data in fonts.items():
        (cache / name).write_bytes(data)
    (home / "work").mkdir()
    os.chdir(home / "work")


def _forget_the_template() -> None:
    """Children must not draw the same random numbers."""
    random.seed()
    np.random.seed()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main()
