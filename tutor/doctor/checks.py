"""What can be seen from here: Python, packages, the terminal, the progress file, data sets."""

from __future__ import annotations

import locale
import os
import platform
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from tutor.doctor import process
from tutor.doctor.findings import Finding

OLDEST: Final = (3, 11)
"""The oldest Python that works."""

SMALLEST: Final = (80, 24)
"""Columns and rows that show a lesson in comfort; less folds."""

PACKAGES: Final = ("textual", "rich", "prompt_toolkit", "ipython", "ipykernel", "jupyter_client", "pydantic")

EXTRAS: Final = (
    ("matplotlib", "book", "plots"),
    ("pandas", "book", "tables"),
    ("nbformat", "export", "notebooks"),
    ("textual-serve", "serve", "browser"),
)
"""Packages that add something: the extra that brings each, and the key of what it adds."""


def examine() -> Iterator[Finding]:
    """All findings, each group as soon as it is there. The last groups start processes."""
    yield from system()
    yield from terminal()
    yield from files()
    yield from data()
    yield from extras()
    yield from process.engine()
    yield from process.kernel()


def system() -> Iterator[Finding]:
    """Python, the operating system, and the packages that the tutor stands on."""
    new_enough = sys.version_info[:2] >= OLDEST
    yield Finding("system", "tutor", "good", _version("d2l-tutor") or "?")
    yield Finding(
        "system",
        "python",
        "good" if new_enough else "broken",
        f"{platform.python_version()}  {sys.executable}",
    )
    windows = sys.platform == "win32"
    yield Finding(
        "system",
        "platform",
        "broken" if windows else "good",
        platform.platform(),
        "windows" if windows else "",
    )
    for package in PACKAGES:
        found = _version(package)
        fix = "" if found else f"pip install {package}"
        yield Finding("system", package, "good" if found else "broken", found, fix=fix)


def terminal() -> Iterator[Finding]:
    """What the terminal can do, as far as it tells."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        yield Finding("terminal", "terminal", "unknown", note="no_terminal")
        return
    name = os.environ.get("TERM", "")
    dumb = name in ("", "dumb")
    program = os.environ.get("TERM_PROGRAM", "")
    yield Finding(
        "terminal",
        "terminal",
        "absent" if dumb else "good",
        f"{name} {program}".strip(),
        "dumb" if dumb else "",
    )
    columns, rows = shutil.get_terminal_size()
    roomy = columns >= SMALLEST[0] and rows >= SMALLEST[1]
    yield Finding(
        "terminal", "size", "good" if roomy else "absent", f"{columns} × {rows}", "" if roomy else "folds"
    )
    yield _colours()
    encoding = (sys.stdout.encoding or locale.getpreferredencoding()).lower()
    unicode = encoding.replace("-", "") == "utf8"
    yield Finding(
        "terminal",
        "unicode",
        "good" if unicode else "absent",
        encoding,
        fix="" if unicode else "export LANG=C.UTF-8",
    )
    yield _images()
    yield Finding("terminal", "keys", "unknown", note="keys")


def _colours() -> Finding:
    if "NO_COLOR" in os.environ:
        return Finding("terminal", "colours", "good", "NO_COLOR", "mono")
    from rich.color import ColorSystem
    from rich.console import Console

    system = Console()._color_system
    names = {ColorSystem.STANDARD: "16", ColorSystem.EIGHT_BIT: "256", ColorSystem.TRUECOLOR: "16,777,216"}
    if system == ColorSystem.TRUECOLOR:
        return Finding("terminal", "colours", "good", names[system])
    return Finding("terminal", "colours", "absent", names.get(system, "0") if system else "0", "few_colours")


def _images() -> Finding:
    from tutor.terminal import Question

    with Question() as question:
        protocol = question.answer().protocol
    return Finding(
        "terminal", "images", "good" if protocol in ("kitty", "sixel") else "absent", protocol, protocol
    )


def files() -> Iterator[Finding]:
    """The progress file and the settings file: where they are, and whether they can be used."""
    from tutor.progress import default_path
    from tutor.settings import load

    path = default_path()
    if not path.exists():
        writable = _writable(path.parent)
        yield Finding(
            "files",
            "progress",
            "good" if writable else "broken",
            str(path),
            "none_yet" if writable else "unwritable",
        )
    else:
        yield _progress(str(path), os.access(path, os.W_OK))
    settings = load()
    if settings.problems:
        yield Finding(
            "files",
            "settings",
            "absent",
            str(settings.path),
            "wrong_settings",
            {"count": len(settings.problems)},
        )
    else:
        yield Finding(
            "files", "settings", "good", str(settings.path), "" if settings.path.exists() else "none_needed"
        )


def _progress(path: str, writable: bool) -> Finding:
    from tutor.progress.schema import VERSION

    try:
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            number = connection.execute("PRAGMA user_version").fetchone()[0]
            connection.execute("SELECT count(*) FROM step")
        finally:
            connection.close()
    except sqlite3.Error as error:
        return Finding("files", "progress", "broken", path, "unreadable", {"error": error})
    if number > VERSION:
        return Finding("files", "progress", "broken", path, "newer", {"version": number})
    if not writable:
        return Finding("files", "progress", "broken", path, "unwritable")
    return Finding("files", "progress", "good", path, "version", {"version": number})


def _writable(folder: os.PathLike[str]) -> bool:
    """Whether a file could be made in a folder that may not exist yet."""
    path = os.path.abspath(folder)
    while not os.path.exists(path):
        path = os.path.dirname(path)
    return os.path.isdir(path) and os.access(path, os.W_OK)


def data() -> Iterator[Finding]:
    """The data sets, and where they lie."""
    from tutor.data.sets import KNOWN, whereabouts

    for each in KNOWN.values():
        presence, folder = whereabouts(each)
        full = presence in ("full", "debian")
        fix = "" if full else f"d2l-tutor data fetch {each.name}"
        yield Finding(
            "data", each.name, "good" if full else "absent", str(folder) if full else "", presence, fix=fix
        )


def extras() -> Iterator[Finding]:
    """Packages that add something."""
    for package, extra, use in EXTRAS:
        found = _version(package)
        fix = "" if found else f"pip install 'd2l-tutor[{extra}]'"
        yield Finding("extras", package, "good" if found else "absent", found, "" if found else use, fix=fix)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
