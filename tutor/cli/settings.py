"""`settings`: where the settings file is, and what holds now, as TOML that could stand in it."""

from __future__ import annotations

import argparse
import sys

from tutor.cli.command import FAILED, Command, language_option
from tutor.cli.language import texts_for


def _settings(arguments: argparse.Namespace) -> int:
    from tutor.settings import CHOICES, load
    from tutor.tui.keymap import keymap
    from tutor.tui.keys import ACTIONS

    file = load()
    now = file.settings
    texts = texts_for(arguments.lang)
    print(f"# {file.path}")
    if not file.path.exists():
        print(f"# {texts('settings.none')}")
    print(f"# {texts('settings.how')}\n")
    for name, choices in CHOICES.items():
        print(f'{name} = "{getattr(now, name)}"  # {", ".join(choices)}: {texts(f"settings.{name}")}')
    print("\n[keys]")
    changed, problems = keymap(file)
    for action in ACTIONS:
        labels = (f"tui.{part}.{action.id}" for part in ("commands", "manual.key", "keys"))
        label = next((texts(key) for key in labels if key in texts), "")
        sign = "" if action.id in changed else "# "
        line = f'{sign}{action.id} = "{changed.get(action.id, action.keys)}"'
        print(f"{line:33} # {label}" if label else line)
    for problem in problems:
        print(texts(problem.code, **problem.facts), file=sys.stderr)
    return FAILED if problems else 0


COMMANDS = (
    Command(
        "settings",
        _settings,
        ("settings",),
        language_option,
    ),
)
