"""Running code unseen: output is kept, not shown; no pictures, no questions, no events; a time limit."""

from __future__ import annotations

import builtins
import io
import linecache
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell

from engine import hooks
from tutor.inside import lookups
from tutor.inside.limit import SECONDS, OutOfTime, time_limit
from tutor.inside.pristine import heal
from tutor.inside.reach import Namespace
from tutor.inside.syntax import split_last

MAX_PRINTED = 100_000


@dataclass(slots=True)
class Outcome:
    """What running a cell came to. `has_value` is False where its last statement shows none.

    `limit` is "time", "memory" or "output" where one ended the cell. `lookups` are pairs of how ("dir",
    "help", "?") and the object looked up.
    """

    code: str
    value: Any = None
    error: BaseException | None = None
    printed: str = ""
    lookups: list[tuple[str, Any]] = field(default_factory=list)
    limit: str = ""
    interrupted: bool = False
    read_input: bool = False

    @property
    def has_value(self) -> bool:
        """Whether the cell showed a value; None is shown by nobody."""
        return self.value is not None

    @property
    def failed(self) -> bool:
        """Whether the cell did not run to its end."""
        return self.error is not None or bool(self.limit) or self.interrupted


def run_quietly(
    code: str,
    namespace: Namespace,
    seconds: float | None = SECONDS,
    *,
    watch: Callable[[], None] = lambda: None,
) -> Outcome:
    """Runs a cell's code in the namespace; only an interrupt leaves it as an exception.

    `watch` may set watchers, which else see nothing of it.

    >>> names = {}
    >>> outcome = run_quietly("print('unseen')\\na = 3\\na + 1", names)
    >>> outcome.value, outcome.printed, names["a"]
    (4, 'unseen\\n', 3)
    >>> run_quietly("while True: pass", {}, seconds=0.05).limit
    'time'
    """
    outcome = Outcome(code)
    with silence(outcome):
        watch()
        try:
            body, last = split_last(code, _filename(code))
            with time_limit(seconds):
                exec(body, namespace)
                if last is not None:
                    outcome.value = eval(last, namespace)
        except KeyboardInterrupt:
            raise
        except OutOfTime:
            outcome.limit = "time"
        except MemoryError as error:
            outcome.error, outcome.limit = error, "memory"
        except BaseException as error:
            outcome.error = error
        finally:
            heal(namespace)
    return outcome


@contextmanager
def silence(outcome: Outcome) -> Iterator[None]:
    """Collects what is printed and looked up into `outcome`, and lets nothing else out."""
    sink = _Sink()
    with ExitStack() as kept:
        for name in ("stdout", "stderr"):
            _swap(kept, sys, name, sink)
        _swap(kept, builtins, "input", _no_input)
        for name in ("on_op", "on_write", "on_backward"):
            _swap(kept, hooks, name, None)
        _swap(kept, hooks, "on_images", lambda images, labels: None)
        if InteractiveShell.initialized():
            _swap(kept, InteractiveShell.instance(), "display_pub", CapturingDisplayPublisher())
        kept.enter_context(lookups.recorded(outcome.lookups))
        open_before = _open_figures()
        try:
            yield
        finally:
            outcome.printed = sink.text
            for figure in _open_figures() - open_before:
                sys.modules["matplotlib.pyplot"].close(figure)


def _open_figures() -> set[int]:
    """The figures that would be drawn at the end of a cell."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    return set() if pyplot is None else set(pyplot.get_fignums())


def _filename(code: str) -> str:
    """A name under which tracebacks and `name??` find the source of what was run unseen."""
    name = f"<cell {zlib.crc32(code.encode()):08x}>"
    linecache.cache[name] = (len(code), None, code.splitlines(keepends=True), name)
    return name


class _Sink(io.TextIOBase):
    """A stream that keeps the first `MAX_PRINTED` characters and drops the rest."""

    def __init__(self) -> None:
        self.text = ""

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if len(self.text) < MAX_PRINTED:
            self.text += text[: MAX_PRINTED - len(self.text)]
        return len(text)


def _no_input(prompt: object = "") -> str:
    raise EOFError("no input while a cell is tried again")


def _swap(kept: ExitStack, owner: Any, name: str, value: Any) -> None:
    kept.callback(setattr, owner, name, getattr(owner, name))
    setattr(owner, name, value)
