"""Lessons, and a tour of what there is, as they read in a pipe, compared with transcripts letter by letter.

What is typed is taken from the transcript itself: the lines behind its prompts. To change or renew one,
edit what stands behind the prompts, then run `RECORD=1 python -m pytest tests/repl/test_transcripts.py`
and read the difference.
"""

import os
import re
from pathlib import Path

import pytest

TRANSCRIPTS = sorted((Path(__file__).parent / "transcripts").glob("*.txt"))
PROMPTS = (("❱ ", "┊ "), ("> ", ". "))
"""As drawn, and as told in words."""
RATE = re.compile(r" *(\d+ steps/s|每秒 \d+ 步)")


def typed(transcript, prompts):
    """What stands behind the prompts; a line that is blank behind one has lost the prompt's blank."""
    starts = tuple(prompt.rstrip() for prompt in prompts)
    lines = [line for line in transcript.splitlines() if line in starts or line.startswith(prompts)]
    return "".join(f"{line[2:]}\n" for line in lines)


def stable(transcript):
    """The transcript without what another machine does faster: the steps a second of a loop."""
    return RATE.sub(" (rate)", transcript)


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_a_lesson_reads_as_recorded(path, own_environment, pipe):
    lesson, language, *plain = path.stem.split(".")
    recorded = path.read_text("utf-8")
    options = ["--lang", language, *(f"--{word}" for word in plain)]
    environment = {**own_environment, "COLUMNS": "80", "PYTHONIOENCODING": "utf-8"}
    where = () if lesson == "tour" else (lesson,)
    done = pipe(typed(recorded, PROMPTS[bool(plain)]), environment, *where, *options)
    assert (done.returncode, done.stderr) == (0, "")
    if "RECORD" in os.environ:
        path.write_text(stable(done.stdout), "utf-8")
    assert stable(done.stdout) == recorded
