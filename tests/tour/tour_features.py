"""What a learner can see and do, feature by feature, and where it is shown: `docs/tour.md` is made of this.

Stations say with `shows` what they show; the plain session has its recorded tour, and a few things are
shown by other tests.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

GROUPS = {
    "Shapes": {
        "reshape": "the picture of a reshape",
        "concat rows": "two arrays put one above the other",
        "concat columns": "two arrays put side by side",
        "broadcasting": "which side is stretched, along which axis",
        "dot": "which axis of a product meets which",
        "index": "one chosen cell lit",
        "slice": "the chosen cells lit",
        "write": "what was written into a slice, old → new",
        "reduction": "what is left of an axis that was summed over",
        "transpose": "axes that change their places",
        "values": "small arrays with their values in the cells",
        "scaled": "large arrays as a block with the sizes on its edges",
        "variables": "all names with shape, dtype, device, values and gradient",
        "shape error": "an error that points into the line, with the shapes under its operands",
        "traceback": "the whole traceback of an error",
        "what fits": "what would fit, in the learner's own names, with the first hint",
    },
    "Gradients": {
        "graph": "the recorded graph as a tree, from the loss",
        "walk": "the graph node by node, with the local rule and its numbers",
        "from a variable": "the graph from a variable up to the loss",
        "graph of a loop": "the graph of a model from scratch",
        "graph of a network": "the graph of a Gluon network, which looks the same",
    },
    "Training": {
        "loss": "the loss of a running loop",
        "norms": "each parameter's gradient norm, its values now and the true ones",
        "rate": "steps a second",
        "scale": "the loss on a linear and on a log scale",
        "epochs": "epochs where the code prints them",
        "ghosts": "earlier runs beside the last one",
        "fitted line": "the fitted line over the data of one or two features",
        "labels": "images with true and predicted labels, wrong ones marked",
    },
    "Pictures": {
        "figure": "a figure of matplotlib in the transcript: `plt.scatter`",
        "image": "an image of matplotlib: `plt.imshow`",
        "fashion": "`d2l.show_fashion_mnist`",
        "half blocks": "a figure where the terminal knows no pictures",
        "Kitty": "a figure in Kitty's protocol",
        "Sixel": "a figure as Sixel, which iTerm2 and others know",
        "whole figure": "a figure on the whole screen, saved with a key",
        "figure file": "a figure as the path of a file, where nothing can be drawn",
    },
    "Looking up": {
        "name?": "help of a name beside the work",
        "name??": "the source of a name",
        "help()": "help as Python calls it",
        "dir()": "the names of a module with their first lines",
        "signature": "a signature, broken between its parameters",
        "example": "an example copied into the prompt",
        "help history": "back to what was looked up before",
        "completion": "completion with signatures and first lines of help",
        "beside a loop": "completion while a cell is running",
    },
    "Editing": {
        "indent": "a new line indented as its block is",
        "brackets": "the partner of a bracket",
        "paste": "several pasted lines as one cell",
        "history": "earlier lines with the arrows and by search",
        "all sittings": "what an earlier sitting typed, found by search",
        "stop": "a running cell stopped",
        "copy": "text copied to the clipboard",
        "OSC 52": "the clipboard of the terminal, over ssh as well",
        "mouse": "a click does what the key does",
        "typed ahead": "nothing lost that is typed while output streams",
    },
    "Getting around": {
        "outline": "lessons with progress",
        "jump": "from any step to any other",
        "palette": "every command by name",
        "keys": "the list of keys",
        "own keys": "an action on a key of the learner's choice",
        "themes": "dark and light",
        "language": "English and Chinese, switched at any time",
        "hint": "hint 1 of n",
        "solution": "a step skipped: its solution, shown and run",
        "why": "why it is so",
        "undo": "the last cell taken back",
        "reset": "a step, a lesson, the course begun anew",
        "play on": "playing at a step, which harms nothing",
        "free play": "a place without a task",
        "summary": "what was done and learned at a lesson's end",
        "review": "steps that come back later",
    },
    "The first minute, and sizes": {
        "first start": "the first step with a line that says what to type",
        "locale": "the language of the locale",
        "resume": "the next start where this one left",
        "small": "80 columns and 24 rows, with tabs",
        "large": "200 columns and 60 rows, two panels",
        "too small": "a terminal in which nothing is left to fold",
    },
    "The plain session": {
        "plain session": "every feature as plain text",
        "commands": "every command",
        "vi": "vi's keys, and emacs's",
        "NO_COLOR": "no colours: signs have their words",
        "TERM=dumb": "no escapes at all",
        "pipe": "a script of answers and its exit status",
    },
    "Around the session": {
        "export": "the session as a notebook and as a script",
        "run": "a script, a notebook or a page run on the engine",
        "doctor": "what is there and what is missing",
        "data": "data sets",
        "serve": "the session in a browser",
        "shell completion": "completion for the shell",
        "--help": "help of each command, with examples",
    },
}  # fmt: skip
"""What there is to see, by subject; a feature's name and what it is."""

FEATURES = {name: words for group in GROUPS.values() for name, words in group.items()}

PLAIN = {
    "reshape": "X = x.reshape((3, 4))", "broadcasting": "nd.ones((3, 1)) + nd.ones((1, 2))",
    "index": "X[1, 2]", "slice": "X[1:3]", "write": ":shapes", "reduction": "X.sum(axis=0)",
    "transpose": "X.T",
    "dot": "D = nd.dot(X, Y.T)", "concat rows": "V = nd.concat(X, Y, dim=0)", "variables": ":vars",
    "shape error": "D = nd.dot(X, Y)", "what fits": ":hint", "traceback": ":traceback",
    "graph": ":graph", "walk": ":graph 2", "from a variable": ":graph x",
    "loss": ":plot", "scale": ":plot linear",
    "fashion": "d2l.show_fashion_mnist(X[:2], names[:2])", "labels": ":images",
    "name?": "nd.random.uniform?", "name??": ":source double", "help()": "help(nd.ones_like)",
    "dir()": "dir(nd.random)", "signature": ":doc nd.zeros_like", "history": ":history reshape",
    "outline": ":steps", "jump": ":goto lookup 5", "keys": ":keys", "themes": ":theme light",
    "language": ":lang zh", "hint": ":hint", "solution": ":skip", "why": ":why", "undo": ":undo",
    "reset": ":reset", "free play": ":play", "summary": ":summary", "review": ":review", "vi": ":editing vi",
}  # fmt: skip
"""What is typed to see a feature in the recorded tour of the plain session."""

ELSEWHERE = {
    "half blocks": "tests/repl/test_figures.py::test_other_terminals_get_half_blocks",
    "Kitty": "tests/repl/test_figures.py::test_kitty_draws_it_above_the_next_prompt",
    "Sixel": "tests/repl/test_figures.py::test_sixel_is_painted_above_the_next_prompt",
    "commands": "tests/repl/test_commands.py::test_a_command_answers",
    "vi": "tests/repl/test_terminal.py::test_vi_keys_edit_as_vi_does",
    "NO_COLOR": "tests/repl/test_looks.py::test_no_color_means_no_colours_and_no_weight",
    "TERM=dumb": "tests/repl/test_looks.py::test_a_dumb_terminal_gets_letters_alone",
}
"""What other tests show, in a real terminal."""

HEAD = """\
# The tour

Every feature and where it is shown. The third column has stations and tests in `tests/tour/`: those of
`test_tour_terminal.py` start `d2l-tutor` in a pseudo-terminal, those of `test_tour_commands.py` its other
commands, all others press the keys of the real app on a real kernel. The last column has what is typed in the
recorded tour of the plain session (`tests/repl/transcripts/tour.en.txt`, `tour.zh.txt`), or a test in
`tests/repl/`.

    D2L_TOUR=pictures .venv/bin/python -m pytest tests/tour

goes through all of it and leaves a picture of each station in `pictures/`. A test holds this page true, and
writes it from `tests/tour/tour_features.py`: `RECORD=1 python -m pytest tests/tour/test_features.py`.
"""

SHOWN: dict[str, list[str]] = {name: [] for name in FEATURES}

Shower = TypeVar("Shower", bound=Callable[..., object])


def shows(*features: str) -> Callable[[Shower], Shower]:
    """Says that a station shows these features. KeyError for one that is not in the list."""

    def register(station: Shower) -> Shower:
        for feature in features:
            if station.__name__ not in SHOWN[feature]:  # pytest may read a file that the tour has read
                SHOWN[feature].append(station.__name__)
        return station

    return register


def page() -> str:
    """`docs/tour.md`."""
    lines = [HEAD]
    for group, features in GROUPS.items():
        lines += [f"## {group}", "", "| | | in the session | in the plain session |", "|---|---|---|---|"]
        for name, words in features.items():
            stations = ", ".join(f"`{station}`" for station in SHOWN[name])
            typed = f"`{PLAIN[name]}`".replace("|", "\\|") if name in PLAIN else ""
            place = f"`{ELSEWHERE[name].partition('::')[2]}`" if name in ELSEWHERE else ""
            lines.append(f"| {name} | {words} | {stations} | {', '.join(filter(None, (typed, place)))} |")
        lines.append("")
    return "\n".join(lines)
