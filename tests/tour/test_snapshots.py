"""Every screen as it looks, text and styles, compared with plain files: two languages, three sizes.

The app is real; what the kernel says is played from `recordings/`, so that times, trained numbers and random
images are the same everywhere. `RECORD=1 python -m pytest tests/tour/test_snapshots.py` writes the screens
anew, `RECORD=kernel` the recordings, too; then read the difference.
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

HERE = Path(__file__).parent
NAMES = (
    "start", "step", "hint", "undone", "recalled", "shapes", "error", "graph", "training", "figure", "help",
    "completion", "history", "palette", "outline", "review", "summary", "keys", "labels",
)  # fmt: skip
LANGUAGES = ("en", "zh")
SIZES = ("80x24", "120x40", "200x60")


def recording(name: str) -> Path:
    """What the kernel says at a screen: facts, the same for every language."""
    return HERE / "recordings" / f"{name}.json"


@pytest.fixture(scope="module", autouse=True)
def recordings(screenshots, kernels):
    """What a real kernel says at each screen, where that is to be recorded."""
    if os.environ.get("RECORD") != "kernel":
        return

    async def record() -> None:
        kernel = kernels.KeptKernel()
        try:
            for name in NAMES:
                async with screenshots.opened(screenshots.SCREENS[name], kernel):
                    kernels.save(recording(name), kernel)
        finally:
            await kernel.end()

    asyncio.run(record())


def test_every_screen_has_a_snapshot(screenshots):
    assert set(NAMES) == set(screenshots.SCREENS)
    assert set(SIZES) == set(screenshots.SIZES)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_a_screen_looks_as_before(name, language, size, screenshots, kernels, pictures):
    async def take() -> str:
        kernel = kernels.load(recording(name))
        async with screenshots.opened(screenshots.SCREENS[name], kernel, size, language) as (app, pilot):
            pictures.still(app)
            await pilot.pause()
            return pictures.drawn(app) + "\n"

    seen = asyncio.run(take())
    path = HERE / "snapshots" / f"{name}-{language}-{size}.txt"
    if "RECORD" in os.environ:
        path.write_text(seen, "utf-8")
    assert seen == path.read_text("utf-8")
