"""What the tests of Gluon share."""

import numpy as np
import pytest

import engine
from engine.gluon import names


@pytest.fixture(autouse=True)
def same_numbers_and_names():
    """Every test begins with the same random numbers, and with blocks counted from 0."""
    engine.random.seed(0)
    np.random.seed(0)
    before = names.get_state()
    names.set_state({})
    yield
    names.set_state(before)
