"""Pictures of writing into an array."""

from __future__ import annotations

from tutor import events
from tutor.render import operation


def a_write(operand, key: str, numbers: list[float]) -> events.Operation:
    """A write into X, which counted from 0 in three rows of four."""
    return events.Operation(
        op="setitem",
        inputs=(operand("X", (3, 4)),),
        output=operand("X", (3, 4), numbers),
        arguments={"key": key},
    )


def test_a_write_shows_the_old_number_beside_the_new_one(operand, page, plain) -> None:
    event = a_write(
        operand, "(slice(1, 2, None), slice(None, None, None))", [0, 1, 2, 3, *[12] * 4, 8, 9, 10, 11]
    )
    drawn = plain(operation.panel(event, page(43)))
    assert "4→12  5→12  6→12  7→12" in drawn and drawn.count("→") == 4
    assert "4 of 12 elements written, in place" in drawn


def test_where_both_numbers_find_no_room_the_old_array_stands_above_the_new_one(operand, page, plain) -> None:
    event = a_write(operand, "slice(None, None, None)", [number / 7 for number in range(12)])
    drawn = plain(operation.panel(event, page(30)))
    assert drawn.index("before  (3, 4)") < drawn.index("X   (3, 4)") and "→" not in drawn


def test_where_an_index_cannot_be_read_what_has_changed_was_written(operand, page, plain) -> None:
    event = a_write(operand, "<NDArray 2 @cpu(0)>", [100, *range(1, 12)])
    assert "0→100" in plain(operation.panel(event, page(43)))
