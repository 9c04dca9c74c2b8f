"""One armed step: the namespace as it stood when the step began, and what can be learned from there.

Whatever must be run to know something (the solution, the mistakes, the learner's cell once more) runs
unseen from the step's checkpoint; afterwards the namespace is as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from engine import autograd
from tutor.events import Operation
from tutor.inside import operations
from tutor.inside.checkpoint import Checkpoint
from tutor.inside.checks import BrokenCheck, Failure, describe_end, expect, failure_of
from tutor.inside.compare import alike
from tutor.inside.effects import Effect, effect_of, is_mistake
from tutor.inside.limit import SECONDS, OutOfTime
from tutor.inside.quiet import Outcome, run_quietly, silence
from tutor.inside.reach import MISSING, Namespace
from tutor.inside.step import Step
from tutor.inside.syntax import assigned_names, statements_of
from tutor.inside.values import freeze
from tutor.record import record


@record
class Findings:
    """The failures of the checks by their index; `broken` tells of a check that cannot be evaluated."""

    failures: dict[int, Failure]
    broken: str = ""

    @property
    def hold(self) -> bool:
        return not self.failures and not self.broken


@record
class Retry:
    """A cell run once more from the checkpoint; `kept` is the namespace that it led to, where it is right.

    `seen` is the last operation of it, for the side.
    """

    effect: Effect
    kept: Checkpoint | None
    seen: tuple[Operation, ...]


class Trial:
    """A step from its beginning to its acceptance, and on until the next one begins.

    `cells` are the learner's that ran to their end since the step began, `last` is what the latest came
    to, `ran` counts all of them. `accepted` is the namespace at acceptance, None before.
    """

    def __init__(self, step: Step, namespace: Namespace, earlier: Checkpoint | None = None) -> None:
        self.step = step
        self.namespace = namespace
        self.checkpoint = Checkpoint(namespace, earlier=earlier)
        self._expected: tuple[Any, ...] | None = None
        self._effects: dict[str, Effect] = {}
        self._stages: list[dict[int, Failure]] | None = None
        self._start()

    def _start(self) -> None:
        self.accepted: Checkpoint | None = None
        self.cells: list[str] = []
        self.last = Outcome("")
        self.ran = 0
        self._drifted: frozenset[str] = frozenset()

    # ── its life ──

    def note(self, outcome: Outcome) -> None:
        """Remembers a cell of the learner's that has run."""
        self.last = outcome
        self.ran += 1
        if not outcome.failed:
            self.cells.append(outcome.code)

    def accept(self) -> None:
        """Keeps the namespace as what the step leaves."""
        self.accepted = Checkpoint(self.namespace, earlier=self.checkpoint)
        own = self.step.spoken | assigned_names(self.step.solution)
        changed = frozenset() if self.step.kind == "train" else frozenset(self.checkpoint.changed())
        self._drifted = (changed - own) & self.checkpoint.bindings.keys()

    def restart(self) -> None:
        """Puts the namespace back to the checkpoint, as if nothing had been typed."""
        self.checkpoint.restore()
        self._start()

    @property
    def is_spoiled(self) -> bool:
        """Whether names that the step began with have other values by now."""
        return bool(self.checkpoint.changed(self.checkpoint.bindings))

    def settle(self, names: Iterable[str]) -> tuple[str, ...]:
        """Puts back those of the lesson's names that play has changed; returns which.

        What the step's solution changes is put back to how it was at the acceptance, everything else to
        how it was when the step began: also play before the acceptance must not reach the next step.
        """
        autograd.set_recording(False)
        autograd.set_training(False)
        played = (
            self._drifted - self.effect(self.step.solution).names.keys() if self._drifted else frozenset()
        )
        changed: dict[str, Any] = {}
        for source, stale in ((self.checkpoint, True), (self.accepted or self.checkpoint, False)):
            wanted = [name for name in names if name in source.bindings and (name in played) is stale]
            differing = source.changed(wanted)
            changed |= {name: freeze(self.namespace.get(name)) for name in differing}
            source.restore(differing)
        return tuple(name for name, was in changed.items() if not alike(freeze(self.namespace[name]), was))

    # ── what its checks find ──

    def findings(self, outcome: Outcome) -> Findings:
        """What the checks find in the namespace as it stands, after a cell with this outcome."""
        return self._find(self.expected(), outcome)

    def would_hold(self, name: str, value: Any, outcome: Outcome) -> bool:
        """Whether all checks would hold if the name had the value."""
        with self._unchanged():
            self.namespace[name] = value
            return self._find(self.expected(), outcome).hold

    def expected(self) -> tuple[Any, ...]:
        """What each check expects, found out once."""
        if self._expected is None:
            with self._from_checkpoint():
                self._expected = expect(self.step, self.namespace)
        return self._expected

    def stages(self) -> list[dict[int, Failure]]:
        """The failures at the checkpoint and after each of the solution's statements but the last."""
        if self._stages is None:
            self._stages = []
            statements = statements_of(self.step.solution)
            with self._from_checkpoint():
                expected, outcome = self.expected(), Outcome("")
                for code in ["", *statements[:-1]]:
                    outcome = run_quietly(code, self.namespace, self.step.limit)
                    self._stages.append(self._find(expected, outcome).failures)
        return self._stages

    def is_sound(self, index: int) -> bool:
        """Whether a check that raised at the learner's holds at least after the solution."""
        if self.step.kind == "train":
            return True  # the solution takes long: the learner's own result is all there is to go by
        with self._from_checkpoint():
            expected = self.expected()
            outcome = run_quietly(self.step.solution, self.namespace, self.step.limit)
            return index not in self._find(expected, outcome).failures

    def fails_elsewhere(self, *answers: list[str]) -> str | None:
        """Another `given` on which none of the answers, lists of cells, is right; None where there is none.

        Raises `BrokenCheck` where such a `given` itself fails.
        """
        for given in self.step.again:
            with self._from_checkpoint():
                prepared = run_quietly(given, self.namespace, self.step.limit)
                if prepared.failed:
                    raise BrokenCheck(f"`again` fails: {describe_end(prepared)}")
                start = Checkpoint(self.namespace, earlier=self.checkpoint)
                expected = expect(self.step, self.namespace)
                if not any(self._is_right(cells, start, expected) for cells in answers):
                    return given
        return None

    def _is_right(self, cells: list[str], start: Checkpoint, expected: tuple[Any, ...]) -> bool:
        start.restore()
        outcome = Outcome("")
        for code in cells:
            outcome = run_quietly(code, self.namespace)
            if outcome.limit:
                return True  # too slow to be run a second time says nothing against it
        return self._find(expected, outcome).hold

    def _find(self, expected: tuple[Any, ...], outcome: Outcome) -> Findings:
        failures: dict[int, Failure] = {}
        broken = ""
        with self._unchanged():  # a check may call what the learner defined, or initialise a net
            for index, check in enumerate(self.step.checks):
                try:
                    failure = failure_of(check, expected[index], self.namespace, outcome)
                except BrokenCheck as error:
                    broken = broken or str(error)
                except OutOfTime:
                    failures[index] = Failure("time")
                else:
                    if failure is not None:
                        failures[index] = failure
        return Findings(failures, broken)

    # ── what code does from the checkpoint ──

    def effect(self, code: str, seconds: float = SECONDS) -> Effect:
        """What a listed piece of code does."""
        return self.effects([code], seconds)[0]

    def effects(self, codes: Sequence[str], seconds: float = SECONDS) -> list[Effect]:
        """What listed pieces of code do, each from the checkpoint, found out once."""
        unknown = [code for code in codes if self._is_unknown(code, seconds)]
        if unknown:
            with self._from_checkpoint():
                for code in unknown:
                    self.checkpoint.restore()
                    outcome = run_quietly(code, self.namespace, seconds)
                    effect = effect_of(self.checkpoint, self.namespace, outcome, self.step)
                    self._effects[code] = effect
        return [self._effects[code] for code in codes]

    def mistake_of(self, effect: Effect) -> int:
        """The index of the listed mistake that a cell's effect equals; -1 for none.

        What a mistake does is found out only where the cell could have made it: training takes long.
        """
        lasts = self.step.kind == "train" and not effect.error
        for index, code in enumerate(self.step.mistakes):
            if effect.error or assigned_names(code) <= effect.names.keys():
                listed = self.effect(code, self.step.limit if lasts else SECONDS)
                if is_mistake(effect, listed, self.step):
                    return index
        return -1

    def _is_unknown(self, code: str, seconds: float) -> bool:
        known = self._effects.get(code)
        return known is None or (known.error == "time" and seconds > SECONDS)

    def retry(self, outcome: Outcome) -> Retry:
        """Runs a learner's cell once more from the checkpoint; the namespace is left alone either way."""
        expected = self.expected()
        kept = None
        with self._from_checkpoint():
            again = run_quietly(outcome.code, self.namespace, watch=operations.begin)
            seen = operations.found()
            effect = effect_of(self.checkpoint, self.namespace, again, self.step)
            if self._find(expected, again).hold:
                kept = Checkpoint(self.namespace, earlier=self.checkpoint)
        if kept is not None and self.fails_elsewhere([outcome.code]) is not None:
            kept = None
        return Retry(effect, kept, seen)

    def adopt(self, kept: Checkpoint) -> tuple[str, ...]:
        """Makes the namespace that a retry led to the learner's; returns the names that were put back.

        What the step has not begun with, and the cell made, was never there before.
        """
        live = Checkpoint(self.namespace, earlier=self.checkpoint)
        kept.restore()
        self.cells.clear()
        made = self.namespace.keys() - self.checkpoint.bindings.keys()
        return tuple(name for name in live.changed() if name not in made and self._is_other(name, live))

    def _is_other(self, name: str, live: Checkpoint) -> bool:
        was, now = live.bindings.get(name, MISSING), self.namespace.get(name, MISSING)
        if was is now or was is MISSING or now is MISSING:
            return True
        return not alike(freeze(now), freeze(was))

    @contextmanager
    def _from_checkpoint(self) -> Iterator[None]:
        with self._unchanged():
            self.checkpoint.restore()
            yield

    @contextmanager
    def _unchanged(self) -> Iterator[None]:
        """Inside, code may run unseen; afterwards the namespace is as it was."""
        live = Checkpoint(self.namespace, earlier=self.checkpoint)
        try:
            with silence(Outcome("")):
                yield
        finally:
            live.restore()
