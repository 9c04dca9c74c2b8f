"""The learner's process: what it would find there, and whether its kernel starts and answers."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any, Final

from tutor.doctor.findings import Finding

LONGEST: Final = 60
"""Seconds after which a process that does not answer counts as broken."""

CUPY: Final = "pip install 'd2l-tutor[cuda12]'"


def engine() -> Iterator[Finding]:
    """NumPy, its BLAS, the engine and the GPU, as a process of their own sees them."""
    found = _probe()
    numpy, own, gpu = found.get("numpy", found), found.get("engine", found), found.get("gpu", {})
    if "error" in numpy:
        yield Finding("engine", "numpy", "broken", numpy["error"], fix="pip install --upgrade numpy")
    else:
        yield Finding("engine", "numpy", "good", numpy["version"])
        facts = {"threads": numpy["threads"], "cores": numpy["cores"]}
        yield Finding("engine", "blas", "good", numpy["blas"] or "?", "threads", facts)
    works = own.get("works", False)
    yield Finding("engine", "engine", "good" if works else "broken", own.get("error", ""))
    yield _gpu(gpu)


def _gpu(gpu: dict[str, Any]) -> Finding:
    if devices := gpu.get("devices"):
        return Finding("engine", "gpu", "good", f"{', '.join(devices)}; CuPy {gpu['cupy']}")
    if not gpu.get("driver"):
        return Finding("engine", "gpu", "absent", note="no_gpu")
    if "error" in gpu:
        return Finding("engine", "gpu", "absent", gpu["error"], "cupy_fails")
    return Finding("engine", "gpu", "absent", note="no_cupy", fix=CUPY)


def kernel() -> Iterator[Finding]:
    """Whether a kernel starts and runs a cell, and how long that takes."""
    from tutor.kernel import KernelFailed

    begun = time.perf_counter()
    try:
        asyncio.run(asyncio.wait_for(_one_cell(), LONGEST))
    except TimeoutError:
        yield Finding("kernel", "kernel", "broken", note="silent", facts={"seconds": LONGEST})
    except (KernelFailed, OSError) as error:
        said, fix = str(error).strip(), "pip install --upgrade ipykernel"
        yield Finding("kernel", "kernel", "broken", said, "" if said else "ended", fix=fix)
    else:
        seconds = time.perf_counter() - begun
        yield Finding("kernel", "kernel", "good", note="started", facts={"seconds": f"{seconds:.1f}"})


async def _one_cell() -> None:
    from tutor.kernel import Kernel

    kernel = Kernel()
    try:
        await kernel.start()
        await kernel.execute("1 + 1")
    finally:
        await kernel.close()


def _probe() -> dict[str, Any]:
    command = [sys.executable, "-P", "-m", "tutor.inside.probe"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST, check=True)
        found: dict[str, Any] = json.loads(done.stdout)
        return found
    except subprocess.CalledProcessError as error:
        last = error.stderr.strip().splitlines()[-1:] or [f"status {error.returncode}"]
        return {"error": last[0]}
    except (subprocess.TimeoutExpired, OSError, ValueError) as error:
        return {"error": str(error)}
