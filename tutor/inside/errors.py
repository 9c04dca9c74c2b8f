"""An exception as an event: where in the learner's cell it came from, and what an engine's error knows."""

from __future__ import annotations

import traceback
import types
from collections.abc import Mapping, Sequence
from typing import Any

from engine import nd
from engine.compat import MODULES
from tutor.events import Error, Operand
from tutor.inside.namespace import visible
from tutor.inside.nearest import brought_by, nearest
from tutor.inside.repairs import repairs
from tutor.inside.source import Place, is_cell, operand_texts, place
from tutor.inside.summary import is_array, operand

MAX_FRAMES = 40
MAX_TRACEBACK = 20_000
MAX_MESSAGE = 2_000
MAX_NAME = 24
"""Longer expressions are no names."""
_AS_IMPORTED = {f"'{path}'": f"'{name}'" for name, path in reversed(MODULES.items())}
"""What Python calls the engine's modules in an import's message, and what the learner does."""


def describe(error: BaseException) -> Error:
    """The event for an exception that left a cell; the bare error where looking into it fails."""
    try:
        return _described(error)
    except Exception:  # a cell must come to its end, whatever its error is made of
        return Error(name=type(error).__name__, message=_text(error)[:MAX_MESSAGE])


def _described(error: BaseException) -> Error:
    """The event with all that can be found out.

    The place is the innermost one of the cell that ran; where that called a function of an earlier
    cell, the operands are still named as that function names them.
    """
    places = _places(error)
    running = [found for found in places if found[0].f_code.co_filename == places[0][0].f_code.co_filename]
    line, column, end_line, end_column = -1, -1, -1, -1
    if isinstance(error, SyntaxError):
        line, column, end_line, end_column = _of_syntax(error)
    elif running:
        where = running[-1][1]
        line, column, end_line, end_column = where.line, where.column, where.end_line, where.end_column
    facts, operands = _facts(error, places)
    if near := nearest(error, _names(places)):
        facts["near"] = near
    elif brought := brought_by(error):
        facts["brought_by"] = brought
    return Error(
        name=type(error).__name__,
        message=_text(error)[:MAX_MESSAGE],
        traceback=_traceback(error),
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        facts=facts,
        operands=operands,
    )


def _places(error: BaseException) -> list[tuple[types.FrameType, Place]]:
    """The frames of the traceback that lie in cells, outermost first, each with its stretch of source."""
    found = []
    for frame in _steps(error):
        code = frame.tb_frame.f_code
        if is_cell(code) and (where := place(code, frame.tb_lasti)) is not None:
            found.append((frame.tb_frame, where))
    return found


def _names(places: Sequence[tuple[types.FrameType, Place]]) -> dict[str, Any]:
    """The learner's names where the error came from."""
    if not places:
        return {}
    frame = places[-1][0]
    own = frame.f_locals if frame.f_locals is not frame.f_globals else {}
    return {**own, **dict(visible(frame.f_globals)), **_modules(frame.f_globals)}


def _modules(names: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in names.items() if isinstance(value, types.ModuleType)}


def _steps(error: BaseException) -> list[types.TracebackType]:
    steps = []
    step = error.__traceback__
    while step is not None:
        steps.append(step)
        step = step.tb_next
    return steps


def _of_syntax(error: SyntaxError) -> tuple[int, int, int, int]:
    if error.lineno is None or error.offset is None:
        return -1, -1, -1, -1
    line, column = error.lineno - 1, max(error.offset - 1, 0)
    end_line = (error.end_lineno or error.lineno) - 1
    end_column = (error.end_offset or 0) - 1
    return line, column, end_line, end_column if (end_line, end_column) > (line, column) else column + 1


def _text(error: BaseException) -> str:
    if isinstance(error, SyntaxError):
        return error.msg or ""
    try:
        text = str(error)
    except BaseException:  # a learner's own __str__
        return ""
    if isinstance(error, ImportError):
        for path, name in _AS_IMPORTED.items():
            text = text.replace(path, name)
    return text


def _traceback(error: BaseException) -> str:
    """The traceback from the cell on, as Python writes it."""
    start = next((step for step in _steps(error) if is_cell(step.tb_frame.f_code)), None)
    if isinstance(error, SyntaxError) and start is None:
        lines = traceback.format_exception_only(type(error), error)
    else:
        lines = traceback.format_exception(type(error), error, start, limit=-MAX_FRAMES, chain=False)
    text = "".join(lines)
    return text if len(text) <= MAX_TRACEBACK else "…" + text[-MAX_TRACEBACK:]


def _facts(
    error: BaseException, places: Sequence[tuple[types.FrameType, Place]]
) -> tuple[dict[str, Any], tuple[Operand, ...]]:
    """What an engine's error carries, in the learner's names; nothing for other errors."""
    shapes = getattr(error, "shapes", None)
    if getattr(error, "op", None) is None or not isinstance(shapes, tuple):
        return {}, ()
    texts = operand_texts(places[-1][1].text) if places else []
    if getattr(error, "op", "") == "setitem":  # the place is all that Python points at: `X[1:3]`
        texts = [places[-1][1].text] if places else []
    values = [_array_named(text, places[-1][0]) for text in texts]
    names, operands = [], []
    for position, shape in enumerate(shapes):
        name, value = _matching(position, tuple(shape), texts, values)
        names.append(name)
        if value is not None:
            operands.append(operand(value, name))
    axes = [-1] * len(shapes)
    for index, axis in getattr(error, "axes", ()):
        axes[index] = axis
    mended = repairs(error, places[-1][1].text, _seen_by(places[-1][0])) if places else []
    facts = {
        "op": error.op,  # type: ignore[attr-defined]
        "shapes": [list(shape) for shape in shapes],
        "names": names,
        "axes": axes,
        "fits": [code for code, _ in mended],
        "gives": [shape for _, shape in mended],
        "reason": getattr(error, "reason", ""),
    }
    return facts, tuple(operands)


def _seen_by(frame: types.FrameType) -> dict[str, Any]:
    """All names that the code of a frame can see, builtins aside."""
    return {**frame.f_globals, **frame.f_locals}


def _matching(
    position: int, shape: tuple[int, ...], texts: Sequence[str], values: Sequence[Any]
) -> tuple[str, Any]:
    """The operand at this position, if its shape is the one that the error speaks of."""
    if position >= len(texts):
        return "", None
    value = values[position]
    if value is not None and tuple(value.shape) != shape:
        return "", None
    return texts[position] if len(texts[position]) <= MAX_NAME else "", value


def _array_named(text: str, frame: types.FrameType) -> Any:
    """The array behind a plain name, or behind `name.T` and `name.grad`; None for anything else."""
    name, _, attribute = text.partition(".")
    value = frame.f_locals.get(name, frame.f_globals.get(name))
    if attribute in ("T", "grad") and isinstance(value, nd.NDArray):
        value = getattr(value, attribute)
    elif attribute:
        return None
    return value if is_array(value) else None
