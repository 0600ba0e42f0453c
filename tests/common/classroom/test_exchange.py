"""nbgrader's real exchange: found where it is configured, and it takes what is handed in."""

import json
import sys

import pytest

from common.classroom import exchange
from common.classroom.exchange import find_exchange

CHAPTER = "1_1_doubling"
NOTEBOOK = json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []})


@pytest.fixture
def hub(tmp_path, monkeypatch):
    """A student's account: its configuration, an exchange, and a folder with the chapter."""

    class Hub:
        root, inbound = tmp_path / "exchange", tmp_path / "exchange" / "dl" / "inbound"

        def configure(self, *lines):
            text = "\n".join(["c = get_config()", f"c.Exchange.root = {str(self.root)!r}", *lines])
            (tmp_path / "jupyter" / "nbgrader_config.py").write_text(text, encoding="utf-8")

        def folder(self, *parents):
            place = tmp_path.joinpath("home", *parents, CHAPTER)
            place.mkdir(parents=True)
            (place / f"{CHAPTER}.ipynb").write_text(NOTEBOOK, encoding="utf-8")
            return place

        def taken(self):
            return [p.name for p in self.inbound.iterdir() if (p / f"{CHAPTER}.ipynb").exists()]

    hub = Hub()
    hub.inbound.mkdir(parents=True)
    outbound = hub.root / "dl" / "outbound" / CHAPTER
    outbound.mkdir(parents=True)
    (outbound / f"{CHAPTER}.ipynb").write_text(NOTEBOOK, encoding="utf-8")
    for path in (hub.root, hub.inbound):
        path.chmod(0o777)
    (tmp_path / "jupyter").mkdir()
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "jupyter"))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    return hub


@pytest.mark.slow
def test_chapter_is_handed_in_where_a_course_is_configured(hub):
    hub.configure("c.CourseDirectory.course_id = 'dl'")
    found = find_exchange(hub.folder())
    assert found.course == "dl"
    assert found.submit(CHAPTER) == ""
    (name,) = hub.taken()
    assert f"+{CHAPTER}+" in name


@pytest.mark.slow
def test_course_is_the_folder_where_paths_include_it(hub):
    hub.configure("c.Exchange.path_includes_course = True")
    found = find_exchange(hub.folder("dl"))
    assert found.course == "dl"
    assert found.submit(CHAPTER) == ""
    assert len(hub.taken()) == 1


@pytest.mark.slow
def test_reason_of_nbgrader_comes_back(hub):
    hub.configure("c.CourseDirectory.course_id = 'other'")
    assert "Inbound directory doesn't exist" in find_exchange(hub.folder()).submit(CHAPTER)


@pytest.mark.slow
@pytest.mark.parametrize("line", ["", "c.CourseDirectory.course_id = ''"])
def test_without_a_course_there_is_no_exchange(hub, line):
    hub.configure(line)
    assert find_exchange(hub.folder()) is None


@pytest.mark.slow
def test_configuration_that_is_broken_is_no_exchange(hub):
    hub.configure("raise ValueError")
    assert find_exchange(hub.folder()) is None


def test_without_a_configuration_nbgrader_is_not_even_started(hub, monkeypatch):
    started = []
    real = exchange._run
    monkeypatch.setattr(exchange, "_run", lambda *c, **k: started.append(c[0]) or real(*c, **k))
    assert find_exchange(hub.folder()) is None
    assert started == ["jupyter"]


def test_windows_and_places_without_nbgrader_have_no_exchange(tmp_path, monkeypatch):
    monkeypatch.setattr("common.classroom.exchange.find_spec", lambda name: None)
    assert find_exchange(tmp_path) is None
    monkeypatch.undo()
    monkeypatch.setattr(sys, "platform", "win32")
    assert find_exchange(tmp_path) is None
