"""A lesson as the rest of the tutor sees it: frozen dataclasses, told field by field in docs/lessons.md.

pydantic validates them and makes the JSON Schema that editors complete from (`validation.py`), but is
not imported here: a start that finds its lessons in the cache does without it. Rules that one field
alone cannot express stand in `rules.py`; reading from YAML, with positions, in `loader.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, dataclass_transform

from tutor.record import record, share

Kind = Literal["write", "run", "predict", "choose", "lookup", "train"]

SUBJECTS = ("array", "value", "gradient", "result", "prints", "looked_up", "raises", "function", "holds")
"""What a check can speak of; a check has exactly one of these fields."""


@record
class Bound:
    """What pydantic is to demand of a value, as its core schemas name it: `min_length`, `pattern`, `gt`."""

    demand: str
    value: Any

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Any]) -> Any:
        return {**handler(source), self.demand: self.value}


@record
class Scalar:
    """YAML's own numbers and booleans are texts to us, so an editor must not underline them."""

    def __get_pydantic_json_schema__(self, core: Any, handler: Callable[[Any], Any]) -> dict[str, Any]:
        return {"type": ["string", "number", "boolean"]}


Text = Annotated[str, Bound("min_length", 1), Scalar()]
Code = Text
Name = Annotated[str, Bound("pattern", r"^[a-z0-9]+(-[a-z0-9]+)*$")]


@dataclass_transform(frozen_default=True, kw_only_default=True)
@record
class Model:
    """Base of what is read from a file: what is derived from it is a record, with fields given by name."""

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid", "use_attribute_docstrings": True}

    def __init_subclass__(cls) -> None:
        share(dataclass(init=False, repr=False, eq=False)(cls))


class Check(Model):
    """What must hold after the learner's cell: one subject, and how it is compared."""

    array: Text | None = None
    """a name bound to an NDArray (or an expression such as `net[0].weight`)"""
    value: Text | None = None
    """a name bound to an equal Python value"""
    gradient: Text | None = None
    """a name whose `.grad` is compared"""
    result: Text | None = None
    """an expression whose value the cell's last expression must give"""
    prints: Text | None = None
    """the text that the cell must print"""
    looked_up: Text | None = None
    """a name whose object the cell must look up"""
    raises: Text | None = None
    """the error that the cell must raise"""
    function: Text | None = None
    """a name bound to a function, called with each of `on`"""
    holds: Text | None = None
    """an expression that must be true in the learner's namespace"""
    equals: Code | None = None
    """the expected value, as an expression; without it, the value that the solution gives"""
    dtype: Text | None = None
    """the expected dtype, where the step is about it"""
    by: Literal["dir", "help", "?"] | None = None
    """how the name must be looked up"""
    on: tuple[Text, ...] | None = None
    """the arguments of each call of a function"""
    say: Text | None = None
    """said in place of the general reason when this check fails"""

    @property
    def subject(self) -> str:
        """Which of `SUBJECTS` the check is about."""
        return next(subject for subject in SUBJECTS if getattr(self, subject) is not None)

    def machine(self) -> dict[str, Any]:
        """The check without its text, as the kernel side takes it.

        >>> Check(array="X", equals="nd.ones(3)", say="Ones.").machine()
        {'array': 'X', 'equals': 'nd.ones(3)'}
        """
        fields = asdict(self)
        return {name: _listed(value) for name, value in fields.items() if value is not None and name != "say"}


class Mistake(Model):
    """A mistake worth an answer of its own, known by its effect."""

    code: Code
    """code (or another answer) that makes the mistake"""
    say: Text
    """what the learner reads then"""


class Step(Model):
    """One thing that a learner does."""

    id: Name
    """its stable name; progress is kept under it"""
    title: Text
    """a few words for the outline"""
    kind: Kind = "write"
    """how the learner answers"""
    covers: tuple[Text, ...] = ()
    """rows of the learner's note that the step teaches"""
    text: Text
    """the task"""
    given: Code = ""
    """code that the tutor runs when the step begins, and shows"""
    solution: Code
    """what a learner may type"""
    accept: tuple[Code, ...] = ()
    """other right answers: tests of the checks"""
    again: tuple[Code, ...] = ()
    """other values of `given`, on which a right cell is right too"""
    options: tuple[Text, ...] = ()
    """the choices of a `choose` step"""
    check: tuple[Check, ...] = ()
    """what must hold afterwards"""
    mistakes: tuple[Mistake, ...] = ()
    """mistakes with an answer of their own"""
    hints: tuple[Text, ...] = ()
    """hints, one shown at a time"""
    why: Text
    """what is shown once the step is done"""
    see: tuple[Text, ...] = ()
    """names worth looking up"""
    goal: float | None = None
    """the loss to reach, drawn in the curve of a `train` step"""
    limit: Annotated[float, Bound("gt", 0)] = 60.0
    """seconds that checking the solution may take"""

    def machine(self, lesson: str) -> dict[str, Any]:
        """The machine part of the step: what the kernel side needs to run and judge it."""
        return {
            "lesson": lesson,
            "id": self.id,
            "kind": self.kind,
            "given": self.given,
            "solution": self.solution,
            "accept": list(self.accept),
            "again": list(self.again),
            "check": [check.machine() for check in self.check],
            "mistakes": [mistake.code for mistake in self.mistakes],
            "options": len(self.options),
            "limit": self.limit,
        }


class Lesson(Model):
    """A lesson of the course, in one language."""

    lesson: Name
    """its id: the file's name without `.yaml`"""
    title: Text
    """a few words for the outline"""
    needs: tuple[Name, ...] = ()
    """lessons to do before this one"""
    steps: tuple[Step, ...]
    """what the learner does, in order"""

    path: ClassVar[Path] = Path()
    """the English file that the lesson came from"""
    language: ClassVar[str] = "en"
    """the language that was asked for; parts without a translation are in English"""

    @property
    def id(self) -> str:
        return self.lesson

    def placed(self, path: Path, language: str = "en") -> Lesson:
        """The lesson itself, which from now on knows where it came from; no fields of its file."""
        self.__dict__.update(path=path, language=language)
        return self

    def step(self, id: str) -> Step:
        """The step of that id; `KeyError` if there is none."""
        return self.steps[self.index(id)]

    def index(self, id: str) -> int:
        """Where the step of that id stands, from 0; `KeyError` if there is none."""
        for index, step in enumerate(self.steps):
            if step.id == id:
                return index
        raise KeyError(id)


class Part(Model):
    """A part of the course: lessons that belong together."""

    id: Name
    """its stable name, under which it is translated"""
    title: Text
    """a few words for the outline"""
    lessons: tuple[Name, ...]
    """the ids of its lessons, in order"""


class Contents(Model):
    """`course.yaml`: the parts in their order."""

    parts: tuple[Part, ...]
    """parts, each with an id, a title and its lessons"""


class PartTitles(Model):
    """`zh/course.yaml`: the parts' titles in another language, by their ids."""

    parts: dict[str, Text]
    """a title for each part's id"""


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
