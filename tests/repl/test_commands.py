"""The table of commands: each has its texts, each runs, and a name that is not there is answered."""

import pytest

from tutor.lesson import Texts
from tutor.repl.commands import ALIASES, GROUPS, TABLE, usage


@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_command_is_explained_in_each_language(language):
    texts = Texts(language)
    wanted = [f"repl.command.{name}" for name in TABLE] + [f"repl.group.{group}" for group in GROUPS]
    assert [key for key in wanted if key not in texts] == []
    assert all(
        "{" not in usage(command, texts) and "repl." not in usage(command, texts)
        for command in TABLE.values()
    )


def test_other_names_lead_to_commands_and_hide_none():
    assert set(ALIASES.values()) <= set(TABLE) and not set(ALIASES) & set(TABLE)


EXCHANGES = (
    (":step", "Twelve numbers in a row"),
    (":hint", "hint 1 of 2"),
    (":hint 2", "1 can be shown so far"),
    (":hint", "hint 2 of 2"),
    (":hint", "no more hints. :skip shows the solution"),
    ("x = nd.arange(11)", "? :skip  shows the solution"),
    (":check", "x has shape (11,)"),
    (":solution", "Once the step is done"),
    (":why", "once the step is done"),
    (":undo", "taken back"),
    (":undo", "nothing to undo"),
    ("x = nd.arange(12)", "✓"),
    (":hint 2", "hint 2 of 2"),
    (":why", "numbers end at 11"),
    (":solution", "x = nd.arange(12)"),
    (":skip", "done already"),
    (":check", "done already"),
    (":vars", "float32"),
    (":vars x", "├"),
    (":vars nothing", "no variable nothing"),
    (":graph", "nothing to show yet"),
    (":plot", "nothing to show yet"),
    (":plot cubic", ":plot log"),
    (":images", "nothing to show yet"),
    (":images right", ":images wrong"),
    (":doc nd.ones", "ones(shape"),
    (":doc", "nd.arange?"),
    (":doc nd.onse", "Did you mean"),
    (":doc qqqq", "Nothing is known"),
    (":source nd.ones", "def ones"),
    (":dir nd.random", "uniform"),
    (":history arange", "x = nd.arange(12)"),
    (":traceback", "nothing to show yet"),
    (":lessons", "ndarray-reshape"),
    (":steps", "you are here"),
    (":steps linreg-idea", "Numbers to predict"),
    (":steps nowhere", "no lesson or step nowhere"),
    (":summary", "Create an array"),
    (":review", "to review"),
    (":export {folder}/mine.py", "mine.py"),
    (":export {folder}/mine.py", "is there already"),
    (":save", "nothing to show yet"),
    (":theme pink", "dark, light, mono"),
    (":editing nano", "emacs, vi"),
    (":lang fr", "en, zh"),
    (":keys", "Ctrl+R"),
    (":help", ":goto LESSON [STEP]"),
    (":help reset", "On a terminal it asks"),
    (":help rest", ":restart"),
    (":he", "lists these commands"),
    (":s", ":step, :skip"),
    (":sihw", "no command :sihw"),
    (":play", "Nothing here is judged"),
    (":goto", "Where to?"),
    (":goto 2", "step 2 of 10"),
    (":goto ndarray-reshap", "Did you mean ndarray-reshape?"),
    (":goto ndarray-reshape 3", "A row becomes a matrix"),
    (":restart", "The kernel is back"),
    (":reset week", "week cannot begin anew"),
    ("hint", "begin with a colon"),
    ("?", ":goto LESSON [STEP]"),
)
"""What is typed in one sitting, line by line, and something that the answer says."""


@pytest.fixture(scope="module")
def answers(environment, pipe):
    folder = environment["D2L_TUTOR_HOME"]
    script = "".join(f"{line.format(folder=folder)}\n" for line, _ in EXCHANGES)
    written = pipe(script, environment).stdout.replace(folder, "{folder}")
    _, *parts = written.split("\n❱ ")
    return [part.partition("\n") for part in parts]


@pytest.mark.parametrize("place", range(len(EXCHANGES)), ids=[line for line, _ in EXCHANGES])
def test_a_command_answers(place, answers):
    line, said = EXCHANGES[place]
    typed, _, answer = answers[place]
    assert typed == line and said in answer
