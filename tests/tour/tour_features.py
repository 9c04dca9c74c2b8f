"""What a learner can see and do, feature by feature, and which station of the tour shows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

FEATURES = {
    # shapes
    "reshape": "the picture of a reshape",
    "concat rows": "two arrays put one above the other",
    "concat columns": "two arrays put side by side",
    "broadcasting": "which side is stretched, along which axis",
    "dot": "which axis of a product meets which",
    "index": "one chosen cell lit",
    "slice": "the chosen cells lit",
    "write": "what was written into a slice",
    "reduction": "what is left of an axis that was summed over",
    "transpose": "axes that change their places",
    "values": "small arrays with their values in the cells",
    "scaled": "large arrays as a block with the sizes on its edges",
    "shape error": "an error that points into the line, with the shapes under its operands",
    "what fits": "what would fit, in the learner's own names, with the first hint",
    # gradients
    "graph": "the recorded graph as a tree",
    "walk": "the graph node by node, with the local rule and its numbers",
    "graph of a loop": "the graph of a model from scratch",
    "graph of a network": "the graph of a Gluon network, which looks the same",
    # training
    "loss": "the loss of a running loop, gradient norms, steps a second",
    "scale": "the loss on a linear and on a log scale",
    "epochs": "epochs where the code prints them",
    "ghosts": "earlier runs beside the last one",
    "fitted line": "the fitted line over the data",
    "labels": "images with true and predicted labels, wrong ones marked",
    # pictures
    "figure": "a figure of matplotlib in the transcript",
    "whole figure": "a figure on the whole screen, saved with a key",
    "figure file": "a figure as the path of a file, where nothing can be drawn",
    # look up
    "name?": "help of a name beside the work",
    "name??": "the source of a name",
    "help()": "help as Python calls it",
    "dir()": "the names of a module",
    "example": "an example copied into the prompt",
    "help history": "back to what was looked up before",
    "completion": "completion with signatures and first lines of help",
    "beside a loop": "completion while a cell is running",
    # edit
    "indent": "a new line indented as its block is",
    "brackets": "the partner of a bracket",
    "paste": "several pasted lines as one cell",
    "history": "earlier lines with the arrows and by search",
    "stop": "a running cell stopped",
    "copy": "text copied to the clipboard",
    "typed ahead": "nothing lost that is typed while output streams",
    # get around
    "outline": "lessons with progress, and a jump to one",
    "palette": "every command by name",
    "keys": "the list of keys",
    "own keys": "an action on a key of the learner's choice",
    "themes": "dark and light",
    "language": "English and Chinese, switched at any time",
    "hint": "hint 1 of n",
    "solution": "the solution, shown and run",
    "why": "why it is so",
    "undo": "the last cell taken back",
    "reset": "a step done again from its beginning",
    "free play": "playing that harms nothing",
    "summary": "what was done and learned at a lesson's end",
    "review": "steps that come back later",
    # the first minute, sizes
    "first start": "the first step with a line that says what to type",
    "locale": "the language of the locale",
    "resume": "the next start where this one left",
    "small": "80 columns and 24 rows",
    "large": "200 columns and 60 rows, two panels",
    # the plain session, and what is around
    "plain session": "every feature as plain text",
    "pipe": "a script of answers and its exit status",
    "export": "the session as a notebook and as a script",
    "doctor": "what is there and what is missing",
    "data": "data sets",
    "serve": "the session in a browser",
    "shell completion": "completion for the shell",
}  # fmt: skip

SHOWN: dict[str, list[str]] = {name: [] for name in FEATURES}

Shower = TypeVar("Shower", bound=Callable[..., object])


def shows(*features: str) -> Callable[[Shower], Shower]:
    """Says that a station shows these features. KeyError for one that is not in the list."""

    def register(station: Shower) -> Shower:
        for feature in features:
            SHOWN[feature].append(station.__name__)
        return station

    return register
