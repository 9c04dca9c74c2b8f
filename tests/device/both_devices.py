"""Tests that run once on each device: on the CPU, and on a GPU, or what stands in for one.

A conftest takes `device` and `pytest_generate_tests` from here, and tests that take `device` run with each
as the current context: all beside it, where a fixture that all have takes it. A test marked `cpu` speaks of
the CPU itself and runs there only.
"""

import contextlib
import sys
from unittest.mock import patch

import pytest
import standin

import engine
from engine import backend

STAND_IN = "stand-in"
REAL = "gpu"


def why_no_gpu():
    """What is missing for the tests to run on a real GPU; nothing where it is all there."""
    try:
        backend.namespace("gpu", 0)
    except engine.MXNetError as problem:
        return str(problem)
    return ""


MISSING = why_no_gpu()


GPUS = [STAND_IN] if MISSING else [STAND_IN, REAL]


def pytest_generate_tests(metafunc):
    """Every test on each device, unless it is marked to speak of the CPU."""
    if "device" not in metafunc.fixturenames:
        return
    only_cpu = metafunc.definition.get_closest_marker("cpu")
    metafunc.parametrize("device", ["cpu"] if only_cpu else ["cpu", *GPUS], indirect=True)


@pytest.fixture
def device(request, monkeypatch):
    """The kind of device that is the current context; `device(1)` is another of it."""
    if request.param == "cpu":
        yield Named(engine.cpu)
        return
    behind = stand_in() if request.param == STAND_IN else contextlib.nullcontext()
    with behind, engine.gpu(0):
        for name, value in vars(request.module).items():
            if isinstance(value, (engine.nd.NDArray, dict)) and not name.startswith("_"):
                monkeypatch.setattr(request.module, name, moved(value))
        yield Named(engine.gpu)


class Named:
    """A kind of device. Called with a number it gives the context, or skips the test if there is none."""

    def __init__(self, kind):
        self._kind = kind

    def __call__(self, device_id=0):
        context = self._kind(device_id)
        if self._kind is engine.gpu and device_id >= engine.num_gpus():
            pytest.skip(f"{context} is not there")
        return context


def moved(value):
    """What a test module holds, with its arrays on the current context."""
    if isinstance(value, engine.nd.NDArray):
        return value.as_in_context(engine.current_context())
    if isinstance(value, dict):
        return {key: moved(part) for key, part in value.items()}
    return type(value)(map(moved, value)) if type(value) in (list, tuple) else value


@contextlib.contextmanager
def stand_in(devices=standin.DEVICES):
    """Within this block the engine finds the stand-in where it looks for CuPy."""
    modules = patch.dict(sys.modules, standin.modules(devices))
    with modules, patch.dict(backend.gpus, clear=True), patch.dict(engine.random._generators):
        standin.current.id = 0
        yield sys.modules["cupy"]
