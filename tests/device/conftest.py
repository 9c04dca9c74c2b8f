"""The tests of this folder are of GPUs: they run on the stand-in, and on a real GPU where there is one."""

import numpy as np
import pytest
from both_devices import GPUS, device  # noqa: F401

import engine


def pytest_generate_tests(metafunc):
    """Tests that take `device` run on each GPU."""
    if "device" in metafunc.fixturenames:
        metafunc.parametrize("device", GPUS, indirect=True)


@pytest.fixture
def same_numbers(device):  # noqa: F811
    """Tests begin with the same random numbers."""
    engine.random.seed(0)
    np.random.seed(0)
