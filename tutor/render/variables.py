"""The table of the learner's names: shape, dtype, device, values and gradients."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from tutor.events import Variable
from tutor.render.numbers import span
from tutor.render.page import Lines, Page
from tutor.render.shape import shape
from tutor.render.signs import CHANGED, GRADIENT
from tutor.render.width import cut, flush, lit, one_line, pad, printable, widest, wrap

_MARK = 2
_GAP = 2
_NARROWEST = 4
_DIGITS, _FEWEST_DIGITS = 4, 2


def table(variables: Sequence[Variable], page: Page, *, chosen: int | None = None) -> Lines:
    """One row a name: `•` new or changed, `∇` has a gradient; in the order the names came. `chosen` is lit.

    What does not fit goes in this order: device, dtype, digits, what a gradient holds, the ends of names
    and shapes. The value of what is no array may take the room of the columns that it leaves empty.
    """
    if not variables:
        return wrap(Text().append(page.texts("render.variables.none"), page.palette.dim), page.width)
    fields, digits = _fields(variables), _DIGITS
    while _natural(columns := _columns(variables, fields, digits, page), variables) > page.width:
        spare = next((field for field in ("device", "dtype") if field in fields), None)
        if spare is not None:
            fields.remove(spare)
        elif digits > _FEWEST_DIGITS:
            digits -= 1
        elif fields[-1] == "gradient":
            fields, digits = ["name", "shape", "has_gradient", "values"], _DIGITS - 1
        else:
            break
    marks = [Text(), *(Text(CHANGED if v.change else "", page.palette.strong) for v in variables)]
    lines = _lay_out(marks, columns, _weighty(columns[-1], variables), page.width)
    if chosen is not None and 0 <= chosen < len(variables):
        lines[chosen + 1] = lit(lines[chosen + 1], page)
    return lines


def _fields(variables: Sequence[Variable]) -> list[str]:
    if any(variable.has_gradient for variable in variables):
        return ["name", "shape", "dtype", "device", "values", "gradient"]
    if any(variable.array is not None for variable in variables):
        return ["name", "shape", "dtype", "device", "values"]
    return ["name", "kind", "value"]


def _columns(variables: Sequence[Variable], fields: Sequence[str], digits: int, page: Page) -> list[Lines]:
    return [[_heading(field, page), *(_cell(v, field, digits, page) for v in variables)] for field in fields]


def _natural(columns: Sequence[Lines], variables: Sequence[Variable]) -> int:
    """The cells that the table takes where nothing is cut."""
    return _MARK + sum(widest(column) + _GAP for column in columns[:-1]) + _weighty(columns[-1], variables)


def _weighty(last: Lines, variables: Sequence[Variable]) -> int:
    """The width of the last column that the others leave room for: beside arrays only theirs count."""
    arrays = [cell for cell, variable in zip(last[1:], variables, strict=True) if variable.array is not None]
    return widest([last[0], *(arrays or last)])


def _lay_out(marks: Lines, columns: Sequence[Lines], least: int, width: int) -> Lines:
    """The columns from the left, the last one at the right edge; too wide ones give way, widest first.

    The last one is sure of `least` cells, or of a third of the width.
    """
    *columns, last = columns
    widths = [widest(column) for column in columns]
    room = width - _MARK - _GAP * len(columns) - min(least, width // 3)
    while sum(widths) > room and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    lines: Lines = []
    for mark, value, *cells in zip(marks, last, *columns, strict=True):
        line = pad(mark, _MARK)
        for column_width, cell in zip(widths, cells, strict=True):
            line.append_text(pad(cell, column_width)).append(" " * _GAP)
        line.rstrip()
        line = cut(line, width)
        rest = max(0, width - widest([line]) - 1)
        lines.append(flush(line, cut(value, rest), width, gap=1))
    return lines


def _heading(field: str, page: Page) -> Text:
    if field == "has_gradient":
        return Text()
    return Text(page.texts(f"render.variables.{field}"), page.palette.dim)


def _cell(variable: Variable, field: str, digits: int, page: Page) -> Text:
    palette, array = page.palette, variable.array
    if field == "name":
        return Text(one_line(variable.name), palette.strong if variable.change else palette.fg)
    if field in ("gradient", "has_gradient"):
        return _gradient(variable, digits if field == "gradient" else 0, page)
    if field in ("values", "value"):
        text = printable(variable.text).partition("\n")[0] if array is None else span(array, digits)
        return Text(text, palette.fg)
    if array is None:
        return Text(one_line(variable.kind) if field in ("shape", "kind") else "", palette.dim)
    if field == "shape":
        return shape(array.shape, palette)
    return Text(one_line(array.dtype if field == "dtype" else array.device), palette.dim)


def _gradient(variable: Variable, digits: int, page: Page) -> Text:
    """The sign of a gradient, and what it holds unless there is no room for digits."""
    text = Text()
    if variable.has_gradient:
        text.append(GRADIENT, page.palette.strong)
        if variable.gradient is not None and digits:
            text.append(f" {span(variable.gradient, digits)}", page.palette.fg)
    return text
