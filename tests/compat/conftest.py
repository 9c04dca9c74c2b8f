"""What the tests of the compatible names share."""

import pytest
from both_devices import device, pytest_generate_tests  # noqa: F401


@pytest.fixture(autouse=True)
def on_each_device(device):  # noqa: F811
    """Every test runs on the CPU and on a GPU."""
