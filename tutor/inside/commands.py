"""The way in: the session's commands, each handled by one registered function.

A command comes over a comm, so it runs on the main thread in turn with the cells, and the learner's
names are nowhere on its way. Whatever happens, it is answered.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tutor.events import COMM_TARGET, CommandEnded
from tutor.inside.wire import publish

Handler = Callable[..., dict[str, Any] | None]

_HANDLERS: dict[str, Handler] = {}


def command(name: str) -> Callable[[Handler], Handler]:
    """Registers the function that handles `name`: it takes the arguments by name and returns the result.

    >>> @command("double")
    ... def double(number):
    ...     return {"number": 2 * number}
    >>> perform("double", {"number": 4})
    CommandEnded(cell=0, command='double', ok=True, result={'number': 8})
    """

    def register(handler: Handler) -> Handler:
        _HANDLERS[name] = handler
        return handler

    return register


def perform(name: str, arguments: dict[str, Any]) -> CommandEnded:
    """Runs a command; an exception, an interrupt included, becomes an answer that is not `ok`."""
    try:
        result = _HANDLERS[name](**arguments)
        return CommandEnded(command=name, ok=True, result=result or {})
    except KeyboardInterrupt:
        return CommandEnded(command=name, result={"error": "interrupted"})
    except BaseException as error:
        return CommandEnded(command=name, result={"error": f"{type(error).__name__}: {error}"})


def open_channel(comm_manager: Any) -> None:
    """Lets the session's commands in."""

    def answer(message: dict[str, Any]) -> None:
        data = message["content"]["data"]
        publish(perform(data["command"], data.get("arguments", {})))

    comm_manager.register_target(COMM_TARGET, lambda comm, opening: comm.on_msg(answer))
