"""The engine against real MXNet 1.9.1: thousands of calls, whose results were recorded (see `record.py`)."""

import importlib
import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.fixture
def oracle(monkeypatch):
    """The scripts of this folder, as modules."""
    monkeypatch.syspath_prepend(HERE)
    return {name: importlib.import_module(name) for name in ("compare", "evaluate", "explained", "lines")}


@pytest.mark.filterwarnings("ignore:the schedule begins")
def test_the_engine_gives_what_mxnet_gave_but_for_what_is_explained(oracle, device):
    """On a GPU too, but for the name of the device and one call that adds arrays of two CPUs."""
    name = str(device())
    golden = oracle["compare"].load()
    names = oracle["evaluate"].loaded("engine")
    patterns, used, unexplained = oracle["explained"].EXPLAINED, set(), []
    for line, found, expected in oracle["compare"].differences(golden, names):
        if name != "cpu(0)" and ("mx.cpu(1)" in line or f"{expected}".replace("cpu(0)", name) == f"{found}"):
            continue
        reasons = [pattern for pattern in patterns if re.search(pattern, line)]
        used.update(reasons)
        if not reasons:
            unexplained.append(f"{line}\n    here  {found}\n    MXNet {expected}")
    assert not unexplained, "\n".join(unexplained[:20])
    assert used == set(patterns), "nothing differs any more: " + ", ".join(set(patterns) - used)


def test_every_call_has_been_asked_or_ends_mxnets_process(oracle):
    """Integers divided by 0, shapes whose rest is a part of nothing, a last step without lengths end it."""
    golden = oracle["compare"].load()
    missing = [line for line in oracle["lines"].generate() if line not in golden]
    assert len(golden) > 7500
    assert all(
        re.search(r"x / 0$|reshape\(x, shape=\(4, -1, 0\)|SequenceLast\(x\)$", line) for line in missing
    ), missing
