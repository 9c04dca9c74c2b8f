"""Epochs, read from the lines that a loop prints: their numbers, and the numbers printed beside them."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Final

from tutor.events import Epoch

_EPOCH: Final = re.compile(
    r"\bepochs?\s*[:：=#\[(]?\s*(\d+)|第\s*(\d+)\s*(?:个\s*)?(?:迭代周期|周期|轮|代)", re.IGNORECASE
)
_NUMBER: Final = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?|[-+]?inf|nan"
_MEASURE: Final = re.compile(
    rf"([^\W\d_]+(?:[ _][^\W\d_]+){{0,2}})\s*[:：=]?\s*({_NUMBER})(?!\w)", re.IGNORECASE
)
_MOST: Final = 6


def epoch(line: str, step: int) -> Epoch | None:
    """The epoch that a printed line ends, if it speaks of one.

    >>> epoch("epoch 3, loss 0.5, train acc 0.81, test acc nan", 300)
    Epoch(step=300, number=3, measures=(('loss', 0.5), ('train acc', 0.81), ('test acc', nan)))
    >>> epoch("第 2 轮，损失：0.25", 20)
    Epoch(step=20, number=2, measures=(('损失', 0.25),))
    >>> epoch("Epoch [1/10] loss=2.5e-3", 5)
    Epoch(step=5, number=1, measures=(('loss', 0.0025),))
    >>> epoch("the loss is 0.5", 10) is None
    True
    """
    if (found := _EPOCH.search(line)) is None:
        return None
    pairs = {name: float(value) for name, value in _MEASURE.findall(line, found.end())}
    return Epoch(step, int(found[1] or found[2]), tuple(pairs.items())[:_MOST])


class Reader:
    """Reads what a cell prints, piece by piece, some time after it was printed."""

    def __init__(self) -> None:
        self._pieces = 0
        self._rest = ""

    def read(self, kept: list[str], steps: list[int], *, last: bool = False) -> list[Epoch]:
        """The epochs in the new lines of `kept`, each ended by the step at which its line ended; with `last`,
        in an unfinished line too."""
        found = []
        for step, places in groupby(range(self._pieces, len(steps)), key=steps.__getitem__):
            *lines, self._rest = (self._rest + "".join(kept[place] for place in places)).split("\n")
            found += [epoch(line, step) for line in lines]
        self._pieces = len(steps)
        if last and self._rest:
            found.append(epoch(self._rest, steps[-1]))
        return [each for each in found if each is not None]
