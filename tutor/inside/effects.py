"""What a cell did: the effect by which a listed mistake is known, whatever its text."""

from __future__ import annotations

import re
from dataclasses import field
from typing import Any

from tutor.inside.calls import call_results
from tutor.inside.checkpoint import Checkpoint
from tutor.inside.compare import alike
from tutor.inside.lookups import is_same_thing, name_of
from tutor.inside.quiet import Outcome
from tutor.inside.reach import MISSING, Namespace
from tutor.inside.step import Step
from tutor.inside.syntax import assigned_names, compares
from tutor.inside.values import Frozen, Items, freeze, message_of, text_of
from tutor.record import record

_DELETED = Items("deleted", (), 0)


@record
class Effect:
    """Names bound or changed with what they hold afterwards, the value shown, the type of the error.

    `complaint` is what the error is about. `looked_up` are pairs of how and the object; `printed` counts runs
    of spaces as one. `meant` are those of the step's names that the code assigns, which an error may have
    kept it from doing. `compares`: the value shown is that of a comparison.
    """

    names: dict[str, Frozen] = field(default_factory=dict)
    value: Frozen = None
    error: str = ""
    complaint: str = ""
    looked_up: tuple[tuple[str, Any], ...] = ()
    printed: str = ""
    meant: frozenset[str] = frozenset()
    compares: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing happened that could be told from other cells in which nothing happened."""
        return not (self.names or self.error or self.looked_up or self.printed) and self.value is None

    def describe(self) -> str:
        """The effect in one line, for a lesson's author.

        >>> Effect({"n": freeze(3)}, error="TypeError").describe()
        'n = 3; raises TypeError'
        """
        parts = [f"{name} = {text_of(value)}" for name, value in sorted(self.names.items())]
        parts += [f"value {text_of(self.value)}"] if self.value is not None else []
        parts += [f"raises {self.error}"] if self.error else []
        parts += [f"{how} {name_of(thing)}" for how, thing in self.looked_up]
        parts += [f"prints {self.printed[:60]!r}"] if self.printed else []
        return "; ".join(parts) or "nothing"


def effect_of(before: Checkpoint, namespace: Namespace, outcome: Outcome, step: Step) -> Effect:
    """What a cell did to the namespace since `before`."""
    assigned = assigned_names(outcome.code)
    touched = {*before.changed(), *(assigned & namespace.keys())}
    names = {name: _hold(name, namespace, step) for name in sorted(touched)}
    return Effect(
        names=names,
        value=freeze(outcome.value),
        error=type(outcome.error).__name__ if outcome.error is not None else outcome.limit,
        looked_up=tuple(outcome.lookups),
        printed=" ".join(outcome.printed.split()),
        complaint=_complaint(outcome.error),
        meant=assigned & step.spoken,
        compares=compares(outcome.code),
    )


def is_mistake(effect: Effect, mistake: Effect, step: Step) -> bool:
    """Whether a cell's effect is that of a listed mistake.

    Names that no check speaks of are the learner's own business, unless the mistake is about nothing
    else. A value shown besides counts only if the mistake shows one, what is printed only if the
    mistake does nothing else or the step is about printing.
    """
    if mistake.is_empty or effect.error != mistake.error:
        return False
    if mistake.error:
        return effect.meant == mistake.meant and effect.complaint == mistake.complaint
    spoken = step.spoken
    touched = effect.names.keys() & spoken, mistake.names.keys() & spoken
    if touched[0] != touched[1]:
        return False
    decisive = touched[1] or mistake.names.keys()
    if not all(name in effect.names and alike(effect.names[name], mistake.names[name]) for name in decisive):
        return False
    if mistake.value is not None and not alike(effect.value, mistake.value):
        return False
    if not all(
        any(how == by and is_same_thing(thing, other) for by, other in effect.looked_up)
        for how, thing in mistake.looked_up
    ):
        return False
    if not mistake.names and mistake.value is not None and effect.compares is not mistake.compares:
        return False  # the value of `x == 3` is easily that of `x` by chance
    nothing_else = not mistake.names and mistake.value is None and not mistake.looked_up
    return effect.printed == mistake.printed or not (nothing_else or step.asks_for("prints"))


def same_effect(one: Effect, other: Effect, step: Step) -> bool:
    """Whether two listed pieces of code cannot be told apart by what they do."""
    return is_mistake(one, other, step) and is_mistake(other, one, step)


def _complaint(error: BaseException | None) -> str:
    """What an error is about: its message, or the engine's reason, without shapes and numbers.

    >>> _complaint(ValueError("there is no axis 2: the axes are 0 to 1"))
    'there is no axis : the axes are  to '
    """
    if error is None:
        return ""
    reason = getattr(error, "reason", None)
    message = reason if isinstance(reason, str) and reason else message_of(error)
    return re.sub(r"\([-\d., ]*\)|[-.]?\d[\d.]*", "", message)


def _hold(name: str, namespace: Namespace, step: Step) -> Frozen:
    value = namespace.get(name, MISSING)
    if value is MISSING:
        return _DELETED
    for check in step.checks:
        if check.subject == "function" and check.text == name and callable(value):
            try:
                calls = tuple(call.frozen() for call in call_results(check, namespace))
            except Exception:  # play has deleted what the arguments are made of
                break
            return Items("calls", calls, len(calls))
    return freeze(value)
