"""A name that was looked up: signature, description, parameters, examples; or a module's members."""

from __future__ import annotations

import re

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text

from tutor.events import Help
from tutor.render import signature
from tutor.render.code import listing
from tutor.render.docstring import Parameter, sections
from tutor.render.docstring import examples as examples_of
from tutor.render.docstring import parameters as parameters_of
from tutor.render.markup import body, join
from tutor.render.page import Lines, Page
from tutor.render.shape import paint_shapes, paint_tails
from tutor.render.width import (
    HARD_BLANK,
    cut,
    flush,
    fold,
    indent,
    lit,
    one_line,
    pad,
    printable,
    wrap,
)

_WIDEST_NAME = 20
_MEANING = 18
LOOSE = ("unknown", "start")
"""Kinds of entries whose members belong to no module: their names are whole."""

_LISTS = ("Parameters", "Attributes", "Returns", "Raises")


def entry(
    event: Help, page: Page, *, back: str = "", ahead: str = "", chosen: int | None = None, filter: str = ""
) -> Lines:
    """The whole entry, what can be run before what is to be read. `back` and `ahead` name what was open
    before and after it; `chosen` is the row that stands lit, of the members where there are some, else of
    the examples; `filter` narrows the members."""
    palette, texts = page.palette, page.texts
    name = one_line(event.name) or texts("render.help.start")
    title = flush(Text().append(name, palette.strong), _ways(back, ahead, page), page.width)
    parts: list[Lines] = [[title, *_language(event, page)]]
    if event.kind in LOOSE:
        parts += [opening(event, page), members(event, page, chosen=chosen, filter=filter)]
        return _apart(parts)
    if event.signature:
        parts.append(_signature(event.signature, page))
    head, rest = sections(printable(event.text))
    if event.members:
        parts.append(_paragraphs(head.partition("\n\n")[0], page))
        parts.append(members(event, page, chosen=chosen, filter=filter))
        return _apart(parts)
    if head:
        parts.append(_paragraphs(head, page))
    count = 0
    for name, section in sorted(rest, key=lambda part: part[0] != "Examples"):
        lines = [_title(name, page)]
        if name == "Examples":
            lines += _examples(section, page, None if chosen is None else chosen - count)
            count += len(examples_of(section))
        else:
            lines += _section(name, section, page)
        parts.append(lines)
    if event.source:
        parts.append([_title("Source", page), *_code(event.source, page)])
    if not (head or event.signature or event.source):
        parts.append(wrap(Text().append(texts("render.help.nothing"), palette.dim), page.width))
    return _apart(parts)


def _apart(parts: list[Lines]) -> Lines:
    return [line for part in parts if part for line in (Text(), *part)][1:]


def _ways(back: str, ahead: str, page: Page) -> Text:
    """What lies behind on the trail, and ahead."""
    ways = [f"‹ {one_line(back)}"] if back else []
    ways += [f"{one_line(ahead)} ›"] if ahead else []
    return Text("  ".join(ways), page.palette.dim)


def opening(event: Help, page: Page) -> Lines:
    """What stands over names that no module lists: where to begin, or what may have been meant."""
    if event.kind == "start":
        return body(page.texts("render.help.begin"), page)
    key = "near" if event.members else "unknown"
    return body(page.texts(f"render.help.{key}", name=one_line(event.name)), page)


def _language(event: Help, page: Page) -> Lines:
    """In which language the text is, where that is not the page's."""
    said = page.texts("render.help.language") if event.text else ""
    return wrap(Text().append(said, page.palette.dim), page.width) if said else []


def examples(event: Help) -> list[str]:
    """The code of the entry's examples, in order: what Enter copies into the cell."""
    _, rest = sections(printable(event.text))
    return [example.code for title, body in rest if title == "Examples" for example in examples_of(body)]


def members(event: Help, page: Page, *, chosen: int | None = None, most: int = 0, filter: str = "") -> Lines:
    """Names with the first lines of their documentation, at most `most` of them where it is not 0.

    Names with an underscore come last. The row `chosen` is lit.
    """
    palette = page.palette
    shown = listed(event, filter)
    kept = shown[:most] if most and len(shown) > most else shown
    column = min(max(_WIDEST_NAME, page.width // 4), max((cell_len(name) for name, _ in kept), default=0)) + 2
    column = min(column, max(4, page.width // 2))
    lines: Lines = []
    if filter:
        said = page.texts("render.help.filtered", count=len(shown), total=len(event.members), filter=filter)
        lines += wrap(Text().append(said, palette.help), page.width)
    for index, (name, first) in enumerate(kept):
        here = index == chosen
        label = pad(Text(one_line(name), palette.strong if here else palette.fg), column - 1).append(" ")
        words = _module(name, page) if event.kind == "start" else ""
        words = words or printable(first).partition("\n")[0].replace("`", "")
        line = cut(Text.assemble(label, (words, palette.dim)), page.width)
        lines.append(lit(line, page) if here else line)
    if len(kept) < len(shown):
        more = page.texts("render.help.more", count=len(shown) - len(kept))
        lines.append(cut(Text().append(f"⋯ {more}", palette.dim), page.width))
    return lines


def _module(name: str, page: Page) -> str:
    """What is in one of the modules where help begins, in the page's language; "" for another."""
    key = f"render.help.module.{name}"
    said = page.texts(key)
    return "" if said == key else said


def listed(event: Help, filter: str = "") -> list[tuple[str, str]]:
    """The members in the order in which they are shown, those that have the letters of `filter`."""
    found = [member for member in event.members if filter.lower() in member[0].lower()]
    if event.kind in LOOSE:
        return found  # the likeliest first
    return sorted(found, key=lambda member: member[0].startswith("_"))


def _title(title: str, page: Page) -> Text:
    key = title.lower().replace(" ", "_")
    known = page.texts(f"render.help.{key}")
    words = title.lower() if known == f"render.help.{key}" else known
    return cut(Text().append(words, page.palette.dim), page.width)


def _signature(written: str, page: Page) -> Lines:
    """A call, broken between parameters, which stand under each other."""
    name, parameters, rest = signature.split(written)
    return signature.call(name, parameters, page, rest=rest)


def _section(title: str, body: str, page: Page) -> Lines:
    if title in _LISTS and re.search(r"^\S[^\n]* : ", body, re.MULTILINE):
        return _parameters(parameters_of(body), page)
    if title.lower() == "see also":
        names = [name.partition(" : ")[0].strip() for name in re.split(r"[,\n]", body) if name.strip()]
        return wrap(Text().append("   ".join(names), page.palette.fg), page.width)
    return _paragraphs(body, page)


def _parameters(found: list[Parameter], page: Page) -> Lines:
    """Names, types and meanings in columns; on a narrow page the meaning stands under the type."""
    palette = page.palette
    first = min(max(cell_len(p.name) for p in found) + 2, max(4, page.width // 3))
    second = max(cell_len(p.type) for p in found) + 2
    beside = page.width - first - second >= _MEANING
    lines: Lines = []
    for parameter in found:
        name = pad(Text(parameter.name, palette.fg), first - 1).append(" ")
        kind = Text().append(parameter.type, palette.dim)
        meaning = _prose(parameter.meaning, page)
        if beside:
            rows = wrap(meaning, page.width - first - second)
            lines.append(Text.assemble(name, pad(kind, second), rows[0]))
            lines += indent(rows[1:], first + second)
        else:
            rows = [*(wrap(kind, page.width - first) if parameter.type else [])]
            rows += wrap(meaning, page.width - first) if parameter.meaning else []
            lines.append(Text.assemble(name, rows[0] if rows else ""))
            lines += indent(rows[1:], first)
    return lines


def _examples(body: str, page: Page, chosen: int | None) -> Lines:
    lines: Lines = []
    for index, example in enumerate(examples_of(body)):
        code = _code(example.code, page)
        if index == chosen:
            code = [lit(line, page) for line in code]
        output = Text().append(example.output, page.palette.fg)
        paint_tails(output, page.palette)
        lines += code + (fold(output, page.width) if example.output else [])
    return lines


def _code(source: str, page: Page) -> Lines:
    return [row for rows in listing(source, page) for row in rows]


def _paragraphs(text: str, page: Page) -> Lines:
    """Paragraphs, their lines joined; lines that are set in columns stay as they are."""
    lines: Lines = []
    for block in re.split(r"\n[ \t]*\n", text.strip("\n")):
        rows = block.split("\n")
        as_set = any(row[:1] in " -*" or "→" in row for row in rows)
        lines += [Text()] if lines else []
        for row in rows if as_set else [join([row.strip() for row in rows])]:
            lines += wrap(_prose(row, page), page.width)
    return lines


def _prose(text: str, page: Page) -> Text:
    """Words of a docstring: code between backticks, shapes by axis; no other markup."""
    palette, line = page.palette, Text()
    whole = re.sub(r"\([-\d, ]+\)", lambda match: match[0].replace(" ", HARD_BLANK), text)
    for index, part in enumerate(re.split(r"`{1,2}", whole)):
        style: Style = palette.strong if index % 2 else palette.fg
        line.append(part, style)
    paint_shapes(line, palette)
    return line
