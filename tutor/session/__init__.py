"""The session room: one class that every front end drives, and the outline it gives them."""

from tutor.progress import StepState
from tutor.session.outline import Outline, OutlineLesson, OutlinePart, OutlineStep
from tutor.session.session import Session

__all__ = ["Outline", "OutlineLesson", "OutlinePart", "OutlineStep", "Session", "StepState"]
