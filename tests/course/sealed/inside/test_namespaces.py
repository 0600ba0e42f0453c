"""What a sandbox takes from itself: limits, capabilities and looks. (In processes of their own.)"""

import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]
DO = """
import ctypes, json, os, resource, sys
from pathlib import Path
from course.sealed.inside import namespaces
say = lambda value: print(json.dumps(value))
"""


def said(code):
    """What a fresh process says after this code."""
    command = [sys.executable, "-c", DO + code]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_limits_are_set_for_good():
    limits = {"RLIMIT_CORE": 0, "RLIMIT_NOFILE": 100, "RLIMIT_FSIZE": 12_345}
    numbers = [getattr(resource, name) for name in limits]
    code = f"namespaces.set_limits({limits})\nsay([resource.getrlimit(n) for n in {numbers}])"
    assert said(code) == [[value, value] for value in limits.values()]


def test_limit_above_the_present_one_is_an_error():
    code = """
namespaces.set_limits({"RLIMIT_NOFILE": 50})
if os.getuid() == 0:
    os.setuid(65534)  # root may go above it
try:
    namespaces.set_limits({"RLIMIT_NOFILE": 51})
except ValueError:
    say("refused")"""
    assert said(code) == "refused"


def test_no_capability_is_left_and_none_can_come_back():
    found = said(
        "namespaces.give_up_privileges()\n"
        "lines = Path('/proc/self/status').read_text().splitlines()\n"
        "say({n.rstrip(':'): int(v, 16) for n, v in (l.split() for l in lines if l[:3] == 'Cap')})"
    )
    kept = {name for name, value in found.items() if value}
    assert not kept & {"CapInh", "CapPrm", "CapEff", "CapAmb"}


@pytest.mark.parametrize("hidden", [True, False])
def test_memory_is_hidden_or_shown(hidden):
    get_dumpable = 3
    code = f"namespaces.hide_memory({hidden})\nsay(ctypes.CDLL(None).prctl({get_dumpable}))"
    assert said(code) == (not hidden)


def test_filter_that_is_none_is_an_error_and_not_passed_over():
    code = "try:\n    namespaces.filter_system_calls('')\n"
    code += "except OSError as error:\n    say(str(error))"
    assert "seccomp: Invalid argument" in said(code)


def test_folder_that_cannot_be_mounted_is_named():
    code = "try:\n    namespaces._mount('x', '/no/such', 'no such kind', 0)\n"
    code += "except OSError as error:\n    say(str(error))"
    assert "mount /no/such: " in said(code)
