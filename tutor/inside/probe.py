"""What the learner's process would find: NumPy, its BLAS, CuPy, a GPU. Prints it as one line of JSON.

`d2l-tutor doctor` runs this in a process of its own: the front end holds no NumPy.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from typing import Any

Facts = dict[str, Any]


def main() -> None:
    """`python -m tutor.inside.probe`."""
    json.dump({"numpy": _numpy(), "engine": _engine(), "gpu": _gpu()}, sys.stdout)


def _numpy() -> Facts:
    try:
        import numpy
    except Exception as error:
        return {"error": _said(error)}
    built: Facts = dict(numpy.show_config(mode="dicts"))
    blas = built.get("Build Dependencies", {}).get("blas", {})
    return {
        "version": numpy.__version__,
        "blas": f"{blas.get('name', '')} {blas.get('version', '')}".strip(),
        "threads": os.environ.get("OPENBLAS_NUM_THREADS", "1"),
        "cores": os.cpu_count(),
    }


def _engine() -> Facts:
    try:
        from engine import nd

        return {"works": float(nd.dot(nd.ones((2, 3)), nd.ones((3, 2)))[0, 0].asscalar()) == 3.0}
    except Exception as error:
        return {"error": _said(error)}


def _gpu() -> Facts:
    """Whether a driver is there, whether CuPy is, and which GPUs the engine can compute on."""
    driver = shutil.which("nvidia-smi") is not None or os.path.exists("/proc/driver/nvidia/version")
    try:
        import cupy
    except ModuleNotFoundError:
        return {"driver": driver}
    except Exception as error:
        return {"driver": driver, "error": _said(error)}
    facts: Facts = {"driver": driver, "cupy": cupy.__version__}
    from engine.base import MXNetError
    from engine.context import gpu, num_gpus

    try:
        gpu(0).xp  # noqa: B018  what the engine says of the first is what a learner would read
    except MXNetError as error:
        return facts | {"error": str(error)}
    properties = map(cupy.cuda.runtime.getDeviceProperties, range(num_gpus()))
    return facts | {"devices": [each["name"].decode() for each in properties]}


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


if __name__ == "__main__":
    main()
