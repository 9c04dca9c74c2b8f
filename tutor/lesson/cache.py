"""What was parsed before, kept as JSON beside other programs' caches.

A file for each thing made of a YAML file, with the digest of the text that it was made from: whatever
changes, moves or is damaged is made again. Nothing depends on the cache being there or writable.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

VERSION = 1
"""Goes up when the same text is parsed into other data."""


def find(path: Path, raw: bytes, kind: str = "") -> Any:
    """The data that the content `raw` of the file `path` was parsed into; None if that is not known.

    `kind` tells several things apart that are made of the same file.
    """
    try:
        kept = json.loads(_place(path, kind).read_bytes())
        return kept["data"] if kept["digest"] == _digest(raw) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep(path: Path, raw: bytes, data: Any, kind: str = "") -> None:
    """Keep what `raw` was parsed into, in the stead of what was kept for `path` before."""
    place = _place(path, kind)
    new = place.with_suffix(f".{os.getpid()}")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        new.write_text(json.dumps({"digest": _digest(raw), "data": data}), "utf-8")
        new.replace(place)  # at once: another process may be reading
    except OSError:
        with suppress(OSError):
            new.unlink()


@cache
def _folder(home: str | None) -> Path:
    if home:
        return Path(home) / "cache"
    from platformdirs import user_cache_path

    return user_cache_path("d2l-tutor")


def _place(path: Path, kind: str) -> Path:
    name = hashlib.sha256(os.fsencode(path.resolve()) + kind.encode()).hexdigest()[:32]
    return _folder(os.environ.get("D2L_TUTOR_HOME")) / f"{name}.json"


def _digest(raw: bytes) -> str:
    return hashlib.sha256(b"%d:" % VERSION + raw).hexdigest()
