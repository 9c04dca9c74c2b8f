"""The rules of gradients as text: their letters, and the same with numbers in the letters' place.

A rule speaks of the gradient `g` that comes from above, the result `y` and the operands `a`, `b`, `c`, and
sets signs between them, or says in words what becomes of g.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from tutor.render.numbers import number
from tutor.render.page import Texts

LETTER: Final = re.compile(r"(?<![a-zA-Z])(?P<letter>[abcgywγ])(?P<turned>ᵀ?)(?![a-zA-Z])")
PRODUCT: Final = re.compile(r"[abcgyw]ᵀ? (?P<sign>[·×/]) [abcgyw]ᵀ?")
CHOICE: Final = re.compile(r"(?P<value>.+) where (?P<condition>.+), else (?P<other>.+)")
_WORD = re.compile(r"[a-z]{2,}")
_FUNCTIONS = {"sign", "floor", "clip", "ln", "log", "sigmoid", "sin", "cos", "sinh", "cosh", "key"}
_RAISED = {"aᵇ⁻¹": "a ** (b - 1)", "eʸ": "e ** y"}
_POWER = "²³"


def letters(rule: str) -> set[str]:
    """The letters of which a rule speaks.

    >>> sorted(letters("g × sigmoid(a)")), sorted(letters("-g × y / (2 × a)"))
    (['a', 'g'], ['a', 'g', 'y'])
    """
    return {match["letter"] for match in LETTER.finditer(_flat(rule))}


def is_formula(rule: str) -> bool:
    """Whether a rule is signs and letters alone, the same in every language.

    >>> is_formula("g / (1 - a²)"), is_formula("g, in a's shape")
    (True, False)
    """
    return _FUNCTIONS.issuperset(_WORD.findall(rule))


def in_words(rule: str, texts: Texts) -> str:
    """A rule in the learner's language; one of signs and letters alone stays as it is."""
    if choice := CHOICE.fullmatch(rule):
        parts = {name: in_words(part, texts) for name, part in choice.groupdict().items()}
        return texts("render.rules.choice", **parts)
    if is_formula(rule):
        return rule
    known = texts(key(rule))
    return rule if known == key(rule) else known


def key(rule: str) -> str:
    """Under which a rule in words stands in the interface's catalogue.

    >>> key("g, in a's shape")
    'render.rules.g_in_a_s_shape'
    """
    return f"render.rules.{re.sub(r'[^a-z0-9]+', '_', rule.lower().replace('ᵀ', '_t')).strip('_')}"


def in_numbers(formula: str, values: Mapping[str, float]) -> str:
    """A formula with numbers for its letters, in brackets where a sign would run into them.

    >>> in_numbers("g × b × aᵇ⁻¹", {"g": 1, "a": 4, "b": 3}), in_numbers("-g × y²", {"g": 1, "y": -0.5})
    ('1 × 3 × 4 ** (3 - 1)', '-1 × (-0.5)²')
    >>> in_numbers("g / (1 + |a|)²", {"g": -2, "a": -3})
    '-2 / (1 + |-3|)²'
    """
    flat = _flat(formula)

    def written(match: re.Match[str]) -> str:
        text = number(values[match["letter"]])
        before, after = flat[: match.start()].rstrip(" "), flat[match.end() :].lstrip(" ")
        alone = not before or before[-1] in "(|"
        raised = after[:1] in (*_POWER, "*") and after != ""
        return f"({text})" if text.startswith("-") and (raised or not alone) else text

    return LETTER.sub(written, flat)


def _flat(rule: str) -> str:
    """A formula without letters that stand above the line."""
    for raised, flat in _RAISED.items():
        rule = rule.replace(raised, flat)
    return rule
