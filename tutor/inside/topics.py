"""What help says where there is no object to speak of: where to begin, Python's own words, near names."""

from __future__ import annotations

import difflib
import pydoc
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from tutor.events import Help
from tutor.inside import documentation
from tutor.inside.clean import CLEAN
from tutor.inside.members import MISSING, member, names_in

MOST = 8
_CUTOFF = 0.7
_BEGIN = ("nd", "nd.random", "autograd", "gluon", "gluon.nn", "gluon.loss", "gluon.data", "init", "d2l")
_PLACES = ("nd", "nd.random", "nd.NDArray", "autograd", "gluon", "gluon.nn", "gluon.loss", "init")


def beginning() -> Help:
    """`help()`: the modules to look into."""
    return Help(kind="start", members=tuple(_listed(name) for name in _BEGIN), via="help")


def topic(name: str) -> Help | None:
    """What Python's reference says of one of its keywords and signs, such as `for` or `**`; else None."""
    known: dict[str, Any] = {**pydoc.Helper.symbols, **pydoc.Helper.keywords}
    label = known.get(name, "")
    label = label[0] if isinstance(label, tuple) else label.partition(" ")[0]
    if not label:
        return None
    from pydoc_data.topics import topics  # a megabyte, which few look into

    text = topics.get(label) or topics.get(pydoc.Helper.topics.get(label, ("",))[0], "")
    plain = re.sub(r"^[*=~^-]{4,}\n", "", text, flags=re.MULTILINE)  # the lines under headings
    return Help(name=name, kind="keyword", text=plain.strip(), via="help") if text else None


def unknown(name: str, names: Mapping[str, Any], via: str) -> Help:
    """That nothing is called so, with what was probably meant."""
    found = [_listed(each, names) for each in alike(name, names)]
    return Help(name=name, kind="unknown", members=tuple(found), via=via)


def alike(name: str, names: Mapping[str, Any]) -> list[str]:
    """Dotted names that someone may have meant who looked up `name`, the likeliest first.

    >>> alike("uniform", {})[0], alike("nd.reshap", {})[0], alike("qqqqq", {})
    ('nd.random.uniform', 'nd.reshape', [])
    """
    owner, _, last = name.rpartition(".")
    found = _follow(owner, names) if owner else MISSING
    if found is MISSING:
        known = [(each, each) for each in names if not each.startswith("_")]
        known += [(f"{place}.{each}", each) for place in _PLACES for each in _public(place)]
    else:
        known = [(f"{owner}.{each}", each) for each in names_in(found) if not each.startswith("_")]
    near = difflib.get_close_matches(last, {own for _, own in known}, MOST, _CUTOFF)
    ordered = [full for wanted in near for full, own in known if own == wanted]
    return ordered[:MOST]


def _follow(path: str, names: Mapping[str, Any]) -> Any:
    first, *rest = path.split(".")
    found = names.get(first, CLEAN.get(first, MISSING))
    for part in rest:
        found = MISSING if found is MISSING else member(found, part)
    return found


@cache
def _public(place: str) -> list[str]:
    return [name for name in names_in(_follow(place, CLEAN)) if not name.startswith("_")]


def _listed(name: str, names: Mapping[str, Any] = CLEAN) -> tuple[str, str]:
    return name, documentation.first_line(_follow(name, names))
