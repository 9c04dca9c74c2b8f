"""What the tests of the engine share."""

import numpy as np
import pytest
from both_devices import device, pytest_generate_tests  # noqa: F401

import engine


@pytest.fixture(autouse=True)
def same_numbers(device):  # noqa: F811
    """Every test begins with the same random numbers, and nothing recorded."""
    engine.random.seed(0)
    np.random.seed(0)
    assert not engine.autograd.is_recording()
