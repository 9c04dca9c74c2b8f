"""Around each cell: the watchers before it, and after it everything that is to be told, in its order.

First the error and what the watchers saw, then the judge's opinion, the namespace, the verdict and the
cell's end. An interrupt meant for the cell never lands in here, but reaches the judge.
"""

from __future__ import annotations

import asyncio
import sys
import zlib
from contextlib import ExitStack
from time import perf_counter
from typing import Any, Protocol

from tutor.events import CellEnded, Verdict
from tutor.inside import errors, lookups, namespace, operations, output, training, variables
from tutor.inside.limit import undisturbed
from tutor.inside.pristine import heal
from tutor.inside.quiet import Outcome
from tutor.inside.wire import publish


class Judge(Protocol):
    """Who is asked what a learner's cell means for the step."""

    def cell_started(self, code: str) -> None:
        """Called before the cell runs."""

    def cell_ended(self, outcome: Outcome) -> Verdict | None:
        """Called after it; None where no step is to be judged."""


class _Running:
    """The cell that runs: what it has done so far, and whether it is the learner's or the tutor's."""

    def __init__(self, code: str) -> None:
        self.outcome = Outcome(code)
        self.began = perf_counter()
        self.streams = (sys.stdout, sys.stderr)
        self.records = ExitStack()
        self.records.enter_context(lookups.recorded(self.outcome.lookups))


_running: _Running | None = None
_number = ""
_last = Outcome("")
_judge: Judge | None = None
_judged = True


def watch(shell: Any, judge: Judge) -> None:
    """Watches the cells of a shell from now on."""
    global _judge
    _judge = judge
    shell.events.register("pre_run_cell", _begin)
    shell.compile.get_code_name = _file_name
    shell.events.register("post_run_cell", _end)
    if (kernel := getattr(shell, "kernel", None)) is not None:
        _notice_input(kernel)


def run_visibly(code: str) -> Outcome:
    """Runs code as if the learner had, shown but not judged; what it printed and raised comes with it."""
    global _judged
    shell = namespace.shell()
    _judged = False
    try:
        shell.run_cell(code, store_history=False)
    finally:
        _judged = True
    return _last


def _begin(info: Any) -> None:
    global _running, _number
    code = info.raw_cell
    with undisturbed():
        _running = _Running(code)
        _number = info.cell_id or ""
        output.begin()
        operations.begin()
        training.begin()
        if _judged and _judge is not None:
            _judge.cell_started(code)


def _file_name(raw_code: str, code: str, count: int) -> str:
    """What tracebacks and warnings call the cell: by the number that the session gave it, if it did."""
    return f"<cell {_number or format(zlib.crc32(raw_code.encode()), '08x')}>"


def _end(result: Any) -> None:
    """Called with IPython's result of the cell, or None if an interrupt came in its very last moment."""
    global _running, _last
    if _running is None:
        return
    with undisturbed():
        heal(namespace.learner())
        seconds = perf_counter() - _running.began
        outcome = _last = _conclude(_running, result)
        _running = None
        training.end()
        if outcome.error is not None:
            publish(errors.describe(outcome.error))
        operations.end()
    if not _judged:
        return
    verdict = _verdict(outcome)
    with undisturbed():
        ended = CellEnded(status=_status(outcome), seconds=seconds)
        publish(variables.event(), *([] if verdict is None else [verdict]), ended)


def _conclude(running: _Running, result: Any) -> Outcome:
    outcome = running.outcome
    running.records.close()
    sys.stdout, sys.stderr = running.streams
    outcome.printed = output.printed.text
    if result is None:
        outcome.error = KeyboardInterrupt()
    else:
        outcome.value = result.result
        outcome.error = result.error_before_exec or result.error_in_exec
    outcome.interrupted = isinstance(outcome.error, KeyboardInterrupt | asyncio.CancelledError)
    if output.printed.flooded:
        outcome.limit = "output"
    elif isinstance(outcome.error, MemoryError):
        outcome.limit = "memory"
    return outcome


def _verdict(outcome: Outcome) -> Verdict | None:
    """The judge's opinion; a judge that fails is never the learner's fault, and never a pass."""
    try:
        return None if _judge is None else _judge.cell_ended(outcome)
    except KeyboardInterrupt:
        return Verdict(status="interrupted")
    except BaseException as error:
        facts = {"text": f"{type(error).__name__}: {error}"}
        return Verdict(status="broken", reason="broken", facts=facts)


def _status(outcome: Outcome) -> str:
    if outcome.interrupted:
        return "interrupted"
    return "ok" if outcome.error is None else "error"


def _notice_input(kernel: Any) -> None:
    """Remembers that a cell asked for input: it is not tried again behind the learner's back."""
    ask = kernel.raw_input

    def raw_input(prompt: object = "") -> str:
        if _running is not None:
            _running.outcome.read_input = True
        return str(ask(prompt))

    kernel.raw_input = raw_input
