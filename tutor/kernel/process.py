"""The kernel's process: its private folder of sockets, its start, its signals, its end.

The sockets are files in a folder that only this user can enter, so that nobody else on the machine can
type into a learner's kernel. The kernel lives in a process group of its own, with what it starts.
"""

from __future__ import annotations

import asyncio
import collections
import importlib
import os
import shutil
import signal
import sys
import sysconfig
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jupyter_client.asynchronous.client import AsyncKernelClient

PREFIX = "d2lt-"

LONGEST = 80
"""A socket's path may have some 100 characters, depending on the system."""

WATCH = 0.1
"""Seconds between two looks at whether the process lives."""

GRACE = 1.0
"""Seconds between asking the kernel to end and ending it."""


class KernelFailed(RuntimeError):
    """The kernel's process ended before it answered; the message is the end of what it wrote."""


class Process:
    """One kernel process, from `start` to `end`; then the object is spent."""

    def __init__(self) -> None:
        self.folder = private_folder()
        self._manager: Any = None
        self._stderr: collections.deque[bytes] = collections.deque(maxlen=100)

    async def start(self) -> AsyncKernelClient:
        """Launches the process; returns the client for its channels, not yet listening."""
        # In a thread: it takes its time, and the screen stands already.
        await asyncio.to_thread(importlib.import_module, "jupyter_client.manager")
        manager = self._manager = _manager(self.folder)
        await manager.start_kernel(
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            env=environment(self.folder),
        )
        await self._keep_stderr()
        client: AsyncKernelClient = manager.client()
        return client

    async def _keep_stderr(self) -> None:
        """Reads what the process writes to its own standard error, and keeps the end of it."""
        kept = self._stderr

        class Reader(asyncio.Protocol):
            def data_received(self, data: bytes) -> None:
                kept.append(data)

        pipe = self._manager.provisioner.process.stderr
        await asyncio.get_running_loop().connect_read_pipe(Reader, pipe)

    @property
    def last_words(self) -> str:
        """The end of what the process wrote to its own standard error."""
        return b"".join(self._stderr).decode(errors="replace")[-2000:].strip()

    async def is_alive(self) -> bool:
        """Whether the process runs."""
        return self._manager is not None and await self._manager.is_alive()

    async def ended(self) -> None:
        """Returns when the process has ended."""
        while await self.is_alive():
            await asyncio.sleep(WATCH)

    async def interrupt(self) -> None:
        """Sends SIGINT to the process and what it started."""
        await self._signal(signal.SIGINT)

    async def end(self, *, at_once: bool = False) -> None:
        """Ends the process and all that it started: asks first, unless `at_once`. Leaves no files."""
        if self._manager is not None and self._manager.has_kernel:
            if not at_once and await self.is_alive():
                await self._signal(signal.SIGTERM)
                await self._gone(GRACE)
            await self._signal(signal.SIGKILL)
            await self._gone(GRACE)
            await self._manager.cleanup_resources()
        shutil.rmtree(self.folder, ignore_errors=True)

    async def _signal(self, number: int) -> None:
        with suppress(ProcessLookupError, RuntimeError):  # where it has ended already
            await self._manager.signal_kernel(number)

    async def _gone(self, seconds: float) -> None:
        for _ in range(int(seconds / 0.02)):
            if not await self.is_alive():
                return
            await asyncio.sleep(0.02)


def private_folder() -> Path:
    """A new folder with a short path that only this user can enter."""
    for base in (os.environ.get("XDG_RUNTIME_DIR"), tempfile.gettempdir(), "/tmp"):
        if base and os.access(base, os.W_OK) and len(base) < LONGEST - 30:
            _sweep(Path(base))
            return Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=base))
    return Path(tempfile.mkdtemp(prefix=PREFIX))


def _sweep(base: Path) -> None:
    """Removes the folders of front ends that had no time to."""
    for folder in base.glob(f"{PREFIX}*-*"):
        try:
            os.kill(int(folder.name.removeprefix(PREFIX).partition("-")[0]), 0)
        except ProcessLookupError:
            shutil.rmtree(folder, ignore_errors=True)
        except (ValueError, PermissionError):  # not one of these, or another user's
            continue


def environment(folder: Path) -> dict[str, str]:
    """The kernel's environment: its own IPython folder, so that no start-up file of the user's runs in it.

    The course's matrices are small: several threads for one product only wait for each other, and where
    the machine is busy they make training ten times slower. Who sets another number gets it.
    """
    root = Path(__file__).parents[2]
    installed = root in map(Path, (sysconfig.get_path("purelib"), sysconfig.get_path("platlib")))
    path = os.environ.get("PYTHONPATH", "")
    return (
        {"OPENBLAS_NUM_THREADS": "1"}
        | os.environ
        | {
            "IPYTHONDIR": str(folder / "ipython"),
            "MPLBACKEND": "module://matplotlib_inline.backend_inline",
            # A checkout that is not installed is found there too; -P keeps the working directory out.
            "PYTHONPATH": path if installed else os.pathsep.join(filter(None, (str(root), path))),
        }
    )


def _manager(folder: Path) -> Any:
    """Jupyter's manager of the one kind of kernel that there is."""
    from jupyter_client.asynchronous.client import AsyncKernelClient
    from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager

    class OneKernel(KernelSpecManager):
        def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
            command = [sys.executable, "-P", "-m", "tutor.inside", "-f", "{connection_file}"]
            return KernelSpec(argv=command, display_name="d2l-tutor", language="python")

    return AsyncKernelManager(
        kernel_name="d2l-tutor",
        kernel_spec_manager=OneKernel(),
        transport="ipc",
        ip=str(folder / "k"),
        connection_file=str(folder / "connection.json"),
        client_class=f"{AsyncKernelClient.__module__}.{AsyncKernelClient.__name__}",
    )
