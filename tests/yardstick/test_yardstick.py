"""MXNet's own unit tests on the engine: what passed still passes, and what does not has its reason.

The tests themselves are MXNet's and not here: `MXNET_TESTS` says where they are (see docs/engine.md).
"""

import importlib
import importlib.util
import os
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
FOLDER = os.environ.get("MXNET_TESTS")


@pytest.fixture
def scripts(monkeypatch):
    """The scripts of this folder, as modules."""
    monkeypatch.syspath_prepend(HERE)
    return {name: importlib.import_module(name) for name in ("left_out", "rule", "run")}


def test_what_passes_on_mxnet_alone_is_left_out_for_a_reason(scripts):
    results, reasons = scripts["run"].read(), scripts["left_out"].LEFT_OUT
    missing = [name for name, (mxnet, engine) in results.items() if mxnet == "pass" and engine != "pass"]
    assert sorted(missing) == sorted(reasons)
    passing = [mxnet for mxnet, _ in results.values() if mxnet == "pass"]
    assert len(missing) <= len(passing) / 20


@pytest.mark.skipif(not FOLDER, reason="MXNET_TESTS is not set: MXNet's own tests are not run")
@pytest.mark.skipif(not importlib.util.find_spec("scipy"), reason="MXNet's own tests need scipy")
@pytest.mark.timeout(3600)
def test_mxnets_own_tests_pass_as_recorded(scripts):
    run, failed = scripts["run"], []
    results = run.read()
    for file, names in scripts["rule"].chosen(FOLDER).items():
        passing = [name for name in names if results[f"{file}.{name}"] == ("pass", "pass")]
        found = run.run(sys.executable, "engine", FOLDER, file, passing)
        failed += [f"{file}.{name}: {reason}" for name, (result, reason) in found.items() if result != "pass"]
    assert not failed, "\n".join(failed)
