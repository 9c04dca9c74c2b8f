"""A program in a pseudo-terminal of 120 by 40, watched byte by byte: when did a text come to the screen?"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
from collections.abc import Mapping, Sequence
from time import perf_counter

ESCAPES = re.compile(
    rb"\x1b(?:\[[0-9;:?<>=]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|P[^\x1b]*\x1b\\|[()][0-9A-B]|.)"
)


class Terminal:
    """Use as a context manager; the program is killed at the end."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self.began = perf_counter()
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        self._master = master
        self.process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=dict(environment), start_new_session=True
        )
        os.close(slave)
        self._seen = b""

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        os.killpg(self.process.pid, signal.SIGTERM)
        self.drain(0.5)
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        os.close(self._master)

    def type(self, text: str) -> None:
        """Sends keys."""
        os.write(self._master, text.encode())

    def until(self, text: str, seconds: float = 60) -> float:
        """Waits until the text comes to the screen from now on; returns the seconds that it took."""
        began, wanted = perf_counter(), text.encode()
        while wanted not in ESCAPES.sub(b"", self._seen):
            left = began + seconds - perf_counter()
            if left <= 0 or not self._read(left):
                raise TimeoutError(f"{text!r} did not come within {seconds} s")
            self._seen = self._seen[-1_000_000:]
        took = perf_counter() - began
        self._seen = b""
        return took

    def drain(self, seconds: float) -> None:
        """Reads what comes for so long, and forgets it."""
        end = perf_counter() + seconds
        while (left := end - perf_counter()) > 0:
            if not self._read(left):
                break
        self._seen = b""

    def _read(self, seconds: float) -> bool:
        readable, _, _ = select.select([self._master], [], [], seconds)
        if not readable:
            return False
        try:
            self._seen += os.read(self._master, 65536)
        except OSError:  # the program has ended
            return False
        return True

    @property
    def memory(self) -> int:
        """The program's resident memory in MiB."""
        with open(f"/proc/{self.process.pid}/status") as file:
            line = next(line for line in file if line.startswith("VmRSS"))
        return int(line.split()[1]) // 1024

    @property
    def busy(self) -> float:
        """The program's processor time in seconds, to the hundredth."""
        with open(f"/proc/{self.process.pid}/stat") as file:
            fields = file.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
