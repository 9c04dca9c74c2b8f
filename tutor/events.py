"""What crosses the process boundary, and what front ends draw: small frozen dataclasses, one stream.

Both sides import this module, so it needs the standard library alone. The kernel side calls
`to_wire`; the receiving side (`tutor.kernel`) validates with pydantic and calls `from_wire`. A list
of wire dicts is a recording: replayed into a front end it draws the same screens without a kernel.

Facts, never sentences: texts are chosen where they are shown, in the language of that moment.
"""

from __future__ import annotations

from dataclasses import field
from typing import Any

from tutor.packed import Points, packed
from tutor.parts import Array as Array
from tutor.parts import Axes as Axes
from tutor.parts import Epoch as Epoch
from tutor.parts import Node as Node
from tutor.parts import Operand as Operand
from tutor.parts import Picture as Picture
from tutor.parts import Samples as Samples
from tutor.parts import StepResult as StepResult
from tutor.parts import Variable as Variable
from tutor.record import record

VERSION = 1
MIME = "application/vnd.d2l-tutor.event+json"
HELP_MIME = "application/vnd.d2l-tutor.help+json"
COMM_TARGET = "d2l-tutor"
COMPLETION_KEY = "d2l-tutor"  # in the metadata of a `complete_reply`


@record
class Event:
    """Base of all events. `cell` is the number of the learner's cell it belongs to, 0 for none."""

    cell: int = 0


# ── from the kernel ────────────────────────────────────────────────────────────────────────────


@record
class CellStarted(Event):
    """A cell of the learner's begins to run."""

    code: str = ""


@record
class Output(Event):
    """Text printed to `stream` ("stdout" or "stderr")."""

    text: str = ""
    stream: str = "stdout"


@record
class Value(Event):
    """The value of a cell's last expression, as text."""

    text: str = ""
    kind: str = ""
    array: Array | None = None


@record
class Figure(Event):
    """A rendered figure: `data` is base64 of a PNG, or of what `mime` says.

    Of matplotlib's, `coarse` is a second PNG without text, for screens of few pixels; `axes` has the words.
    With one pair of axes, `coarse` reaches exactly to its frame.
    """

    data: str = ""
    mime: str = "image/png"
    text: str = ""
    coarse: str = ""
    axes: tuple[Axes, ...] = ()


@record
class Images(Event):
    """A row or grid of small images with labels (and predictions, where the code gave both)."""

    pictures: tuple[Picture, ...] = ()


@record
class Error(Event):
    """A cell raised. Lines and columns are 0-based and count in the learner's own cell; -1: unknown.

    `facts` of an engine error: op, shapes (of the operands), names (the learner's names of them),
    axes (the clashing axis of each, -1 for none), fits (code that works in its place), gives (the shape that
    each of these gives), reason (the engine's sentence).
    """

    name: str = ""
    message: str = ""
    traceback: str = ""
    line: int = -1
    column: int = -1
    end_line: int = -1
    end_column: int = -1
    facts: dict[str, Any] = field(default_factory=dict)
    operands: tuple[Operand, ...] = ()


@record
class Variables(Event):
    """The whole namespace as the learner should see it, in the order the names came."""

    variables: tuple[Variable, ...] = ()


@record
class Operation(Event):
    """An operation of the engine ran. `view`: the output shares memory with the first input.

    An array that it wrote into is an input as it was, and the output as it is; one of more than 4,096
    elements is both as it is.
    """

    op: str = ""
    inputs: tuple[Operand, ...] = ()
    output: Operand | None = None
    arguments: dict[str, str] = field(default_factory=dict)
    view: bool = False


@record
class Graph(Event):
    """The graph that a `backward` walked, heads first. `recorded` counts its operations."""

    nodes: tuple[Node, ...] = ()
    heads: tuple[int, ...] = ()
    recorded: int = 0


@record
class Training(Event):
    """New points of a loop's loss: (step, mean of the head), and each parameter's gradient norms.

    Norms are of ever fewer of the steps since the last message, the last one is of the last step.
    `epochs`: those whose lines were printed since the last message. Only the first message of a cell has
    `settings`, numbers that the loop found beside it (`lr`, `num_epochs`); `truths`, the values that data
    were made with, by the parameter's name; and the `samples` of a linear regression.
    """

    points: Points = ()
    norms: tuple[tuple[str, tuple[float, ...]], ...] = ()
    parameters: tuple[Operand, ...] = ()
    rate: float = 0.0  # steps a second since the last message, of the whole loop in its last one
    epochs: tuple[Epoch, ...] = ()
    settings: tuple[tuple[str, float], ...] = ()
    truths: tuple[tuple[str, tuple[float, ...]], ...] = ()
    samples: Samples | None = None


@record
class Help(Event):
    """A looked-up name: its signature and documentation, or a module's members with first lines.

    Of `kind` "unknown" the members are names that were probably meant, of "start" where to begin.
    """

    name: str = ""
    kind: str = ""
    signature: str = ""
    text: str = ""
    source: str = ""
    members: tuple[tuple[str, str], ...] = ()
    via: str = ""  # "help", "dir", "?" or "??"


@record
class InputRequested(Event):
    """Running code waits for a line of input."""

    prompt: str = ""
    password: bool = False


@record
class PutBack(Event):
    """Names that were put back to what the lesson needs, because play had changed them."""

    names: tuple[str, ...] = ()


@record
class Verdict(Event):
    """What a cell means for the step.

    `status`: "passed"; "partly" (what the cell made is right, more is to come: no mistake); "wrong"; "error"
    (an attempt that raised); "time", "memory", "output" (a limit); "explored" (no attempt, nothing to say);
    "interrupted"; "broken" (the check itself failed: never the learner's fault, never a pass). `reason` is
    a code, `facts` fill its sentence. `mistake` is the index of the listed mistake it equals, `check` the
    index of the failing check; -1: none. `retried`: it passed from the step's checkpoint.
    """

    step: str = ""
    status: str = ""
    reason: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    mistake: int = -1
    check: int = -1
    retried: bool = False

    @property
    def passed(self) -> bool:
        return self.status == "passed"

    @property
    def attempted(self) -> bool:
        return self.status not in ("partly", "explored", "interrupted")


@record
class CellEnded(Event):
    """A cell has run: `status` is "ok", "error", "interrupted" or "dead"."""

    status: str = "ok"
    seconds: float = 0.0


@record
class CommandEnded(Event):
    """Answer to a command of the session. Missing or not `ok`: the command did not happen."""

    command: str = ""
    ok: bool = False
    result: dict[str, Any] = field(default_factory=dict)


# ── from the kernel room and the session, in the front-end process ─────────────────────────────


@record
class KernelState(Event):
    """The kernel is "starting", "ready", "busy", "idle", "dead", "restarting", "replaying" or "stuck".

    "replaying" counts `done` of `total` cells; "stuck": interrupts are not heard, offer a restart.
    """

    state: str = ""
    detail: str = ""
    done: int = 0
    total: int = 0


@record
class StepOpened(Event):
    """The session stands at a step; the front end draws it from `session.step`."""

    lesson: str = ""
    step: str = ""
    index: int = 0
    count: int = 0
    again: bool = False  # reopened after undo, reset, restart or a change of language: keep the transcript
    review: bool = False  # apart from the course: asked again because it is due, or free play


@record
class Recalled(Event):
    """A cell that ran before, shown again where its step is opened: its code and what was seen of it.

    Nothing runs. `events` are those that a transcript shows, in their order, from the verdict to the
    `CellEnded`, and `Skipped` where the solution ran in the learner's stead. Numbered anew: `cell` is a
    number that no other cell of this sitting has, and theirs.
    """

    code: str = ""
    events: tuple[Event, ...] = ()


@record
class HintGiven(Event):
    """Hint `index` (from 1) of `total` may be shown now."""

    step: str = ""
    index: int = 0
    total: int = 0


@record
class Skipped(Event):
    """A step was skipped: its solution was run in the learner's stead."""

    step: str = ""
    code: str = ""


@record
class Undone(Event):
    """The last cell was taken back: `cell` is its number, 0 for a skip's solution, `code` its text."""

    code: str = ""


@record
class LessonEnded(Event):
    """The last step of a lesson is done. `following` is the next lesson's id, "" at the course's end.

    `results` are all its steps in their order.
    """

    lesson: str = ""
    following: str = ""
    results: tuple[StepResult, ...] = ()


@record
class LanguageChanged(Event):
    """Everything is to be drawn again in another language."""

    language: str = ""


@record
class Notice(Event):
    """Something to tell the learner, by the code of its text in the interface's catalogue."""

    code: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


def _all(base: type[Event]) -> dict[str, type[Event]]:
    return {kind.__name__: kind for kind in base.__subclasses__()}


KINDS: dict[str, type[Event]] = _all(Event)


def to_wire(event: Event) -> dict[str, Any]:
    """The event as plain JSON data, with its type and the version of this vocabulary.

    >>> to_wire(Output(cell=3, text="hi"))
    {'version': 1, 'type': 'Output', 'data': {'cell': 3, 'text': 'hi', 'stream': 'stdout'}}
    """
    data = _plain(event)
    if isinstance(event, Recalled):
        data["events"] = [to_wire(inner) for inner in event.events]
    return {"version": VERSION, "type": type(event).__name__, "data": data}


_SCALARS = frozenset({bool, int, float, str, type(None)})


def _plain(value: Any) -> Any:
    """As `dataclasses.asdict`, but tuples without dataclasses are not copied, and many numbers are packed."""
    kind = type(value)
    if kind in _SCALARS:
        return value
    if kind is tuple:
        return (packed(value) or value) if _is_plain(value) else tuple(map(_plain, value))
    fields = getattr(kind, "__dataclass_fields__", None)
    if fields is None:
        return value
    data = {}
    for name in fields:
        inner = getattr(value, name)
        data[name] = inner if type(inner) in _SCALARS else _plain(inner)
    return data


def _is_plain(value: tuple[Any, ...]) -> bool:
    """Whether JSON takes a tuple as it is; items after the third are like those before."""
    few = value[:3]
    if _SCALARS.issuperset(map(type, few)):
        return True
    return all(type(item) in _SCALARS or (type(item) is tuple and _is_plain(item)) for item in few)
