"""Looking things up: `dir`, `help`, `x?` and `x??` open beside the work, and are remembered for the judge."""

from __future__ import annotations

import builtins
import inspect
import re
import sys
import types
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from engine import autograd, nd
from tutor.events import Help, Notice
from tutor.inside import documentation, topics, wire
from tutor.inside.clean import CLEAN
from tutor.inside.members import MISSING, member, names_in
from tutor.inside.source import is_cell, operand_texts, place

MAX_TEXT = 20_000
MAX_MEMBERS = 500
_IN_WORDS = re.compile(r"[^\W\d]\w*([\s,，'’]+\w+)+\s*[?？]+|\w+？")

_records: list[list[tuple[str, Any]]] = []


@contextmanager
def recorded(found: list[tuple[str, Any]]) -> Iterator[None]:
    """Collects what is looked up in the block, as pairs of how ("dir", "help", "?") and the object."""
    _records.append(found)
    try:
        yield
    finally:
        # By identity: two records that are both still empty are equal.
        _records[:] = [record for record in _records if record is not found]


def quiet_dir(*arguments: Any) -> list[str]:
    """`dir([object])` as in Python; the list of members opens beside as well."""
    frame = sys._getframe(1)
    if not arguments:
        return sorted(frame.f_locals)
    _look_up("dir", arguments[0], frame)
    return builtins.dir(*arguments)


def quiet_help(*arguments: Any) -> None:
    """`help(object)` or `help("name")` opens beside the work in place of a pager."""
    if not arguments:
        wire.publish(topics.beginning())
        return
    (found,), name, frame = arguments, "", sys._getframe(1)
    if type(found) is str:
        name, named = found, resolve(found, frame.f_globals)
        if named is MISSING:
            _remember("help", found)
            wire.publish(topics.topic(name) or topics.unknown(name, frame.f_globals, "help"))
            return
        found = named
    _look_up("help", found, frame, name)


def install(shell: Any) -> None:
    """Makes `x?` and `x??` open beside, and `?` alone tell where to begin."""
    shell.show_usage = quiet_help
    shell.register_magic_function(lambda line: _question(shell, line, "?"), "line", "pinfo")
    shell.register_magic_function(lambda line: _question(shell, line, "??"), "line", "pinfo2")
    shell.register_magic_function(lambda line: wire.publish(Notice(code="notice.asked")), "line", "asked")
    shell.input_transformers_cleanup.append(_in_words)


def _in_words(lines: list[str]) -> list[str]:
    """A cell that asks in words, in place of what IPython would make of it: a lookup of the last of them.

    >>> _in_words(["what is a shape?"]), _in_words(["x.shape?"])
    (['%asked\\n'], ['x.shape?'])
    """
    return ["%asked\n"] if len(lines) == 1 and _IN_WORDS.fullmatch(lines[0].strip()) else lines


def _question(shell: Any, name: str, via: str) -> None:
    found = resolve(name, shell.user_ns)
    if found is MISSING:
        wire.publish(topics.topic(name) or topics.unknown(name, shell.user_ns, via))
        return
    _remember("?", found)
    wire.publish(describe(found, name, via))


def _look_up(via: str, found: Any, frame: types.FrameType, name: str = "") -> None:
    _remember(via, found)
    wire.publish(describe(found, name or _name_at(frame) or name_of(found), via))


def _remember(via: str, found: Any) -> None:
    for record in _records:
        record.append((via, found))


def _name_at(frame: types.FrameType) -> str:
    """What stands between the parentheses of the call that the frame is in, where that is a cell's."""
    if not is_cell(frame.f_code) or (here := place(frame.f_code, frame.f_lasti)) is None:
        return ""
    texts = operand_texts(here.text)
    return texts[0] if len(texts) == 1 else ""


def resolve(name: str, namespace: dict[str, Any]) -> Any:
    """The object behind a dotted name: the learner's, else the tutor's own, else a builtin."""
    first, *rest = name.strip().split(".")
    for names in (namespace, CLEAN, vars(builtins)):
        found = names.get(first, MISSING)
        for part in rest:
            found = MISSING if found is MISSING else member(found, part)
        if found is not MISSING:
            return found
    return MISSING


def describe(found: Any, name: str, via: str) -> Help:
    """What is known about an object: signature and documentation, its source for `??`, its members for `dir`.

    >>> describe(len, "len", "help").signature
    'len(obj, /)'
    """
    return Help(
        name=name,
        kind=documentation.kind(found),
        signature=documentation.signature(found, name),
        text=documentation.text(found)[:MAX_TEXT],
        source=documentation.source(found)[:MAX_TEXT] if via == "??" else "",
        members=_members(found) if via == "dir" or isinstance(found, types.ModuleType) else (),
        via=via,
    )


def name_of(found: Any) -> str:
    """A name for an object that came without one, as a learner would write it; else its type's.

    >>> name_of(nd.random), name_of(nd.random.uniform), name_of(nd.dot), name_of(3)
    ('nd.random', 'nd.random.uniform', 'nd.dot', 'int')
    """
    own = getattr(found, "__qualname__", None) or getattr(found, "__name__", None)
    if not isinstance(own, str):
        return type(found).__name__
    if isinstance(found, types.ModuleType):
        return own.removeprefix("engine.")
    holder = next((module for module in (nd, nd.random, autograd) if vars(module).get(own) is found), None)
    return own if holder is None else f"{name_of(holder)}.{own}"


def is_same_thing(found: Any, other: Any) -> bool:
    """Whether two lookups meant one object; a method may be looked up on any object of its class."""
    return _function_of(found) is _function_of(other)


def _function_of(found: Any) -> Any:
    return found.__func__ if issubclass(type(found), types.MethodType) else found


def _members(found: Any) -> tuple[tuple[str, str], ...]:
    names = [name for name in names_in(found) if not name.startswith("_")][:MAX_MEMBERS]
    return tuple(
        (name, documentation.first_line(inspect.getattr_static(found, name, None))) for name in names
    )


def find(shell: Any, name: str, detail: int) -> Help:
    """`Help` for a name as the front end asks for it; of kind "unknown" where there is no such thing."""
    found, via = resolve(name, shell.user_ns), "??" if detail else "?"
    if found is MISSING:
        return topics.topic(name) or topics.unknown(name, shell.user_ns, via)
    return describe(found, name, via)
