"""What the tests of Gluon share."""

import numpy as np
import pytest
from both_devices import device, pytest_generate_tests  # noqa: F401

import engine
from engine.gluon import names


@pytest.fixture(autouse=True)
def same_numbers_and_names(device):  # noqa: F811
    """Every test begins with the same random numbers, and with blocks counted from 0."""
    engine.random.seed(0)
    np.random.seed(0)
    before = names.get_state()
    names.set_state({})
    yield
    names.set_state(before)
