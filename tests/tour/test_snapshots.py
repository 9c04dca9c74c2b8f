"""Every screen in English as it looks, text and styles, compared with plain files, in three sizes.

The app is real; what the kernel says is played from `recordings/`, so that times, trained numbers and random
images are the same everywhere. `RECORD=1 python -m pytest tests/tour -k looks_as_before` writes the screens
anew, `RECORD=kernel` the recordings, too; then read the difference.
"""

from __future__ import annotations

import asyncio
import os

import pytest
import screenshots


@pytest.fixture(scope="module", autouse=True)
def recordings(recording, kernels):
    """What a real kernel says at each screen, where that is to be recorded; the same for every language."""
    if os.environ.get("RECORD") != "kernel":
        return

    async def record() -> None:
        kernel = kernels.KeptKernel()
        try:
            for name, screen in screenshots.SCREENS.items():
                async with screenshots.opened(screen, kernel):
                    kernels.save(recording(name), kernel)
        finally:
            await kernel.end()

    asyncio.run(record())


@pytest.mark.parametrize("size", screenshots.SIZES)
@pytest.mark.parametrize("name", screenshots.SCREENS)
def test_a_screen_looks_as_before(name, size, taken):
    seen, expected = taken(name, "en", size)
    assert seen == expected
