"""`course weights` makes the weights that lie in datasets/weights, and notices others."""

import numpy as np
import pytest
from rich.console import Console

from course.authoring import weights
from course.errors import CourseError
from datasets import load_sample_weights


@pytest.fixture
def console():
    return Console(record=True, width=120)


@pytest.mark.slow
def test_weights_for_digits_are_those_that_training_gives(console):
    weights.check_weights(["digits"], console)
    assert "✓ digits.npz" in console.export_text()


@pytest.mark.slow
@pytest.mark.long
def test_weights_for_mnist_are_those_that_training_gives(console, real_mnist):
    weights.check_weights(["mnist"], console)


@pytest.mark.slow
def test_written_weights_are_read_back_and_a_change_is_noticed(tmp_path, monkeypatch, console):
    monkeypatch.setattr(weights, "FOLDER", tmp_path)
    monkeypatch.setattr("datasets.sample_weights.FOLDER", tmp_path)
    monkeypatch.setattr(weights, "EPOCHS", {"digits": 1})
    weights.write_weights(["digits"], console)
    weights.check_weights(["digits"], console)
    changed = load_sample_weights("digits")
    changed["W2"][3, 5] += 1e-3
    np.savez(tmp_path / "digits.npz", **changed)
    with pytest.raises(CourseError, match=r"0\.001 違います"):
        weights.check_weights(["digits"], console)
