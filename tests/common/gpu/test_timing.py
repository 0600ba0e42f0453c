"""Timing waits for the result, gives every run its own copies, and says when there is no GPU."""

import re
import sys
import time

import numpy as np
import pytest

from common.gpu.stand_in import DeviceArray
from common.gpu.timing import NO_GPU, compare_devices, seconds


class Slow:
    """A result that takes its time to arrive, as one of a GPU does."""

    def get(self):
        time.sleep(0.05)
        return np.zeros(1)


@pytest.fixture
def no_gpu(monkeypatch):
    monkeypatch.setitem(sys.modules, "cupy", None)


@pytest.fixture
def gpu(monkeypatch):
    """A GPU of stand-in arrays."""
    monkeypatch.setattr("common.gpu.timing.gpu_available", lambda: True)

    def to_gpu(a):
        return {k: DeviceArray(v) for k, v in a.items()} if isinstance(a, dict) else DeviceArray(a)

    monkeypatch.setattr("common.gpu.timing.to_gpu", to_gpu)


def test_seconds_end_when_the_result_has_arrived():
    assert seconds(lambda: Slow()) >= 0.05


def test_compare_devices_without_gpu_says_so_in_one_sentence(no_gpu, capsys):
    compare_devices(np.exp, np.zeros(3))
    cpu, sentence = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"CPU　[\d,.]+ ミリ秒", cpu)
    assert sentence == NO_GPU


def test_compare_devices_with_gpu_prints_both_times_and_their_ratio(gpu, capsys):
    compare_devices(np.exp, np.zeros(3))
    cpu, on_gpu = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"GPU　[\d,.]+ ミリ秒（CPU の [\d.]+ 倍の速さ）", on_gpu)


def test_compare_devices_runs_both_kinds_from_the_same_numbers_every_time(gpu):
    seen = []

    def train(params, x):
        seen.append((type(x), params["W"][0].item()))
        params["W"] += x
        return params

    params = {"W": np.ones(2)}
    compare_devices(train, params, np.ones(2), repeat=2)
    assert seen == [(np.ndarray, 1.0)] * 2 + [(DeviceArray, 1.0)] * 2
    np.testing.assert_array_equal(params["W"], 1.0)
