"""What tests of several rooms share."""

from pathlib import Path

import pytest

REAL_MNIST = Path(__file__).parents[2] / "shared" / "datasets" / "mnist-t10k"


@pytest.fixture
def real_mnist(monkeypatch):
    """The folder with MNIST's 10,000 test images, which load_mnist splits 8,000/2,000."""
    if not REAL_MNIST.is_dir():
        pytest.skip("本物のMNISTのテスト用画像（../shared/datasets/mnist-t10k）がない")
    monkeypatch.setenv("DL_COURSE_DATA", str(REAL_MNIST))
    return REAL_MNIST
