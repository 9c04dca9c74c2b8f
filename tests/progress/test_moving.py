"""Progress moves to another machine as one JSON file, and coming in it harms nothing that is there."""

import json

import pytest

from tutor.lesson.texts import Refusal
from tutor.progress import VERSION, Cell, Progress, Review, StepState
from tutor.progress.moving import export_progress, import_progress

PLACE = ("d2l", "ndarray-create", "row")


@pytest.fixture
def here(tmp_path):
    """A progress file with something in every table."""
    path = tmp_path / "here" / "progress.db"
    with Progress.open(path) as progress:
        progress.set_place(*PLACE)
        progress.set_step(*PLACE, StepState("done", 1, 2))
        progress.add_cell(*PLACE, Cell("x = '形状'", accepted=True, events=({"type": "Output"},)))
        progress.set_review(*PLACE, Review(0, 5.0))
        progress.remember("x = '形状'")
        progress.set_setting("language", "zh")
    return path


def everything(path):
    with Progress.open(path) as progress:
        return progress.dump()


def test_what_comes_in_is_what_went_out(here, tmp_path):
    there, file = tmp_path / "there" / "progress.db", tmp_path / "progress.json"
    export_progress(here, file)
    assert import_progress(file, there) is None
    assert everything(there) == everything(here)
    assert all(everything(there).values())


def test_progress_that_is_there_is_replaced_only_on_demand_and_then_kept_aside(here, tmp_path):
    there, file = tmp_path / "progress.db", tmp_path / "progress.json"
    with Progress.open(there) as progress:
        progress.set_step("d2l", "lookup", "dir", StepState("begun"))
    before = everything(there)
    export_progress(here, file)
    with pytest.raises(Refusal) as refused:
        import_progress(file, there)
    assert refused.value.key == "progress.there"
    assert everything(there) == before
    aside = import_progress(file, there, replace=True)
    assert everything(there) == everything(here)
    assert everything(aside) == before


def spoilt(tables):
    tables["step"][0]["attempts"] = "many"


def incomplete(tables):
    del tables["cell"]


def with_a_stranger(tables):
    tables["place"][0]["lesson) VALUES (1); --"] = "x"


@pytest.mark.parametrize("harm", [spoilt, incomplete, with_a_stranger])
def test_a_file_that_is_no_progress_changes_nothing(here, tmp_path, harm):
    file = tmp_path / "progress.json"
    export_progress(here, file)
    data = json.loads(file.read_text())
    harm(data["tables"])
    file.write_text(json.dumps(data))
    before = everything(here)
    with pytest.raises(Refusal) as refused:
        import_progress(file, here, replace=True)
    assert refused.value.key == "progress.no_progress"
    assert everything(here) == before
    assert not list(here.parent.glob("*.before-import-*"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "unreadable"),
        ("[]", "no_progress"),
        ('{"format": "d2l-tutor progress", "version": "1"}', "no_progress"),
        (f'{{"format": "d2l-tutor progress", "version": {VERSION + 1}}}', "newer"),
    ],
)
def test_other_files_and_newer_ones_are_refused_with_a_reason(tmp_path, text, code):
    file = tmp_path / "progress.json"
    file.write_text(text)
    with pytest.raises(Refusal) as refused:
        import_progress(file, tmp_path / "progress.db")
    assert refused.value.key == f"progress.{code}"


def test_without_progress_nothing_is_written(tmp_path):
    with pytest.raises(Refusal) as refused:
        export_progress(tmp_path / "progress.db", tmp_path / "progress.json")
    assert refused.value.key == "progress.none"
    assert not list(tmp_path.iterdir())
