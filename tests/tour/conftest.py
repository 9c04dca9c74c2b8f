"""What the tour's tests share: the screens of the documentation's pictures, and this folder's own helpers."""

from __future__ import annotations

import importlib.util
import sys
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


@pytest.fixture(scope="session")
def screenshots() -> ModuleType:
    """`docs/screenshots.py`: screens by name, and how to get there."""
    return loaded(DOCS / "screenshots.py")


@pytest.fixture(scope="session")
def kernels(screenshots) -> ModuleType:
    """`recorded_kernels.py`: a kernel that is recorded, and one that plays what was."""
    return loaded(HERE / "recorded_kernels.py")


@pytest.fixture(scope="session")
def pictures() -> ModuleType:
    """`pictures.py`: a screen as plain text with its styles."""
    return loaded(HERE / "pictures.py")


@pytest.fixture(scope="session")
def features() -> ModuleType:
    """`features.py`: what the tour must show."""
    return loaded(HERE / "features.py")


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch) -> Path:
    """A home of the test's own, and nothing from outside that changes how a screen looks."""
    for name in OUTSIDE:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("D2L_TUTOR_HOME", str(tmp_path))
    return tmp_path
