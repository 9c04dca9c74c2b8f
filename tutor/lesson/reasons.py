"""A verdict in words: the listed mistake's, the check's, or the sentence for the general reason.

The kernel side gives codes and facts (`tutor/inside/verdicts.py`); the sentences stand in the
interface's catalogue under `verdict`, so a change of language changes what was said before, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tutor.events import Verdict
from tutor.lesson.model import Step
from tutor.lesson.texts import Texts

_CALLABLES = ("method", "function", "builtin_function_or_method")


def explain(verdict: Verdict, step: Step, texts: Texts) -> list[str]:
    """What the learner reads about an attempt that did not pass, or is half made, as lesson markup.

    A listed mistake's `say` comes first of all, after a wrong shape, which the learner can see at once;
    then the failing check's `say` unless a name is missing, then the general reason. Nothing for a
    verdict that passed or was no attempt.

    >>> step = Step(id="a", title="A", text="Make `x`.", solution="x = nd.arange(12)", why="So.")
    >>> facts = {"name": "x", "found": [11], "expected": [12], "hint": ""}
    >>> explain(Verdict(status="wrong", reason="shape", facts=facts), step, Texts("en"))
    ['`x` has shape `(11,)`. The step asks for `(12,)`.']
    """
    if verdict.passed or not (verdict.attempted or verdict.status == "partly"):
        return []
    if 0 <= verdict.mistake < len(step.mistakes):
        shape = _general(verdict, texts) if verdict.reason == "shape" else []
        return [*shape, step.mistakes[verdict.mistake].say]
    named = verdict.reason != "missing" and 0 <= verdict.check < len(step.check)
    if named and (say := step.check[verdict.check].say):
        return [say]
    return _general(verdict, texts)


def _general(verdict: Verdict, texts: Texts) -> list[str]:
    code = verdict.reason or verdict.status
    facts: dict[str, Any] = {name: in_words(fact) for name, fact in verdict.facts.items()}
    facts["element"] = f"{facts.get('name', '')}[{facts.get('index', '').strip('(,)')}]"
    facts["count"] = verdict.facts.get("count")
    variant = f"verdict.{code}_{_variant(code, verdict.facts)}"
    return [texts(variant if variant in texts else f"verdict.{code}", **facts)]


def _variant(code: str, facts: Mapping[str, Any]) -> str:
    """Which of a reason's sentences fits the facts; "" for its plain one."""
    match code:
        case "value" if facts.get("index") and facts.get("size") == 1:
            return "only"
        case "gradient" if facts.get("cause") == "value" and facts.get("size") == 1:
            return "only"
        case "value" if not facts.get("hint") and _all_differ(facts):
            return "all"
        case "gradient" if facts.get("cause") == "value" and _all_differ(facts):
            return "all"
        case "shape" | "value":
            return str(facts.get("hint") or ("" if facts.get("index") else "single"))
        case "gradient" | "result" | "function":
            return str(facts.get("cause", ""))
        case "kind" if facts.get("found") in _CALLABLES and facts.get("expected") not in _CALLABLES:
            return "uncalled"
        case "kind" if {facts.get("found"), facts.get("expected")} == {"ndarray", "NDArray"}:
            return str(facts["found"])
        case "answer" if facts.get("tuple"):
            return "tuple"
        case "answer" if facts.get("quoted"):
            return "quoted"
        case "missing":
            return "kept_as" if facts.get("kept_as") else ""
        case "partly" if not facts.get("missing"):
            return "more"
        case "literal":
            return "given" if "\n" not in str(facts.get("given", "\n")).strip() else ""
        case "prints" | "raises" | "looked_up" | "answer" if not facts.get("found"):
            return "none"
        case "looked_up" if facts.get("by"):
            return "by"
    return ""


def _all_differ(facts: Mapping[str, Any]) -> bool:
    return bool(facts.get("index")) and facts.get("count") == facts.get("size")


def in_words(fact: Any) -> str:
    """A fact as it stands in a sentence: shapes as Python writes them, numbers to 4 digits.

    Backticks would end the code that the sentence sets a fact in, so they become quotes.

    >>> in_words([4, 3]), in_words([11]), in_words(0.30000001), in_words(["dir", "help"])
    ('(4, 3)', '(11,)', '0.3', 'dir, help')
    """
    if isinstance(fact, list | tuple):
        inner = ", ".join(map(in_words, fact))
        if any(isinstance(item, str) for item in fact):
            return inner
        return f"({inner},)" if len(fact) == 1 else f"({inner})"
    if isinstance(fact, float):
        return f"{fact:.4g}"
    return " ".join(str(fact).replace("`", "'").split())
