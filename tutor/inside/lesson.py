"""The commands that need no judge: a lesson's fresh start, and the limits of the process."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tutor.inside import judge, namespace, output, variables
from tutor.inside.commands import command

MEMORY_VARIABLE = "D2L_TUTOR_MEMORY"
"""Environment variable: how many bytes cells may take beyond what the kernel takes at its start."""

MEMORY = 4 << 30


@command("begin_lesson")
def begin_lesson(lesson: str, seed: int, here: str) -> None:
    """A fresh namespace for a lesson whose files lie at `here`, with seeded generators."""
    namespace.fresh(seed, Path(here))
    judge.lesson_began()
    variables.publish(marked=False)


@command("limits")
def limits(
    output_bytes: int | None = None, output_lines: int | None = None, memory_bytes: int | None = None
) -> None:
    """Sets how much a cell may print, and how much memory the process may have beyond what it has now."""
    if output_bytes is not None:
        output.limits.bytes = output_bytes
    if output_lines is not None:
        output.limits.lines = output_lines
    if memory_bytes is not None:
        limit_memory(memory_bytes)


def memory_setting() -> int:
    """The bytes that the environment allows cells."""
    try:
        return int(os.environ[MEMORY_VARIABLE])
    except (KeyError, ValueError):
        return MEMORY


def limit_memory(allowance: int) -> None:
    """Lets the process allocate so many bytes more than now; past them Python raises MemoryError.

    On Linux alone: elsewhere the system does not keep such a limit. What the limit counts are private
    writable pages, so that mapped files and a GPU's address space are free.
    """
    if sys.platform != "linux":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = _private_pages() + allowance
    soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def _private_pages() -> int:
    """Bytes of the process that count towards the limit now."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmData:"):
            return int(line.split()[1]) * 1024
    return 0
