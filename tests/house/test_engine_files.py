"""docs/engine.md lists every file of the engine, with its own words and about its size."""

import importlib.util
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
ANEW = "run `python docs/engine_files.py`"


def test_the_page_of_the_engine_lists_every_file_and_about_its_size():
    spec = importlib.util.spec_from_file_location("engine_files", DOCS / "engine_files.py")
    listing = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(listing)
    found, written = listing.files(), listing.written()
    assert {path: words for path, (words, _) in written.items()} == {
        path: words for path, (words, _) in found.items()
    }, ANEW
    off = {path: (lines, found[path][1]) for path, (_, lines) in written.items()}
    assert {path: pair for path, pair in off.items() if abs(pair[0] - pair[1]) > 30 + pair[1] / 5} == {}, ANEW
