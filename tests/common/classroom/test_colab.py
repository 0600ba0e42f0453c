"""Colab: what the browser shows is asked for, and without an answer there is none."""

import sys
import types
from pathlib import Path

import pytest

from common.classroom import colab


@pytest.fixture
def browser(monkeypatch):
    """A fake google.colab; what the browser was asked for."""
    asked = types.SimpleNamespace(reply={"ipynb": {"cells": []}}, questions=[], downloaded=[])

    def blocking_request(name, timeout_sec):
        asked.questions.append((name, timeout_sec))
        if isinstance(asked.reply, Exception):
            raise asked.reply
        return asked.reply

    package = types.ModuleType("google.colab")
    package._message = types.SimpleNamespace(blocking_request=blocking_request)
    package.files = types.SimpleNamespace(download=asked.downloaded.append)
    monkeypatch.setitem(sys.modules, "google", types.ModuleType("google"))
    monkeypatch.setitem(sys.modules, "google.colab", package)
    return asked


def test_colab_is_recognised_by_what_it_has_loaded(browser, monkeypatch):
    assert colab.is_colab()
    monkeypatch.delitem(sys.modules, "google.colab")
    assert not colab.is_colab()


def test_shown_notebook_is_the_one_in_the_browser_and_is_not_waited_for_for_ever(browser):
    assert colab.shown_notebook() == {"cells": []}
    ((name, seconds),) = browser.questions
    assert name == "get_ipynb" and seconds > 0


@pytest.mark.parametrize("reply", [None, {}, TimeoutError(), AttributeError()], ids=repr)
def test_shown_notebook_without_a_usable_answer_is_none(browser, reply):
    browser.reply = reply
    assert colab.shown_notebook() is None


def test_shown_notebook_of_a_colab_that_no_longer_takes_the_question_is_none(browser, monkeypatch):
    monkeypatch.delattr(sys.modules["google.colab"], "_message")
    assert colab.shown_notebook() is None


def test_shown_notebook_outside_colab_is_none(monkeypatch):
    monkeypatch.setitem(sys.modules, "google.colab", None)
    assert colab.shown_notebook() is None


def test_download_hands_the_browser_the_name_of_the_file(browser):
    colab.download(Path("/content/答え.ipynb"))
    assert browser.downloaded == ["/content/答え.ipynb"]
