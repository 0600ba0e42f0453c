"""What is installed is pinned for good: constraints.txt locks what requirements*.txt pull in."""

import re
import sysconfig
from importlib.metadata import distributions
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
SYSTEMS = {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}
PYTHONS = ("3.11", "3.12", "3.13", "3.14")


def requirements(name):
    """Of one file, without comments and options."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines if re.match("[A-Za-z]", line)]


LOCKED = requirements("constraints.txt")


def locked(system=None, python=None):
    """Versions by name, for a system and a Python (else: these)."""
    here = default_environment()
    if system:
        here |= {"sys_platform": system, "platform_system": SYSTEMS[system]}
        here |= {"python_version": python, "python_full_version": f"{python}.9"}
    holding = [line for line in LOCKED if line.marker is None or line.marker.evaluate(here)]
    return {canonicalize_name(line.name): str(line.specifier) for line in holding}


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_lock_agrees_with_what_people_write(name, system, python):
    found = locked(system, python)
    for line in requirements(name):
        assert found[canonicalize_name(line.name)] == str(line.specifier)


def test_what_is_installed_is_what_is_locked():
    """Of the packages that both know: one may have others as well."""
    found = locked()
    found.pop("setuptools", None)  # a new environment of Python 3.11 brings its own
    for package in distributions(path=[sysconfig.get_path("purelib")]):
        name = canonicalize_name(package.metadata["Name"])
        if name in found:
            assert found[name] == f"=={package.version}", name


def test_lock_names_no_machine():
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    assert not re.search(r"https?://|file:|--index|/tmp", text)
