"""The IPython extension: puts the tutor into a kernel's shell."""

from __future__ import annotations

import dataclasses
import time
import warnings
from typing import Any, Final

import zmq
from IPython.core.prefilter import AssignmentChecker

import engine
from tutor.events import HELP_MIME, Figure, Value
from tutor.inside import cells, commands, completion, figures, images, judge, lookups, namespace, output
from tutor.inside import lesson as lesson  # registers its commands
from tutor.inside.summary import describe, is_array, summarise
from tutor.inside.wire import publish

_FIRST: Final = 50
"""Where IPython asks a checker of lines before all others."""


def load(shell: Any) -> None:
    """Puts the tutor into the shell of a kernel: MXNet's names, the watchers, the session's commands."""
    engine.install_as_mxnet()
    cells.watch(shell, judge)
    shell.displayhook.register_hook(lambda message: _show_value(shell, message))
    lookups.install(shell)
    _answer_inspection(shell)
    _assign_before_calling(shell)
    _say_once(shell)
    namespace.furnish()
    images.install()
    figures.install(shell)
    if (kernel := getattr(shell, "kernel", None)) is not None:
        commands.open_channel(kernel.comm_manager)
        _answer_completion(shell, kernel)
        _ask_when_heard(kernel)


def _show_value(shell: Any, message: dict[str, Any]) -> None:
    """Sends the value of a cell's last expression as an event, in place of IPython's own message."""
    data = message["content"]["data"]
    value = shell.displayhook.exec_result.result if shell.displayhook.exec_result is not None else None
    kind = describe(value)[0]
    publish(
        Value(
            text=output.value_text(data, kind),
            kind=kind,
            array=summarise(value) if is_array(value) else None,
        )
    )
    if "image/png" in data:
        publish(Figure(data=data["image/png"], text=output.value_text(data)))


def _assign_before_calling(shell: Any) -> None:
    """Lets `help = 3` assign: IPython else calls `help`, as it does `exit`, before it looks what follows."""
    manager = shell.prefilter_manager
    for checker in manager.checkers:
        if isinstance(checker, AssignmentChecker):
            checker.priority = _FIRST
    manager.sort_checkers()


def _say_once(shell: Any) -> None:
    """Keeps IPython from printing what the session tells: a magic that it does not know, how to leave."""
    shell.show_usage_error = lambda error: None
    warnings.filterwarnings("ignore", message="To exit: use")


def _answer_inspection(shell: Any) -> None:
    """Lets a front end's inspection be answered with `Help`."""

    def object_inspect_mime(name: str, detail_level: int = 0, omit_sections: Any = ()) -> dict[str, Any]:
        found = lookups.find(shell, name, detail_level)
        # ipykernel takes the HTML away, and calls the name unknown where there is none.
        return {"text/plain": found.text, "text/html": "", HELP_MIME: dataclasses.asdict(found)}

    shell.object_inspect_mime = object_inspect_mime


def _answer_completion(shell: Any, kernel: Any) -> None:
    """Lets completion be answered without running anything, and with the call that is open."""

    async def do_complete(code: str, cursor: int | None) -> dict[str, Any]:
        return completion.answer(shell, code, len(code) if cursor is None else cursor)

    kernel.do_complete = do_complete


def _ask_when_heard(kernel: Any) -> None:
    """Lets `input` wait for a front end that is not connected yet: ZeroMQ else drops the question unheard."""
    ask = kernel._input_request
    kernel.stdin_socket.router_mandatory = True

    def _input_request(*arguments: Any, **options: Any) -> Any:
        while True:
            try:
                return ask(*arguments, **options)
            except zmq.ZMQError as problem:
                if problem.errno != zmq.EHOSTUNREACH:
                    raise
                time.sleep(0.01)

    kernel._input_request = _input_request
