"""What the regressions share: seeds, and the images that come with the engine."""

import random

import numpy as np
import pytest

import engine


@pytest.fixture
def seed_everything():
    """Starts Python's, NumPy's and the engine's random numbers from a seed."""

    def seed(number):
        random.seed(number)
        np.random.seed(number)
        engine.random.seed(number)

    return seed


@pytest.fixture
def fashion_mnist(monkeypatch):
    """Loaders of the bundled images, in batches of 64."""
    monkeypatch.setenv("D2L_FASHION_MNIST", "bundled")
    return engine.d2l.load_data_fashion_mnist(64)
