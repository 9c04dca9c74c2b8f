"""Fetches files over HTTP: whole and right, or not at all.

What has come so far lies in `NAME.part` and is gone on with, if the server can; the file gets its name
in one move, after its checksum has been compared. What is broken off costs nothing but the rest.
"""

from __future__ import annotations

import hashlib
import http.client
import re
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from tutor.data.sets import DataSet, File

LONGEST_SILENCE: Final = 30
"""Seconds without a byte after which a server counts as gone."""
_CHUNK: Final = 1 << 16

Progress = Callable[[File, int], None]
"""Called with a file and how many of its bytes are there."""


class FetchError(Exception):
    """A file could not be fetched: the key of a text under `data.failed`, and its facts."""

    def __init__(self, key: str, **facts: object) -> None:
        super().__init__(key, facts)
        self.key, self.facts = key, facts


def fetch(data: DataSet, progress: Progress, sources: tuple[str, ...] = ()) -> list[Path]:
    """Brings the files of a data set that are not there yet; returns the paths of all.

    `sources` stand in for the data set's own. Raises `FetchError` for the last source's failure where
    every one has failed, `OSError` where the folder cannot be written.
    """
    data.folder.mkdir(parents=True, exist_ok=True)
    return [_file(data.folder, file, sources or data.sources, progress) for file in data.files]


def part_of(path: Path) -> Path:
    """Where what has come of a file so far is kept."""
    return path.with_name(f"{path.name}.part")


def is_right(path: Path, file: File) -> bool:
    """Whether the file at `path` is there with the size and checksum that it should have."""
    return path.is_file() and path.stat().st_size == file.size and _digest(path) == file.sha256


def _file(folder: Path, file: File, sources: tuple[str, ...], progress: Progress) -> Path:
    path = folder / file.name
    if is_right(path, file):
        progress(file, file.size)
        return path
    failure = FetchError("nowhere", file=file.name)
    for source in sources:
        try:
            _download(f"{source.rstrip('/')}/{file.name}", part_of(path), file, progress)
        except FetchError as error:
            failure = error
            continue
        part_of(path).replace(path)
        return path
    raise failure


def _download(url: str, part: Path, file: File, progress: Progress) -> None:
    """Brings what is missing of `part`; raises `FetchError` where it is not the whole, right file then."""
    begun = part.stat().st_size if part.is_file() else 0
    if begun >= file.size:  # a whole file would have got its name: this one is wrong
        part.unlink()
        begun = 0
    try:
        with _answer(url, begun) as answer:
            goes_on = begun > 0 and _begins_at(answer, begun)
            with part.open("ab" if goes_on else "wb") as kept:
                for _ in _copied(answer, kept.write, file.size - kept.tell()):
                    progress(file, kept.tell())
    except urllib.error.HTTPError as error:
        raise FetchError("status", url=url, status=error.code, reason=error.reason) from None
    except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
        if isinstance(error, OSError) and error.filename is not None:  # the disk, not the net
            raise
        raise FetchError("offline", url=url, reason=_reason(error)) from None
    if (size := part.stat().st_size) < file.size:
        raise FetchError("broken_off", url=url, size=size, whole=file.size)
    if _digest(part) != file.sha256:
        part.unlink()
        raise FetchError("checksum", url=url)


def _answer(url: str, begun: int) -> http.client.HTTPResponse:
    headers = {"User-Agent": "d2l-tutor", "Accept-Encoding": "identity"}
    if begun:
        headers["Range"] = f"bytes={begun}-"
    request = urllib.request.Request(url, headers=headers)
    answer: http.client.HTTPResponse = urllib.request.urlopen(request, timeout=LONGEST_SILENCE)
    return answer


def _begins_at(answer: http.client.HTTPResponse, begun: int) -> bool:
    """Whether the server sends what comes after `begun` bytes, and not the whole file again."""
    told = re.match(r"bytes (\d+)-", answer.headers.get("Content-Range") or "")
    return answer.status == 206 and told is not None and int(told[1]) == begun


def _copied(answer: http.client.HTTPResponse, write: Callable[[bytes], object], most: int) -> Iterator[None]:
    """Writes what comes, never more than `most` bytes and one chunk; yields after each chunk."""
    while most >= 0 and (chunk := answer.read1(_CHUNK)):
        write(chunk)
        most -= len(chunk)
        yield


def _reason(error: Exception) -> str:
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    return (cause.strerror if isinstance(cause, OSError) and cause.strerror else str(cause)) or type(
        cause
    ).__name__


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
