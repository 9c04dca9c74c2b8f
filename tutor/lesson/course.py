"""The course: which lessons there are, in which order. A lesson is read when it is first asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import tutor
from tutor.lesson.loader import load, load_lesson, problem_of, remembered, validate
from tutor.lesson.model import Contents, Lesson, Part, PartTitles
from tutor.lesson.note import Note, load_note
from tutor.lesson.overlay import translated
from tutor.lesson.problems import LessonError, Problem, shown
from tutor.lesson.rules import Finding, check_names, nearest
from tutor.lesson.source import read_yaml

SHIPPED = Path(tutor.__file__).resolve().parent.parent / "lessons"
"""The lessons that come with the tutor: beside its code, in a checkout as in a wheel."""

NOT_LESSONS = ("course.yaml", "interface.yaml", "note.yaml")


class UnknownLesson(LookupError):
    """No lesson of that `name`; the message gives the nearest ones."""

    def __init__(self, message: str, name: str) -> None:
        super().__init__(message)
        self.name = name


@dataclass(frozen=True)
class Course:
    """A folder of lessons. Opening it reads `course.yaml` alone; nothing in it runs.

    >>> course = Course(SHIPPED)
    >>> course.lesson(course.ids[0]).id == course.ids[0]
    True
    """

    folder: Path
    _read: dict[tuple[str, str], Lesson] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "folder", self.folder.resolve())

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The parts in order. Without `course.yaml`: one part of all lessons, by file name."""
        path = self.folder / "course.yaml"
        if path.exists():
            return remembered(path, Contents, _right_contents).parts
        names = tuple(file.stem for file in self.files)
        if not names:
            raise LessonError([Problem(shown(self.folder), 1, 1, "there are no lessons here")])
        return (Part(id="lessons", title=self.folder.name, lessons=names),)

    @property
    def id(self) -> str:
        """What progress is kept under: "d2l" for the lessons that ship, else the folder's whole path."""
        return "d2l" if self.folder == SHIPPED else str(self.folder)

    @property
    def files(self) -> list[Path]:
        """The lessons' files that lie in the folder, whether or not they stand in `course.yaml`."""
        return [path for path in sorted(self.folder.glob("*.yaml")) if path.name not in NOT_LESSONS]

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all lessons, in order."""
        return tuple(id for part in self.parts for id in part.lessons)

    @cached_property
    def note(self) -> Note:
        """The rows of the note that the course's steps name in `covers`; empty without `note.yaml`."""
        return load_note(self.folder)

    def lesson(self, id: str, language: str = "en") -> Lesson:
        """The lesson of that id; raises `UnknownLesson`, or `LessonError` where its file is wrong."""
        if id not in self.ids:
            raise UnknownLesson(f"no lesson is called `{id}`{nearest(id, self.ids)}", id)
        if (id, "en") not in self._read:
            self._read[id, "en"] = load_lesson(self.folder / f"{id}.yaml")
        if (id, language) not in self._read:
            self._read[id, language] = translated(self._read[id, "en"], language)
        return self._read[id, language]

    def read_anew(self, id: str, language: str = "en") -> None:
        """Reads a lesson's files again. Raises `LessonError` where they are wrong; then the lesson stays."""
        before = {key: self._read.pop(key) for key in list(self._read) if key[0] == id}
        try:
            self.lesson(id, language)
        except LessonError:
            self._read.update(before)
            raise

    def read_contents_anew(self, stay: str) -> None:
        """Reads `course.yaml` again. Raises `LessonError` where it is wrong, or where the lesson `stay` is
        gone and the first is no place to go; then the course stays."""
        before = self.__dict__.pop("parts", ())
        try:
            if stay not in self.ids:
                self.lesson(self.ids[0])
        except LessonError:
            self.__dict__["parts"] = before
            raise

    def lessons(self, language: str = "en") -> Iterator[Lesson]:
        """All lessons in order, each read as it comes."""
        return (self.lesson(id, language) for id in self.ids)

    def part(self, lesson: str, language: str = "en") -> Part:
        """The part in which a lesson stands, with its title in `language`."""
        part = next(part for part in self.parts if lesson in part.lessons)
        return replace(part, title=self.part_titles(language).get(part.id, part.title))

    def part_titles(self, language: str) -> dict[str, str]:
        """The titles of the parts in `language`, by the parts' ids."""
        titles = {part.id: part.title for part in self.parts}
        path = self.folder / language / "course.yaml"
        if language != "en" and path.exists():
            titles |= load(path, PartTitles).parts
        return titles

    def following(self, id: str) -> str:
        """The id of the lesson after `id`, "" after the last."""
        after = self.ids.index(id) + 1
        return self.ids[after] if after < len(self.ids) else ""

    def problems(self, id: str) -> list[Problem]:
        """What is wrong with a lesson's place in the course: its `needs`, its `covers`."""
        lesson = self.lesson(id)
        source = read_yaml(lesson.path)
        found = list(check_names(lesson.needs, self.ids))
        for index, step in enumerate(lesson.steps):
            for at, row in enumerate(step.covers):
                if self.note.rows and row not in self.note.rows:
                    close = nearest(row, tuple(self.note.rows))
                    found.append(
                        Finding(("steps", index, "covers", at), f"the note has no row `{row}`{close}")
                    )
        return [problem_of(source, finding) for finding in found]

    def contents_problems(self) -> list[Problem]:
        """The lessons in `course.yaml` that have no file."""
        path = self.folder / "course.yaml"
        known = [file.stem for file in self.files]
        if not path.exists():
            return []
        source = read_yaml(path)
        return [
            source.problem(
                ("parts", index, "lessons", at), f"there is no `{id}.yaml` here{nearest(id, known)}"
            )
            for index, part in enumerate(self.parts)
            for at, id in enumerate(part.lessons)
            if id not in known
        ]

    def translation_problems(self, language: str) -> list[Problem]:
        """What is missing or left over in a language's folder, apart from the lessons' own texts."""
        folder = self.folder / language
        known = {*NOT_LESSONS, *(f"{id}.yaml" for id in self.ids)}
        problems = [
            Problem(shown(path), 1, 1, f"there is no lesson `{path.stem}` that this would translate")
            for path in sorted(folder.glob("*.yaml"))
            if path.name not in known
        ]
        for name, section, originals in (
            ("course.yaml", "parts", [part.id for part in self.parts]),
            ("note.yaml", "rows", list(self.note.rows)),
        ):
            if (self.folder / name).exists():
                problems += _unmatched(folder / name, section, originals)
        return problems


def _right_contents(path: Path) -> Contents:
    source = read_yaml(path)
    contents = validate(source, Contents)
    seen: set[str] = set()
    for index, part in enumerate(contents.parts):
        for at, id in enumerate(part.lessons):
            if id in seen:
                place = ("parts", index, "lessons", at)
                raise LessonError([source.problem(place, f"`{id}` stands in the course twice; keep one")])
            seen.add(id)
    if not seen:
        raise LessonError([source.problem(("parts",), "there are no lessons in these parts")])
    return contents


def _unmatched(path: Path, section: str, originals: list[str]) -> list[Problem]:
    """The texts that a translation by ids lacks, and those that translate nothing."""
    if not path.exists():
        return [Problem(shown(path), 1, 1, f"there is no translation of `{section}`; write this file")]
    try:
        source = read_yaml(path)
        texts: dict[str, str] = getattr(validate(source, PartTitles if section == "parts" else Note), section)
    except LessonError as error:
        return list(error.problems)
    missing = [source.problem((section,), f"`{id}` is missing") for id in originals if id not in texts]
    return missing + [
        source.problem((section, id), f"nothing is called `{id}`{nearest(id, originals)}", key=True)
        for id in texts
        if id not in originals
    ]


def locate(target: str | None) -> tuple[Course, str | None]:
    """The course and the lesson that a command line names: a folder, a lesson's file, a lesson's id.

    Raises `UnknownLesson` where it is none of these, `LessonError` where the course has no such file.
    """
    if target is None:
        return Course(SHIPPED), None
    path = Path(target)
    if path.is_dir():
        return Course(path), None
    if path.is_file():
        course = Course(path.parent)
        if path.stem not in course.ids:
            raise LessonError([Problem(shown(path), 1, 1, "this lesson stands in no part of course.yaml")])
        return course, path.stem
    course = Course(SHIPPED)
    if target not in course.ids:
        near = nearest(target, course.ids)
        raise UnknownLesson(f"no lesson and no file is called `{target}`{near}", target)
    return course, target
