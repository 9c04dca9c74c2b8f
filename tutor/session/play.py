"""Free play: a step without a task, apart from the course, in which every cell is play."""

from __future__ import annotations

from tutor.lesson import Step, Texts

ID = "free-play"
GIVEN = "from mxnet import autograd, gluon, init, nd"


def free_play(texts: Texts) -> Step:
    """The step in which there is nothing to solve, in the language of the texts."""
    return Step(
        id=ID,
        kind="run",
        title=texts("play.title"),
        text=texts("play.text"),
        given=GIVEN,
        solution=GIVEN,
        why=texts("play.text"),
    )
