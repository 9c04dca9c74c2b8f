"""A verdict in words: the listed mistake's, the check's, or the sentence for the general reason.

The kernel side gives codes and facts (`tutor/inside/judge.py`); the sentences stand in the interface's
catalogue under `verdict`, so a change of language changes what was said before, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tutor.events import Verdict
from tutor.lesson.model import Step
from tutor.lesson.texts import Texts


def explain(verdict: Verdict, step: Step, texts: Texts) -> list[str]:
    """What the learner reads about an attempt that did not pass, as paragraphs of lesson markup.

    A wrong shape is always said first: it is what the learner can see at once. Then the listed
    mistake's `say`, else the failing check's `say`, else the general reason. Nothing for a verdict
    that passed or was no attempt.
    """
    if verdict.passed or not verdict.attempted:
        return []
    mistake = step.mistakes[verdict.mistake].say if 0 <= verdict.mistake < len(step.mistakes) else None
    check = step.check[verdict.check].say if 0 <= verdict.check < len(step.check) else None
    own = mistake or check
    general = _general(verdict, texts)
    if own is None:
        return general
    return [*(general if verdict.reason == "shape" else ()), own]


def _general(verdict: Verdict, texts: Texts) -> list[str]:
    code = verdict.reason or verdict.status
    facts = {name: in_words(fact) for name, fact in verdict.facts.items()}
    sentences = [texts(f"verdict.{code}", **facts)]
    if (hint := verdict.facts.get("hint")) and f"verdict.{code}_{hint}" in texts:
        sentences.append(texts(f"verdict.{code}_{hint}", **facts))
    return sentences


def in_words(fact: Any) -> str:
    """A fact as it stands in a sentence: shapes as Python writes them, numbers to 4 digits.

    >>> in_words([4, 3]), in_words([11]), in_words(0.30000001), in_words("float32")
    ('(4, 3)', '(11,)', '0.3', 'float32')
    """
    if isinstance(fact, list | tuple):
        inner = ", ".join(map(in_words, fact))
        return f"({inner},)" if len(fact) == 1 else f"({inner})"
    if isinstance(fact, Mapping):
        return ", ".join(f"{name}: {in_words(value)}" for name, value in fact.items())
    if isinstance(fact, float):
        return f"{fact:.4g}"
    return str(fact)
