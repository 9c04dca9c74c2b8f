"""What the tour's tests share: the screens of the documentation's pictures, and this folder's own helpers."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

HERE = Path(__file__).parent
DOCS = HERE.parents[1] / "docs"
OUTSIDE = ("NO_COLOR", "D2L_TUTOR_LANG", "D2L_TUTOR_IMAGES", "D2L_TUTOR_MEMORY")


def loaded(path: Path) -> ModuleType:
    """A file that is no part of a package, as a module."""
    if path.stem not in sys.modules:
        spec = importlib.util.spec_from_file_location(path.stem, path)
        assert spec is not None and spec.loader is not None
        sys.modules[path.stem] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules[path.stem]


screenshots_ = loaded(DOCS / "screenshots.py")
loaded(HERE / "tour_features.py")
learners = loaded(HERE / "tour_learner.py")


@pytest.fixture(scope="session")
def kernels() -> ModuleType:
    """`recorded_kernels.py`: a kernel that is recorded, and one that plays what was."""
    return loaded(HERE / "recorded_kernels.py")


@pytest.fixture(scope="session")
def pictures() -> ModuleType:
    """`pictures.py`: a screen as plain text with its styles."""
    return loaded(HERE / "pictures.py")


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch) -> Path:
    """A home of the test's own, and nothing from outside that changes how a screen looks."""
    for name in OUTSIDE:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("D2L_TUTOR_HOME", str(tmp_path))
    return tmp_path


class Guide:
    """One kernel, and the loop that it talks on, for one station after the other."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.kernel = screenshots_.SharedKernel()

    def visit(self, station, album: Path) -> None:
        """Goes to a station, lets happen what happens there, and takes the last picture."""
        place = screenshots_.Screen(station.lesson, station.step, due=station.due)

        async def visit() -> None:
            sitting = screenshots_.opened(place, self.kernel, station.size, station.language)
            async with sitting as (app, pilot):
                learner = learners.Learner(app, pilot, station, album)
                await station.visit(learner)
                learner.picture()

        self.loop.run_until_complete(visit())

    def close(self) -> None:
        self.loop.run_until_complete(self.kernel.end())
        self.loop.close()


@pytest.fixture(scope="session")
def recording() -> Callable[[str], Path]:
    """The file with what the kernel says at a screen."""
    return lambda name: HERE / "recordings" / f"{name}.json"


@pytest.fixture
def taken(recording, kernels, pictures) -> Callable[..., tuple[str, str]]:
    """A screen as it looks now, and its snapshot, which is written anew where `RECORD` is set."""

    def taken(name: str, language: str, size: str, theme: str = "dark") -> tuple[str, str]:
        async def take() -> str:
            screen, kernel = screenshots_.SCREENS[name], kernels.load(recording(name))
            async with screenshots_.opened(screen, kernel, size, language, theme) as (app, pilot):
                pictures.still(app)
                await pilot.pause()
                return pictures.drawn(app) + "\n"

        seen = asyncio.run(take())
        stem = "-".join((name, language, size, *([theme] if theme != "dark" else [])))
        snapshot = HERE / "snapshots" / f"{stem}.txt"
        if "RECORD" in os.environ:
            snapshot.write_text(seen, "utf-8")
        return seen, snapshot.read_text("utf-8")

    return taken


@pytest.fixture(scope="module")
def guide() -> Iterator[Guide]:
    guide = Guide()
    yield guide
    guide.close()


@pytest.fixture
def album(tmp_path) -> Path:
    """Where the pictures go: the folder that `D2L_TOUR` names, else one that nobody keeps."""
    folder = Path(os.environ.get("D2L_TOUR", tmp_path / "tour"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def tour() -> list[ModuleType]:
    """The files of the tour, all read, so that their stations have said what they show."""
    return [loaded(path) for path in sorted(HERE.glob("test_tour_*.py"))]
