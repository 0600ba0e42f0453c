"""`course results` measures what it can, keeps what it cannot, and the chapter reads it."""

import json

import pytest
from rich.console import Console

from common.gpu import stand_in
from course.authoring import measurements
from datasets import load_results, mnist, results

TINY_TRAINING = {"hidden": 4, "updates": 4, "every": 2, "seeds": 2}
TINY_SPEED = {"copied_floats": 1000, "copies": 1, "hidden": 3, "repeats": 1, "batches": [1, 10]}


@pytest.fixture
def console():
    return Console(record=True, width=200)


@pytest.fixture
def file(tmp_path, monkeypatch):
    """An empty place for the results, and experiments that take no time."""
    path = tmp_path / "results.json"
    for module in (measurements, results):
        monkeypatch.setattr(module, "FILE", path)
    training, speed = measurements.TRAINING | TINY_TRAINING, measurements.SPEED | TINY_SPEED
    monkeypatch.setattr(measurements, "TRAINING", training)
    monkeypatch.setattr(measurements, "CHOSEN", measurements.CHOSEN | {"hidden": 5, "updates": 4})
    monkeypatch.setattr(measurements, "SPEED", speed | {"epoch": 20})
    return path


@pytest.fixture
def small_mnist(monkeypatch):
    """What load_mnist finds: the offline digits, in the place of real images."""
    monkeypatch.setattr(mnist, "_find_mnist", lambda source: mnist.load_digits_like_mnist())


def test_results_on_real_images_are_written_and_read_back(file, small_mnist, console):
    measurements.write_results(["mnist_t10k"], console)
    found = load_results("training", "mnist_t10k")
    assert found["values"]["initial"]["he"]["steps"] == [2, 4]
    assert [len(seeds) for seeds in found["values"]["initial"]["he"]["accuracy"]] == [2, 2]
    assert len(found["values"]["base"]) == len(found["values"]["chosen"]) == 2
    assert "測りました" in console.export_text()


def test_part_of_mnist_does_not_count_as_all_of_it(file, small_mnist, console):
    measurements.write_results(["mnist_t10k", "mnist"], console)
    assert load_results("training", "mnist") is None
    assert "ここでは測れません" in console.export_text()


def test_without_images_nothing_is_measured(file, monkeypatch, console):
    def nothing(source):
        raise FileNotFoundError

    monkeypatch.setattr(mnist, "_find_mnist", nothing)
    measurements.write_results(["mnist_t10k"], console)
    assert not file.exists()


def test_speed_of_the_cpu_is_measured_and_that_of_an_absent_gpu_kept(file, monkeypatch, console):
    file.write_text(json.dumps(measurements.empty() | {"speed": {"cpu": None, "gpu": {"date": 1}}}))
    monkeypatch.setattr(measurements, "gpu_available", lambda: False)
    measurements.write_results(["cpu", "gpu"], console)
    found = load_results("speed", "cpu")["values"]
    assert len(found["images_per_second"]) == 2
    assert found["copy_gb_per_second"].keys() == {"within"}
    assert load_results("speed", "gpu") == {"date": 1}


def test_speed_of_a_gpu_tells_the_ways_there_and_back(file, monkeypatch, console):
    def to_gpu(a):
        return (
            {k: to_gpu(v) for k, v in a.items()} if isinstance(a, dict) else stand_in.to_device(a)
        )

    monkeypatch.setattr(measurements, "gpu_available", lambda: True)
    monkeypatch.setattr(measurements, "to_gpu", to_gpu)
    monkeypatch.setattr(measurements, "machine", lambda place: {"gpu": "a stand-in"})
    measurements.write_results(["gpu"], console)
    found = load_results("speed", "gpu")
    assert found["values"]["copy_gb_per_second"].keys() == {"within", "to_gpu", "to_cpu"}
    assert found["machine"]["gpu"] == "a stand-in"


def test_machine_is_told_by_its_kind_alone():
    assert measurements.machine("cpu").keys() == {"cpu", "cores", "threads", "gpu"}


def test_unknown_place_is_refused(course_command, tmp_path):
    code, _, err = course_command(tmp_path, "results", "tpu")
    assert code == 2 and "tpu は測れません" in err and "mnist_t10k" in err
