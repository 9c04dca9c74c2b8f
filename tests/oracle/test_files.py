"""Files between real MXNet 1.9.1 and the engine, bit for bit: as it wrote them (`files.py`), and live.

`MXNET_PYTHON` names the Python that has it.
"""

import base64
import importlib
import json
import os
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
MXNET = os.environ.get("MXNET_PYTHON", "")

live = pytest.mark.skipif(not MXNET, reason="MXNET_PYTHON names no Python that has real MXNet")


@pytest.fixture
def files(monkeypatch):
    """The script, as a module."""
    monkeypatch.syspath_prepend(HERE)
    return importlib.import_module("files")


@pytest.fixture
def engine(files):
    """The engine, by MXNet's name."""
    return files.evaluate.loaded("engine")["mx"]


def mxnet(action, folder):
    """Asks real MXNet to write the files into a folder, or to read them."""
    command = [MXNET, str(HERE / "files.py"), "mxnet", action, str(folder)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.mark.cpu
def test_what_mxnet_wrote_is_read_bit_for_bit(files, engine, tmp_path):
    kept = json.loads(files.KEPT.read_text(encoding="utf-8"))
    for name, content in kept["files"].items():
        (tmp_path / name).write_bytes(base64.b64decode(content))
    assert files.read(engine, tmp_path) == kept["read"]


@pytest.mark.cpu
def test_what_is_written_are_the_bytes_that_mxnet_wrote(files, engine, tmp_path):
    kept = json.loads(files.KEPT.read_text(encoding="utf-8"))
    files.write(engine, tmp_path)
    for name, content in kept["files"].items():
        assert (tmp_path / name).read_bytes() == base64.b64decode(content), name


@live
@pytest.mark.cpu
def test_mxnet_reads_what_is_written(files, engine, tmp_path):
    files.write(engine, tmp_path)
    assert json.loads(mxnet("read", tmp_path)) == files.read(engine, tmp_path)


@live
@pytest.mark.cpu
def test_what_mxnet_writes_is_read(files, engine, tmp_path):
    mxnet("write", tmp_path)
    assert files.read(engine, tmp_path) == json.loads(mxnet("read", tmp_path))
