"""Figures as files, in a folder of this user's own beside the progress."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Final

from tutor.events import Figure
from tutor.progress import default_path

_ENDINGS: Final = {"image/png": ".png", "image/jpeg": ".jpg", "image/svg+xml": ".svg"}


def folder() -> Path:
    """Where figures are saved unless told otherwise."""
    return default_path().parent / "figures"


def save(figure: Figure, target: str = "") -> Path:
    """Writes a figure to `target`, a file that is not there yet or a folder; returns the file.

    In a folder it gets the next free number. Raises `OSError`: `FileExistsError` where the file is there.
    """
    data = base64.b64decode(figure.data)
    ending = _ENDINGS.get(figure.mime, ".png")
    path = Path(target).expanduser() if target else folder()
    if target and not path.is_dir():
        path = path if path.suffix else path.with_suffix(ending)
        with path.open("xb") as file:
            file.write(data)
        return path.resolve()
    path.mkdir(parents=True, exist_ok=True)
    number = 1 + max((_number(each) for each in path.glob("figure-*")), default=0)
    while True:
        file_path = path / f"figure-{number}{ending}"
        try:
            with file_path.open("xb") as file:
                file.write(data)
            return file_path.resolve()
        except FileExistsError:  # another session was faster
            number += 1


def _number(path: Path) -> int:
    digits = path.stem.removeprefix("figure-")
    return int(digits) if digits.isdecimal() else 0
