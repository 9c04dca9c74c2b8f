"""What the tests against real MXNet share: they run on each device."""

from both_devices import device, pytest_generate_tests  # noqa: F401
