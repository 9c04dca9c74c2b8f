"""What was seen of a cell is kept and shown again where its step is opened, and what is taken back is not."""

import asyncio
import json

from hypothesis import example, given
from hypothesis import strategies as st

from tutor.events import (
    CellEnded,
    Error,
    Figure,
    Graph,
    KernelState,
    Notice,
    Output,
    Recalled,
    Skipped,
    StepOpened,
    Undone,
    Value,
    Variables,
    Verdict,
)
from tutor.progress import Cell
from tutor.session.seen import CELL_BYTES, FIGURE_BYTES, kept, recalled

FIRST = "x = nd.arange(12)"


def run(work):
    return asyncio.run(work)


def kinds(session, *wanted):
    return [event for event in session.seen if isinstance(event, wanted)]


def sitting(make, *cells):
    """A session in which these cells are typed at the first step."""
    session = make()

    async def work():
        await session.open()
        for code in cells:
            await session.submit(code)

    run(work())
    return session


def test_another_sitting_shows_what_the_last_one_saw_wrong_and_failed_cells_too(make, kernel):
    kernel.passing, kernel.printing = {FIRST}, {"raise ValueError": "so far\n"}
    sitting(make, "raise ValueError", "x = 1", FIRST)
    session = make()
    run(session.open())
    cells = kinds(session, Recalled)
    assert [cell.code for cell in cells] == ["raise ValueError", "x = 1", FIRST]
    first, _, last = cells
    assert first.events == (
        Output(first.cell, "so far\n"),
        Verdict(first.cell, status="wrong"),
        CellEnded(first.cell, status="error"),
    )
    assert last.events[0] == Verdict(last.cell, status="passed")
    order = [type(event) for event in session.seen if isinstance(event, StepOpened | Recalled | KernelState)]
    assert order[:4] == [StepOpened, Recalled, Recalled, Recalled]


def test_no_two_cells_of_a_sitting_have_one_number(make):
    sitting(make, "a = 1", "b = 2")
    session = sitting(make, "c = 3")
    run(session.goto("a-one", "first"))
    run(session.undo())
    seen = kinds(session, Recalled)
    assert [cell.code for cell in seen] == ["a = 1", "b = 2", "a = 1", "b = 2", "c = 3"]
    assert len({cell.cell for cell in seen}) == 5
    assert kinds(session, Undone) == [Undone(seen[-1].cell, "c = 3")]


def test_what_was_taken_back_is_shown_no_more(make):
    session = sitting(make, "a = 1", "b = 2")
    run(session.undo())
    session.seen.clear()
    run(session.goto("a-one", "first"))
    assert [cell.code for cell in kinds(session, Recalled)] == ["a = 1"]


def test_a_step_begun_anew_shows_nothing(make):
    session = sitting(make, "a = 1")
    session.seen.clear()
    run(session.reset("step"))
    assert kinds(session, StepOpened) and not kinds(session, Recalled)


def test_a_skip_is_shown_again_as_a_skip(make):
    run(sitting(make, "a = 1").skip())
    session = make()
    run(session.open())
    before, skip = kinds(session, Recalled)
    assert (before.code, skip.code) == ("a = 1", FIRST)
    assert skip.events == (Skipped(skip.cell, step="first", code=FIRST),)


def test_records_that_cannot_be_read_are_left_out(make, progress, course):
    good = {"version": 1, "type": "Value", "data": {"text": "3"}}
    bad = (
        {},
        {"version": 9, "type": "Value"},
        {"version": 1, "type": "Graph"},
        {**good, "data": {"text": 3}},
    )
    progress.add_cell(course.id, "a-one", "first", Cell("x", events=(*bad, good)))
    session = make()
    run(session.open("a-one", "first"))
    (cell,) = kinds(session, Recalled)
    assert cell.events == (Value(cell.cell, "3"),)


def test_only_what_a_transcript_draws_is_kept():
    seen = [Variables(1), Output(1, "a"), Graph(1), Output(1, "b"), KernelState(state="busy"), CellEnded(1)]
    about_all = Notice(code="notice.progress_unwritable")
    assert list(recalled(kept([*seen, about_all]), 1)) == [Output(1, "ab"), CellEnded(1)]


@given(st.lists(st.text(max_size=300), max_size=6), st.integers(1, 400))
@example(["x" * 250], 262)  # the text alone would fit
def test_what_is_kept_is_bounded_and_says_what_is_not(texts, times):
    seen = [Output(1, text * times + "\n") for text in texts]
    wires = kept([*seen, CellEnded(1)])
    *shown, last = recalled(wires, 1)
    assert last == CellEnded(1)
    assert len(json.dumps(wires)) <= CELL_BYTES + 1000
    whole = "".join(output.text for output in seen)
    printed = "".join(output.text for output in shown if isinstance(output, Output))
    assert whole.startswith(printed)
    assert (printed == whole) is (Notice(1, "notice.not_kept") not in shown)


def test_figures_have_a_room_of_their_own():
    small, large = Figure(1, "x" * (FIGURE_BYTES // 2)), Figure(1, "x" * FIGURE_BYTES)
    error = Error(1, name="ValueError")
    assert list(recalled(kept([small, large, small, error]), 1)) == [
        small,
        Notice(1, "notice.not_kept"),
        error,
    ]
