"""Rules of the lesson language that go beyond one field's type.

Each rule yields `Finding`s: the place in the lesson's data, what is wrong and what would be right.
`loader.py` turns them into problems with a line and a column.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from tutor.lesson.markup import markup_fault
from tutor.lesson.model import SUBJECTS, Check, Lesson, Step
from tutor.lesson.problems import Place
from tutor.record import record

TAKES = {
    "equals": ("array", "value", "gradient", "result"),
    "dtype": ("array", "value", "gradient", "result"),
    "by": ("looked_up",),
    "on": ("function",),
}
"""Which subjects a check's other fields go with."""

_DOTTED = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")
_IPYTHON_LINE = re.compile(r"^[ \t]*(?:\?{1,2}[\w.]+|[\w.]+\?{1,2}|%.*)[ \t]*$", re.MULTILINE)


@record
class Finding:
    """Something wrong at `place`; `line` and `column` (from 1) count inside the text there, 0: unknown."""

    place: Place
    text: str
    line: int = 0
    column: int = 0


def findings(lesson: Lesson) -> Iterator[Finding]:
    """Everything that is wrong in a lesson whose fields are well-formed."""
    if not lesson.steps:
        yield Finding(("steps",), "a lesson needs at least one step")
    seen: dict[str, int] = {}
    for index, step in enumerate(lesson.steps):
        place: Place = ("steps", index)
        if step.id in seen:
            yield Finding((*place, "id"), f"step {seen[step.id] + 1} is called `{step.id}` too; ids differ")
        seen.setdefault(step.id, index)
        for finding in _step(step):
            yield Finding((*place, *finding.place), finding.text, finding.line, finding.column)
    for place, text in texts_of(lesson):
        if fault := markup_fault(text):
            yield Finding(place, fault.text, fault.line, fault.column)


def texts_of(lesson: Lesson) -> Iterator[tuple[Place, str]]:
    """Every text of the lesson that a learner reads, with its place."""
    yield ("title",), lesson.title
    for index, step in enumerate(lesson.steps):
        place: Place = ("steps", index)
        yield (*place, "title"), step.title
        yield (*place, "text"), step.text
        yield (*place, "why"), step.why
        for field, texts in (("hints", step.hints), ("options", step.options)):
            for at, text in enumerate(texts):
                yield (*place, field, at), text
        for at, mistake in enumerate(step.mistakes):
            yield (*place, "mistakes", at, "say"), mistake.say
        for at, check in enumerate(step.check):
            if check.say is not None:
                yield (*place, "check", at, "say"), check.say


def _step(step: Step) -> Iterator[Finding]:
    answers = step.kind in ("predict", "choose")
    if not step.check and not answers:
        yield Finding((), f"a `{step.kind}` step needs `check`: what must hold afterwards")
    if step.check and answers:
        yield Finding(("check",), f"a `{step.kind}` step has no `check`: its answer is `solution`")
    if step.kind == "choose":
        yield from _choose(step)
    elif step.options:
        yield Finding(("options",), "only a `choose` step has `options`")
    if step.kind == "predict":
        yield from _predict(step)
    if step.goal is not None and step.kind != "train":
        yield Finding(("goal",), "only a `train` step has a `goal`")
    for place, code in _codes(step):
        yield from _python(place, code)
    for index, name in enumerate(step.see):
        yield from _name(("see", index), name)
    for index, check in enumerate(step.check):
        for finding in _check(check):
            yield Finding(("check", index, *finding.place), finding.text, finding.line, finding.column)


def _codes(step: Step) -> Iterator[tuple[Place, str]]:
    """The step's code that must be Python. The answers of `predict` and `choose` have rules of their own."""
    yield ("given",), step.given
    for index, code in enumerate(step.again):
        yield ("again", index), code
    if step.kind in ("predict", "choose"):
        return
    yield ("solution",), step.solution
    for index, code in enumerate(step.accept):
        yield ("accept", index), code
    for index, mistake in enumerate(step.mistakes):
        yield ("mistakes", index, "code"), mistake.code


def _answers(step: Step) -> Iterator[tuple[Place, str]]:
    yield ("solution",), step.solution
    for index, code in enumerate(step.accept):
        yield ("accept", index), code
    for index, mistake in enumerate(step.mistakes):
        yield ("mistakes", index, "code"), mistake.code


def _choose(step: Step) -> Iterator[Finding]:
    count = len(step.options)
    if count < 2:
        place: Place = ("options",) if step.options else ()
        yield Finding(place, "a `choose` step needs `options`: two choices or more")
        return
    for place, answer in _answers(step):
        if not (answer.strip().isdecimal() and 1 <= int(answer) <= count):
            yield Finding(place, f"`{answer.strip()}` is no option; the options are numbered 1 to {count}")
        elif place[0] == "mistakes" and answer.strip() == step.solution.strip():
            yield Finding(place, f"option {answer.strip()} is the right answer, so it is no mistake")


def _predict(step: Step) -> Iterator[Finding]:
    for place, answer in _answers(step):
        try:
            ast.literal_eval(answer.strip())
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            yield Finding(place, "a `predict` answer is one literal, such as `(3, 4)`, `12` or `'float32'`")


def _check(check: Check) -> Iterator[Finding]:
    subjects = [subject for subject in SUBJECTS if getattr(check, subject) is not None]
    if len(subjects) != 1:
        listed = " and ".join(f"`{subject}`" for subject in subjects)
        wrong = (
            f"this check has two subjects, {listed}; write two checks"
            if subjects
            else (f"this check has no subject; the subjects are {', '.join(SUBJECTS)}")
        )
        yield Finding((), wrong)
        return
    subject = check.subject
    for field, takers in TAKES.items():
        if getattr(check, field) is not None and subject not in takers:
            goes_with = " or ".join(f"`{taker}`" for taker in takers)
            yield Finding((field,), f"`{field}` goes with {goes_with}, not with `{subject}`")
    if subject == "holds" and check.say is None:
        yield Finding((), "a `holds` check needs `say`: what the learner reads when it is false")
    if subject == "function" and not check.on:
        yield Finding((), "a `function` check needs `on`: a list of the arguments of each call")
    if check.equals is not None:
        yield from _python(("equals",), check.equals, expression=True)
    for index, arguments in enumerate(check.on or ()):
        yield from _arguments(("on", index), arguments)
    named = getattr(check, subject)
    if subject in ("looked_up", "raises"):
        yield from _name((subject,), named)
    elif subject != "prints":
        yield from _python((subject,), named, expression=True)


def _name(place: Place, name: str) -> Iterator[Finding]:
    if not _DOTTED.fullmatch(name):
        yield Finding(place, f"`{name}` is no name; a name is like `X` or `nd.NDArray.reshape`")


def _arguments(place: Place, arguments: str) -> Iterator[Finding]:
    try:
        ast.parse(f"f({arguments}\n)", mode="eval")
    except (SyntaxError, ValueError):
        yield Finding(place, "no arguments of a call; write them as between its brackets: `nd.ones(3), 0.1`")


def _python(place: Place, code: str, *, expression: bool = False) -> Iterator[Finding]:
    """Code that does not parse. IPython's look-ups (`name?`) and magics are blanked out first."""
    plain = code.strip() if expression else _IPYTHON_LINE.sub(lambda line: "0".ljust(len(line[0])), code)
    try:
        ast.parse(plain, mode="eval" if expression else "exec")
    except SyntaxError as error:
        what = "no Python expression" if expression else "no Python"
        yield Finding(place, f"{what}: {error.msg}", error.lineno or 1, max(error.offset or 1, 1))
    except (ValueError, MemoryError, RecursionError):
        yield Finding(place, "no Python: it cannot be read")


def check_names(needs: Sequence[str], known: Sequence[str]) -> Iterator[Finding]:
    """The lessons in `needs` that are not in the course."""
    for index, name in enumerate(needs):
        if name not in known:
            yield Finding(("needs", index), f"no lesson is called `{name}`{nearest(name, known)}")


def nearest(name: str, known: Sequence[str]) -> str:
    """The names most like `name`, as the end of a sentence; "" where none is close.

    >>> nearest("titel", ["title", "text", "why"])
    '; did you mean `title`?'
    """
    close = [f"`{match}`" for match in close_names(name, known)]
    return f"; did you mean {' or '.join(close)}?" if close else ""


def close_names(name: str, known: Sequence[str]) -> list[str]:
    """The names most like `name`, at most three, the closest first."""
    from difflib import get_close_matches

    return get_close_matches(name, known, n=3, cutoff=0.6)
