"""Every action of the session, once: its keys, its name, and when it does something.

The bindings, the key line, the palette and the list of keys are all read from here, so they cannot
disagree. What an action does stands in `actions.py`, under the same id; its label in the interface's
catalogue under `tui.keys`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Final

from textual.binding import Binding, BindingType

from tutor.record import record


@record
class Situation:
    """What the keys depend on. `place` is where keys go: "prompt", "panel", "outline", "manual",
    "images", "figure", "completion", "confirm", or "" where another screen has them. `several`: the prompt
    holds more than one line. `solution`: it is what helps next, since all hints are given."""

    place: str = "prompt"
    tab: str = "variables"
    running: bool = False
    accepted: bool = False
    following: bool = False
    empty: bool = True
    at_end: bool = True
    several: bool = False
    asked: bool = False
    failed: bool = False
    hints: bool = False
    solution: bool = False
    cells: bool = False
    filtering: bool = False
    images: bool = False
    figure: bool = False
    stuck: bool = False
    more: bool = False
    earlier: bool = False
    wrong: bool = False
    due: bool = False
    recorded: bool = False
    graph: bool = False
    part: bool = False


When = Callable[[Situation], bool]


def _always(now: Situation) -> bool:
    return True


def _never(now: Situation) -> bool:
    return False


@record
class Action:
    """One thing that a key does. The order of actions is their order on the key line.

    `line`: when it may stand on the key line; `palette`: it is also found there, by name. `shown` are the
    keys to display where they stand for a group, such as both arrows.
    """

    id: str
    keys: str
    when: When
    line: When = _always
    palette: bool = False
    shown: str = ""


def _at(*places: str) -> When:
    return lambda now: now.place in places


def _in(*tabs: str) -> When:
    return lambda now: now.place == "panel" and now.tab in tabs


def _home(now: Situation) -> bool:
    """On the working screen, with nothing laid over it."""
    return now.place in ("prompt", "panel", "completion")


def _anywhere(now: Situation) -> bool:
    return now.place != ""


def _watching(now: Situation) -> bool:
    return now.running or now.place == "panel"


def _at_rest(now: Situation) -> bool:
    return not now.running


def _unsolved(now: Situation) -> bool:
    return _home(now) and not now.accepted and not now.running


def _may_ask(now: Situation) -> bool:
    """For a hint; where none is left, the answer says so."""
    return _home(now) and (now.hints or not now.accepted) and not now.running


def _typing(now: Situation) -> bool:
    return now.place in ("prompt", "completion") and not now.asked


def _may_go_on(now: Situation) -> bool:
    return now.place == "prompt" and now.accepted and now.empty and not now.running and not now.asked


def _in_block(now: Situation) -> bool:
    """Several lines are being written, of which Enter may run none: a bracket may stand open."""
    return now.place == "prompt" and now.several and not now.running


def _enter_runs(now: Situation) -> bool:
    return now.place == "prompt" and not now.asked and not _may_go_on(now)


ACTIONS: Final = (
    Action("pick", "enter,tab", _at("completion")),
    Action("pick_up", "up", _at("completion"), shown="↑ ↓"),
    Action("pick_down", "down", _at("completion"), line=_never),
    Action("pick_close", "escape", _at("completion")),
    Action("answer", "enter", lambda now: now.place == "prompt" and now.asked),
    Action("next", "enter", lambda now: _may_go_on(now) and now.following),
    Action(
        "enter",
        "enter",
        lambda now: _enter_runs(now) and now.at_end,
        line=lambda now: not now.running and not now.several,
    ),
    Action("run", "f5,alt+enter,shift+enter,ctrl+enter", _typing, _in_block),
    Action("restart", "f9", lambda now: _home(now) and now.stuck, palette=False),
    Action("stop", "ctrl+c", lambda now: _anywhere(now) and now.running),
    Action("clear", "ctrl+c", lambda now: _anywhere(now) and not now.running, _in_block),
    Action("copy", "enter", _in("help")),
    Action("back", "escape", _at("panel", "images", "figure", "manual")),
    Action("walk_up", "up", _at("panel"), shown="↑ ↓"),
    Action("walk_down", "down", _at("panel"), line=_never),
    Action("fold", "left", _in("graph"), shown="← →"),
    Action("unfold", "right", _in("graph"), line=_never),
    Action("show", "enter", _in("graph", "variables")),
    Action("walk_from", "g", lambda now: _in("graph", "variables")(now) and now.recorded),
    Action("previous", "left,backspace", _in("help"), shown="← →"),
    Action("forward", "right", _in("help"), line=_never),
    Action("lookup", "slash", _in("help")),
    Action("scale", "ctrl+l", lambda now: _home(now) and now.tab == "training", _watching, True),
    Action("pin", "p", _at("panel")),
    Action("page_down", "pagedown,space", lambda now: now.place == "images" and now.more),
    Action("page_up", "pageup", lambda now: now.place == "images" and now.earlier),
    Action("only_wrong", "w", lambda now: now.place == "images" and now.wrong),
    Action("save_images", "s", lambda now: now.place == "images" and now.images),
    Action("go", "enter", _at("outline")),
    Action("choose_up", "up", _at("outline"), shown="↑ ↓"),
    Action("choose_down", "down", _at("outline"), line=_never),
    Action("close_part", "left", lambda now: now.place == "outline" and not now.filtering, shown="← →"),
    Action("open_part", "right", lambda now: now.place == "outline" and not now.filtering, line=_never),
    Action("filter", "slash", lambda now: now.place == "outline" and not now.filtering),
    Action("review", "r", lambda now: now.place == "outline" and now.due and not now.filtering),
    Action("leave", "escape", _at("outline")),
    Action("confirm", "enter,y", _at("confirm")),
    Action("refuse", "escape,n", _at("confirm")),
    Action("newline", "ctrl+j", _typing, line=_at_rest),
    Action("hint", "f3", _may_ask, lambda now: now.place == "prompt" and now.hints, True),
    Action("skip", "f4", _unsolved, lambda now: now.place == "prompt" and now.solution, True),
    Action("traceback", "f7", lambda now: _home(now) and now.failed, _at("prompt"), True),
    Action("undo", "f6", lambda now: _home(now) and now.cells and not now.running, _at("prompt"), True),
    Action("panel", "f2", _home, _watching, True),
    Action("outline", "ctrl+o", lambda now: _anywhere(now) and now.place != "confirm", _home, True),
    Action(
        "palette", "ctrl+p", lambda now: _home(now) or now.place in ("outline", "images", "figure", "manual")
    ),
    Action("manual", "f1", lambda now: _anywhere(now) and now.place != "confirm", line=_never, palette=True),
    Action("look_up_here", "f9", lambda now: _typing(now) and not now.stuck, _never, True),
    Action("check", "", _unsolved, _never, True),
    Action("ask_where_from", "", lambda now: _home(now) and now.graph, _never, True),
    Action("again", "", _home, _never, True),
    Action("review_due", "", lambda now: _home(now) and not now.running, _never, True),
    Action("free_play", "", lambda now: _home(now) and not now.running, _never, True),
    Action("images", "", lambda now: now.images, _never, True),
    Action("figure", "ctrl+t", lambda now: now.figure and now.place not in ("", "figure"), _never, True),
    Action("save_figure", "ctrl+s", lambda now: now.figure and _anywhere(now), _at("figure"), True),
    Action("history", "ctrl+r", _typing, _never, True),
    Action("language", "f8", _anywhere, _never, True),
    Action("theme", "", _anywhere, _never, True),
    Action("reset_step", "", lambda now: _home(now) and not now.running, _never, True),
    Action("reset_lesson", "", lambda now: _home(now) and not now.running, _never, True),
    Action("reset_all", "", lambda now: _home(now) and not now.running, _never, True),
    Action("restart_kernel", "", _home, _never, True),
    Action("scroll_up", "pageup", _home, line=_never),
    Action("scroll_down", "pagedown", _home, line=_never),
    Action("leave_twice", "ctrl+d", lambda now: _home(now) and now.empty, line=_never),
    Action("quit", "ctrl+q", lambda now: True, _never, True),
)

BY_ID: Final = {action.id: action for action in ACTIONS}

_SHOWN: Final = {
    "enter": "Enter", "escape": "Esc", "pagedown": "PgDn", "pageup": "PgUp", "backspace": "Backspace",
    "slash": "/", "tab": "Tab", "up": "↑", "down": "↓", "left": "←", "right": "→", "space": "Space",
}  # fmt: skip


def bindings(keymap: Mapping[str, str] = MappingProxyType({})) -> list[BindingType]:
    """A binding for each action, before any widget's own; what does nothing now lets its key go on.

    `keymap` has the keys of actions whose keys are not the usual ones.
    """
    return [
        Binding(keys, f"do('{action.id}')", id=action.id, show=False, priority=True)
        for action in ACTIONS
        if (keys := keymap.get(action.id, action.keys))
    ]


def name_of(key: str) -> str:
    """A key's name as Textual writes it, as a learner reads it.

    >>> name_of("alt+enter"), name_of("p"), name_of("f5")
    ('Alt+Enter', 'p', 'F5')
    """
    *modifiers, last = key.split("+")
    if last not in _SHOWN and (modifiers or len(last) > 1):
        return "+".join([*(part.capitalize() for part in modifiers), last.upper()])
    return "+".join([*(part.capitalize() for part in modifiers), _SHOWN.get(last, last)])


def on_key_line(now: Situation) -> Iterable[Action]:
    """The actions that do something now, what to do next first."""
    return (action for action in ACTIONS if action.keys and action.when(now) and action.line(now))


def in_palette(now: Situation) -> Iterable[Action]:
    """The actions that can be chosen by name now."""
    return (action for action in ACTIONS if action.palette and action.when(now))
