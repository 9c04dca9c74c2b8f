"""Calling a function of the learner's, or of the solution's, to see what it gives."""

from __future__ import annotations

from typing import Any

from tutor.inside.checkpoint import Checkpoint, seed_generators
from tutor.inside.clean import evaluate, resolve
from tutor.inside.compare import difference
from tutor.inside.limit import OutOfTime, time_limit
from tutor.inside.quiet import Outcome, silence
from tutor.inside.reach import Namespace
from tutor.inside.step import Check
from tutor.inside.values import Frozen, Items, freeze, message_of, text_of
from tutor.record import record

_ANSWER = "; would fit: "
"""From here on the engine's message may give the step's answer away."""


@record
class Call:
    """What a call gave, and what its arguments were afterwards; `error` and `message` where it raised."""

    result: Frozen = None
    after: tuple[Frozen, ...] = ()
    error: str = ""
    message: str = ""

    @property
    def out_of_time(self) -> bool:
        return self.error == OutOfTime.__name__

    def differs_from(self, other: Call) -> tuple[str, str, str] | None:
        """In what another call's end is different, None in nothing; then this end and the other in words.

        "error" where one raised, the difference's reason where the results differ, "arguments" where
        only what became of an argument does.
        """
        if self.error or other.error:
            return None if self.error == other.error else ("error", self._text(), other._text())
        if (found := difference(self.result, other.result)) is not None:
            return found.reason, self._text(), other._text()
        for pair in zip(self.after, other.after, strict=False):
            if difference(*pair) is not None:
                return "arguments", text_of(pair[0]), text_of(pair[1])
        return None

    def _text(self) -> str:
        if self.error:
            return f"{self.error}: {self.message}" if self.message else self.error
        return text_of(self.result)

    def frozen(self) -> Items:
        """The call as one frozen value, to compare the effects of two definitions."""
        return Items("call", (self.error, self.result, *self.after), 2 + len(self.after))


def call_results(check: Check, namespace: Namespace) -> list[Call]:
    """The named function called with each of the check's arguments; the namespace is put back."""
    before = Checkpoint(namespace)
    results: list[Call] = []
    try:
        for arguments in check.on:
            if results and results[-1].out_of_time:
                results.append(results[-1])  # one that does not end is enough to wait for
                continue
            seed_generators(0)
            given, named = evaluate(f"(lambda *given, **named: (given, named))({arguments})", namespace)
            results.append(_call(resolve(check.text, namespace), given, named))
            before.restore()
    finally:
        before.restore()
    return results


def _call(function: Any, given: tuple[Any, ...], named: dict[str, Any]) -> Call:
    with silence(Outcome("")), time_limit():
        try:
            result = freeze(function(*given, **named))
        except (Exception, OutOfTime) as error:
            said = message_of(error).partition(_ANSWER)[0]
            return Call(error=type(error).__name__, message=said)
    return Call(result, tuple(freeze(value) for value in (*given, *named.values())))
