"""The session as a file that lives without the tutor: a notebook with outputs, or a script.

`contents` collects what was typed in the course's order and says which of it can run again; `notebook`
and `script` write it down.
"""

from tutor.export.command import export_command, written
from tutor.export.contents import LessonCells, StepCells, TypedCell, contents
from tutor.export.notebook import notebook
from tutor.export.script import script

__all__ = [
    "LessonCells",
    "StepCells",
    "TypedCell",
    "contents",
    "export_command",
    "notebook",
    "script",
    "written",
]
