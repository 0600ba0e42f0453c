import json
import re

import pytest

from datasets import load_results, measured_where, results

PRIVATE = re.compile(r"/home|/root|/work|/tmp|\.local|localhost")
STORED = json.loads(results.FILE.read_text(encoding="utf-8"))
RECORDS = [
    (experiment, on, record)
    for experiment, places in STORED.items()
    for on, record in places.items()
]
MEASURED = [each for each in RECORDS if each[2] is not None]


def test_stored_results_are_for_each_experiment_and_place():
    assert {(experiment, on) for experiment, on, _ in RECORDS} == {
        ("training", "mnist_t10k"),
        ("training", "mnist"),
        ("speed", "cpu"),
        ("speed", "gpu"),
    }


@pytest.mark.parametrize(("experiment", "on", "record"), MEASURED)
def test_stored_result_says_when_on_what_and_with_which_versions(experiment, on, record):
    assert list(record) == ["date", "machine", "versions", "settings", "values"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", record["date"])
    assert record["machine"]["cpu"] and record["machine"]["cores"] >= 1
    assert (record["machine"]["gpu"] is not None) == (on == "gpu")
    assert {"Python", "NumPy"} <= record["versions"].keys()
    assert not PRIVATE.search(json.dumps(record, ensure_ascii=False))


def test_training_on_real_images_is_measured_with_five_seeds():
    found = load_results("training", "mnist_t10k")
    assert (found["settings"]["train"], found["settings"]["test"]) == (8000, 2000)
    for curves in found["values"]["initial"].values():
        assert len(curves["accuracy"]) == 5
        assert all(len(each) == len(curves["steps"]) for each in curves["accuracy"])
        assert all(0.9 < each[-1] < 0.96 for each in curves["accuracy"])  # CURRICULUM's floor


def test_place_and_date_are_told_in_one_line():
    line = measured_where("training", "mnist_t10k")
    assert line.startswith("MNISTのテスト用画像") and "に測定" in line and "NumPy" in line
    assert "\n" not in line


def test_what_was_not_measured_is_said_to_be_so(tmp_path, monkeypatch):
    file = tmp_path / "results.json"
    file.write_text(json.dumps({"speed": {"gpu": None}}), encoding="utf-8")
    monkeypatch.setattr(results, "FILE", file)
    assert load_results("speed", "gpu") is None
    assert measured_where("speed", "gpu") == "GPU：まだ測っていません"


@pytest.mark.parametrize(("experiment", "on"), [("training", "gpu"), ("speed", "tpu"), ("", "")])
def test_unknown_result_is_refused_with_the_known_ones(experiment, on):
    with pytest.raises(ValueError, match="training/mnist_t10k"):
        load_results(experiment, on)
