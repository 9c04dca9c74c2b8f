"""Checkpoints: the learner's namespace as it stood, and the way back into the same dict and the same buffers.

Putting back in place keeps what copying would break: functions keep their globals, views stay views of
the arrays they look into, generators and open files go on living. One copy is kept of each buffer, and
checkpoints share the copies of what has not changed between them.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from typing import Any

import numpy as np

import engine.random as engine_random
from engine import autograd
from engine.gluon import names as block_names
from tutor.inside.limit import undisturbed
from tutor.inside.reach import (
    ATOMS,
    MISSING,
    Contents,
    Namespace,
    Part,
    is_buffer,
    is_recorded,
    is_writeable,
    owner,
    part_of,
    same_item,
)

MAX_BYTES = 1 << 29
"""What the copies of one checkpoint may take; arrays beyond it are left out, the last reached first."""

MAX_OBJECTS = 200_000
"""How many containers and objects one checkpoint follows."""

# IPython's own names, which come and go with every cell.
_SHELL_NAME = re.compile(r"_+|_i+|_i?\d+|_[iod]h|__\w+__|In|Out|get_ipython")


def lesson_names(namespace: Namespace) -> list[str]:
    """The namespace's names without those that IPython keeps there for itself."""
    return [name for name in namespace if not _SHELL_NAME.fullmatch(name)]


class Checkpoint:
    """The state of a namespace, or of some of its names, at the moment of construction.

    Taken are the bindings, the contents of every container and object they reach, each reached buffer
    and, for the whole namespace, the random generators. `earlier` is a checkpoint to share equal copies
    with. `left_out` counts the arrays that were too large to copy.

    >>> names = {"a": np.zeros(3), "kept": [1]}
    >>> names["view"] = names["a"][1:]
    >>> checkpoint = Checkpoint(names)
    >>> names["a"][:] = 7; names["kept"].append(2); names["b"] = 5
    >>> sorted(checkpoint.changed())
    ['a', 'b', 'kept', 'view']
    >>> checkpoint.restore()
    >>> names
    {'a': array([0., 0., 0.]), 'kept': [1], 'view': array([0., 0.])}
    """

    def __init__(
        self,
        namespace: Namespace,
        names: Iterable[str] | None = None,
        *,
        earlier: Checkpoint | None = None,
    ) -> None:
        self.namespace = namespace
        self.whole = names is None
        wanted = lesson_names(namespace) if names is None else [name for name in names if name in namespace]
        self.bindings = {name: namespace[name] for name in wanted}
        self.left_out = 0
        self._names = None if names is None else frozenset(names)
        self._objects: dict[int, tuple[Any, Part, Contents]] = {}
        self._buffers: dict[int, tuple[Any, Any]] = {}
        self._generators = process_state()
        self._take(earlier)

    def restore(self, names: Iterable[str] | None = None) -> None:
        """Puts back everything, or only `names` and what they reached."""
        with undisturbed():
            if names is None:
                self._bind(self._watched())
                objects, buffers = list(self._objects.values()), list(self._buffers.values())
                if self.whole:
                    set_process_state(self._generators)
            else:
                wanted = [name for name in names if name in self.bindings]
                self._bind(wanted)
                objects, buffers = self._reached([self.bindings[name] for name in wanted])
            for value, part, contents in objects:
                if contents is not None and not Part.same(part, part.take(value), contents):
                    part.put(value, contents)
            for array, copy in buffers:
                array[...] = copy

    def changed(self, names: Iterable[str] | None = None) -> list[str]:
        """The names that are bound to something else by now, or whose contents differ."""
        return [name for name in (self._watched() if names is None else names) if self._differs(name)]

    def _watched(self) -> list[str]:
        now = lesson_names(self.namespace) if self._names is None else list(self._names)
        return list(dict.fromkeys([*self.bindings, *now]))

    def _bind(self, names: Iterable[str]) -> None:
        for name in names:
            held = self.bindings.get(name, MISSING)
            if held is MISSING:
                self.namespace.pop(name, None)
            elif self.namespace.get(name, MISSING) is not held:
                self.namespace[name] = held

    def _differs(self, name: str) -> bool:
        before, now = self.bindings.get(name, MISSING), self.namespace.get(name, MISSING)
        if before is not now:
            return type(before) is not type(now) or type(now) not in ATOMS or before != now
        if before is MISSING:
            return False
        objects, buffers = self._reached([before], through_tape=False)
        return not (
            all(part.same(part.take(value), contents) for value, part, contents in objects)
            and all(_same_values(array, copy) for array, copy in buffers)
        )

    def _take(self, earlier: Checkpoint | None) -> None:
        room = MAX_BYTES
        waiting = list(reversed(self.bindings.values()))
        seen: set[int] = {id(self.namespace)}
        while waiting and len(self._objects) < MAX_OBJECTS:
            value = waiting.pop()
            if type(value) in ATOMS or id(value) in seen:
                continue
            if is_buffer(value):
                array = owner(value)
                if id(array) not in self._buffers and is_writeable(array):
                    room -= array.nbytes
                    if room < 0:
                        self.left_out += 1
                        room += array.nbytes
                    else:
                        self._buffers[id(array)] = (array, self._copy(array, earlier))
                continue
            seen.add(id(value))
            part = part_of(value, self.namespace)
            if part is None:
                continue
            try:
                contents = part.take(value)
            except Exception:  # such as a generator without a state to ask for
                continue
            self._objects[id(value)] = (value, part, contents)
            waiting.extend(part.children(value, contents))

    def _copy(self, array: Any, earlier: Checkpoint | None) -> Any:
        if earlier is not None and (known := earlier._buffers.get(id(array))) is not None:
            held, copy = known
            if held is array and _same_values(array, copy):
                return copy
        return array.copy()

    def _reached(
        self, roots: list[Any], *, through_tape: bool = True
    ) -> tuple[list[tuple[Any, Part, Contents]], list[tuple[Any, Any]]]:
        """What the given values consisted of at the time, the graph that they were recorded in included."""
        objects: dict[int, tuple[Any, Part, Contents]] = {}
        buffers: dict[int, tuple[Any, Any]] = {}
        waiting = list(roots)
        while waiting:
            value = waiting.pop()
            if type(value) in ATOMS or id(value) in objects or (is_recorded(value) and not through_tape):
                continue
            if is_buffer(value):
                array = owner(value)
                if id(array) in self._buffers:
                    buffers[id(array)] = self._buffers[id(array)]
            elif (known := self._objects.get(id(value))) is not None:
                objects[id(value)] = known
                _, part, contents = known
                waiting.extend(part.children(value, contents))
        return list(objects.values()), list(buffers.values())


def process_state() -> tuple[Any, ...]:
    """What the process counts on besides names: Python's, NumPy's and the engine's random generators, the
    numbers in new blocks' names, and whether autograd records and trains.
    """
    modes = autograd.is_recording(), autograd.is_training()
    generators = random.getstate(), np.random.get_state(), engine_random.get_state()
    return (*generators, block_names.get_state(), modes)


def set_process_state(state: tuple[Any, ...]) -> None:
    """Puts all that back to what `process_state` gave."""
    own, numpys, engines, names, (recording, training) = state
    random.setstate(own)
    np.random.set_state(numpys)
    engine_random.set_state(engines)
    block_names.set_state(names)
    autograd.set_recording(recording)
    autograd.set_training(training)


def seed_generators(seed: int) -> None:
    """Starts Python's, NumPy's and the engine's random generators from a seed."""
    random.seed(seed)
    np.random.seed(seed)
    engine_random.seed(seed)


def _same_values(now: Any, before: Any) -> bool:
    if now.shape != before.shape or now.dtype != before.dtype:
        return False
    if now.dtype.kind in "fc":
        return bool(((now == before) | ((now != now) & (before != before))).all())
    if now.dtype.kind == "O":
        return all(map(same_item, now.flat, before.flat))
    return bool((now == before).all())
