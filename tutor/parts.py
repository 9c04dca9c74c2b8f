"""What events are made of: summaries of arrays, names, nodes, pictures. Small frozen dataclasses.

Like `tutor.events`, which hands them on, this module needs the standard library alone.
"""

from __future__ import annotations

from dataclasses import field

from tutor.packed import Numbers, Rows
from tutor.record import record


@record
class Array:
    """Summary of one array: everything a picture needs, at most 64 values.

    `values` is a corner block in C order, of shape `block` (same number of axes as `shape`). All
    values where the array has at most 64. Otherwise leading axes keep index 0 only, and along each
    of the last two axes (the last one of a vector) where `block` is shorter than `shape`, the block's
    last index is the array's own last index and the others count from 0.
    `low` and `high` are over the whole array (None when empty, not numeric, not finite or very large).
    """

    shape: tuple[int, ...]
    dtype: str
    device: str
    values: Numbers = ()
    block: tuple[int, ...] = ()
    low: float | None = None
    high: float | None = None
    kind: str = "NDArray"  # or "ndarray" for NumPy's


@record
class Variable:
    """One name of the learner's namespace. `text` stands in for the value of what is no array."""

    name: str
    kind: str
    text: str = ""
    array: Array | None = None
    gradient: Array | None = None
    has_gradient: bool = False
    change: str = ""  # "new", "changed" since the last cell, or ""


@record
class Operand:
    """An operation's input or output: its array, and the learner's name for it where there is one."""

    array: Array
    name: str = ""


@record
class Node:
    """One node of the recorded graph. `inputs` are ids of other nodes; a variable has none.

    `gradient` is what arrived at this node. `rules` holds, for each input, the local rule in words of
    the operation's row, such as "g · bᵀ"; `passes` holds what it passed to each input. Operands that need no
    gradient are no inputs: `places` holds which operand each input is (empty: the first ones), `constants`
    the others by their place.
    """

    id: int
    op: str
    name: str = ""
    inputs: tuple[int, ...] = ()
    array: Array | None = None
    gradient: Array | None = None
    arguments: dict[str, str] = field(default_factory=dict)
    rules: tuple[str, ...] = ()
    passes: tuple[Array | None, ...] = ()
    places: tuple[int, ...] = ()
    constants: tuple[tuple[int, Array], ...] = ()


@record
class Picture:
    """One small grey image: `pixels` are height × width values 0–255, base64 of the raw bytes."""

    height: int
    width: int
    pixels: str
    label: str = ""
    prediction: str = ""


@record
class Axes:
    """The words around one pair of a figure's axes: labels, the numbers at each axis with their places
    (from 0 to 1, left to right and bottom to top), and the legend's names with their colours as hexes.
    `box` is its place in the coarse picture: left, top, right and bottom, from 0 to 1."""

    title: str = ""
    across: str = ""
    up: str = ""
    ticks_across: tuple[tuple[float, str], ...] = ()
    ticks_up: tuple[tuple[float, str], ...] = ()
    legend: tuple[tuple[str, str], ...] = ()
    box: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)


@record
class Epoch:
    """An epoch as a loop printed it: its number, the step that it ended with, and the numbers beside it."""

    step: int
    number: int
    measures: tuple[tuple[str, float], ...] = ()


@record
class Samples:
    """Up to 100 samples of the data that a linear regression fits: features, one tuple each, and labels.

    `weight` and `bias` are the names of its parameters, `bias` "" where it has none.
    """

    weight: str
    bias: str
    features: Rows
    labels: Numbers


@record
class StepResult:
    """How one step of a lesson went. `covers` are rows of the note; `review`: it comes back later."""

    step: str
    status: str = ""
    attempts: int = 0
    hints: int = 0
    covers: tuple[str, ...] = ()
    review: bool = False
