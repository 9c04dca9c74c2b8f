"""What a training loop has around it: names, learning rate, true parameters, the data of a linear regression.

Looked at once, while the loop's first `backward` runs, in the namespace and in the functions on the way
there. Values are read; none of the learner's code is run.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import field
from types import FrameType, FunctionType
from typing import Any, Final

from engine import backend, gluon, nd
from tutor.events import Samples
from tutor.inside.namespace import learner
from tutor.inside.reach import is_a
from tutor.inside.summary import MAX_VALUES, is_array, raw
from tutor.record import record

LINEAR_OPS: Final = frozenset(
    {"dot", "FullyConnected", "add", "subtract", "multiply", "divide", "negative"}
) | {
    *("power", "square", "abs", "norm", "mean", "sum"),
    *("reshape", "reshape_like", "transpose", "getitem", "expand_dims", "squeeze"),
}
"""What a linear regression with its loss is made of; with any other operation no line is drawn."""

_SETTINGS: Final = {"lr": "lr", "learning_rate": "lr", "num_epochs": "num_epochs"}
_TRUE: Final = "true_"
_DATA: Final = (("features", "labels"), ("X", "y"), ("X", "Y"), ("x", "y"))
_FEWEST_SAMPLES, _MOST_SAMPLES = 3, 100
_OWN: Final = ("tutor.", "engine.tape", "engine.ndarray", "engine.autograd")

Scope = Mapping[str, Any]
Named = list[tuple[str, Any]]


@record
class Surroundings:
    """See the fields of `events.Training`; `names` are of arrays by identity, `local` those in functions."""

    names: dict[int, str] = field(default_factory=dict)
    local: dict[int, str] = field(default_factory=dict)
    settings: tuple[tuple[str, float], ...] = ()
    truths: tuple[tuple[str, tuple[float, ...]], ...] = ()
    samples: Samples | None = None


def look_around(variables: list[Any], arrays: Mapping[str, Any]) -> Surroundings:
    """What is around the loop whose `backward`, running now, reached these variables.

    `arrays` are those of the namespace, by name.
    """
    inner = list(_functions())
    scopes = [*inner, learner()]
    local: dict[int, str] = {}
    for scope in inner:
        for name, value in scope.items():
            if is_a(value, nd.NDArray):
                local.setdefault(id(value), name)
    names = names_of(local, arrays)
    named = [(names.get(id(variable), ""), variable) for variable in variables]
    return Surroundings(names, local, _settings(inner), _truths(named, scopes), _samples(named, scopes))


def names_of(local: Mapping[int, str], arrays: Mapping[str, Any]) -> dict[int, str]:
    """Arrays' names by identity: the namespace's in their order, then those of functions."""
    names: dict[int, str] = {}
    for name, array in arrays.items():
        names.setdefault(id(array), name)
    for identity, name in local.items():
        names.setdefault(identity, name)
    return names


def _functions() -> Iterator[Scope]:
    """The local names of the functions that are running, the innermost first, up to the cell."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and frame.f_code.co_name != "<module>":
        if not frame.f_globals.get("__name__", "").startswith(_OWN):
            yield frame.f_locals
        frame = frame.f_back


def _mentioned() -> set[str]:
    """The global names in the code that is running, up to the cell, and in the functions among them."""
    names: set[str] = set()
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        names.update(frame.f_code.co_names)
        if frame.f_code.co_name == "<module>":
            break
        frame = frame.f_back
    functions = [value for name in names if type(value := learner().get(name)) is FunctionType]
    return names.union(*(function.__code__.co_names for function in functions))


def _settings(inner: list[Scope]) -> tuple[tuple[str, float], ...]:
    """The learning rate, by its name or a trainer's, and how many epochs there shall be. A namespace's `lr`
    is not the rate of a loop that never says `lr`."""
    found: dict[str, float] = {}
    mentioned = _mentioned()
    for scope in (*inner, {name: value for name, value in learner().items() if name in mentioned}):
        for name, setting in _SETTINGS.items():
            value: Any = scope.get(name)
            if type(value) in (int, float):
                found.setdefault(setting, float(value))
        for value in list(scope.values()):
            if type(value) is gluon.Trainer:
                found["lr"] = float(value.learning_rate)
    return tuple(found.items())


def _truths(named: Named, scopes: list[Scope]) -> tuple[tuple[str, tuple[float, ...]], ...]:
    """Values called `true_w`, `true_b` and the like, of the size of a parameter `w` or `…_weight`."""
    found: dict[str, tuple[float, ...]] = {}
    true = [
        (name.removeprefix(_TRUE), value)
        for s in scopes
        for name, value in s.items()
        if name.startswith(_TRUE)
    ]
    for name, variable in named:
        for rest, value in true:
            if (
                name
                and rest
                and _initial(name) == _initial(rest)
                and len(numbers := _numbers(value)) == variable.size
            ):
                found.setdefault(name, numbers)
    return tuple(found.items())


def _initial(name: str) -> str:
    """The first letter of a parameter's own part of a name.

    >>> _initial("w"), _initial("dense0_weight"), _initial("bias")
    ('w', 'w', 'b')
    """
    return name.rpartition("_")[2][:1].lower()


def _numbers(value: Any) -> tuple[float, ...]:
    """A number, a flat list of numbers or a small array as numbers; nothing for anything else."""
    if is_array(value) and value.size <= MAX_VALUES and value.dtype.kind in "iuf":
        return tuple(map(float, backend.to_host(raw(value)).ravel().tolist()))
    items = value if type(value) in (list, tuple) else [value]
    return tuple(map(float, items)) if all(type(item) in (int, float) for item in items) else ()


def _samples(named: Named, scopes: list[Scope]) -> Samples | None:
    """The data, where the variables are a weight of one or two elements and perhaps one bias."""
    weight, *others = sorted(
        named, key=lambda n: (n[1].size, len(n[1].shape), _initial(n[0]) == "w"), reverse=True
    )
    width = weight[1].size
    if not weight[0] or width > 2 or len(others) > 1 or any(not name or v.size != 1 for name, v in others):
        return None
    pairs = [pair for s in scopes for names in _DATA if (pair := _pair(s, *names, width)) is not None]
    if not pairs:
        return None
    features, labels = max(pairs, key=lambda pair: len(pair[1]))
    each = -(-len(labels) // _MOST_SAMPLES)
    rows = backend.to_host(features[::each]).astype(float).tolist()
    numbers = backend.to_host(labels[::each]).astype(float).tolist()
    return Samples(
        weight[0],
        others[0][0] if others else "",
        tuple(map(tuple, rows)),
        tuple(numbers),
    )


def _pair(scope: Scope, x: str, y: str, width: int) -> tuple[Any, Any] | None:
    """Two arrays by their names as (n, width) and (n,), if they are features and labels of that many."""
    features: Any = scope.get(x)
    labels: Any = scope.get(y)
    if not (is_array(features) and is_array(labels)) or labels.size < _FEWEST_SAMPLES:
        return None
    if features.shape not in ((labels.size, width), *(((labels.size,),) if width == 1 else ())):
        return None
    return raw(features).reshape(labels.size, width), raw(labels).reshape(-1)
