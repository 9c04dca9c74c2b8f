"""What the tests of the engine share."""

import numpy as np
import pytest

import engine


@pytest.fixture(autouse=True)
def same_numbers():
    """Every test begins with the same random numbers, and nothing recorded."""
    engine.random.seed(0)
    np.random.seed(0)
    assert not engine.autograd.is_recording()
