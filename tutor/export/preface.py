"""The code that an export begins with, so that its cells find what they found in the tutor."""

from __future__ import annotations

import re

from tutor.lesson import Course
from tutor.lesson.course import SHIPPED
from tutor.session.replay import SEED

INSTALL = "import engine\n\nengine.install_as_mxnet()"

SEEDED = f"engine.random.seed({SEED})"
"""What each lesson begins with, so that its random numbers are the same."""

_HERE = re.compile(r"\bhere\b")


def preface(course: Course, code: str) -> str:
    """What makes `from mxnet import nd` work, and where the code speaks of it the lessons' folder `here`."""
    if not _HERE.search(code):
        return INSTALL
    # the shipped lessons lie beside the engine, wherever that is installed
    folder = 'Path(engine.__file__).parent.parent / "lessons"'
    if course.folder != SHIPPED:
        folder = f"Path({str(course.folder)!r})"
    return f"from pathlib import Path\n\n{INSTALL}\nhere = {folder}"
