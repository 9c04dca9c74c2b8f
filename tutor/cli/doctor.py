"""`doctor`: is everything there that the tutor needs?"""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any, Final

from tutor.cli.command import FAILED, Command, language_option
from tutor.cli.language import texts_for

if TYPE_CHECKING:
    from tutor.doctor import Finding
    from tutor.lesson import Texts

SIGNS: Final = {"good": "✓", "absent": "–", "broken": "✗", "unknown": "?"}

MARGIN: Final = 20
"""Columns left of what is said: a sign and a name."""


def _doctor(arguments: argparse.Namespace) -> int:
    from tutor.doctor import examine

    texts = texts_for(arguments.lang)
    findings = []
    group = ""
    for finding in examine():
        findings.append(finding)
        if arguments.json:
            continue
        if finding.group != group:
            group = finding.group
            print(f"{'' if len(findings) == 1 else chr(10)}{texts(f'doctor.group.{group}')}")
        _print(finding, texts)
    broken = [finding for finding in findings if finding.state == "broken"]
    if arguments.json:
        print(json.dumps([_facts(finding, texts) for finding in findings], indent=2, ensure_ascii=False))
    else:
        print(f"\n{texts('doctor.broken', count=len(broken)) if broken else texts('doctor.good')}")
    return FAILED if broken else 0


def _print(finding: Finding, texts: Texts) -> None:
    from rich.cells import set_cell_size
    from rich.console import Console
    from rich.text import Text

    name = set_cell_size(_name(finding, texts), 15)
    said = "  ".join(filter(None, (finding.value, _words(finding, texts))))
    console = Console()
    lines = Text(said).wrap(console, max(console.width - MARGIN, 20)) if sys.stdout.isatty() else [said]
    print(f"  {SIGNS[finding.state]} {name} {lines[0] if lines else ''}".rstrip())
    for line in lines[1:]:
        print(f"{' ' * MARGIN}{line}".rstrip())
    if finding.fix:
        print(f"      {finding.fix}")


def _name(finding: Finding, texts: Texts) -> str:
    key = f"doctor.name.{finding.name}"
    return texts(key) if key in texts else finding.name


def _words(finding: Finding, texts: Texts) -> str:
    if not finding.note:
        return ""
    section = "data.state" if finding.group == "data" else "doctor.note"
    return texts(f"{section}.{finding.note}", **finding.facts)


def _facts(finding: Finding, texts: Texts) -> dict[str, Any]:
    return {
        "group": finding.group,
        "name": finding.name,
        "state": finding.state,
        "value": finding.value,
        "note": _words(finding, texts),
        "fix": finding.fix,
    }


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true")
    language_option(parser)


COMMANDS = (
    Command(
        "doctor",
        _doctor,
        (
            "doctor",
            "doctor --json > report.json",
        ),
        _arguments,
    ),
)
