"""Jupyter's messages become events; what is not valid becomes none."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.events import (
    KINDS,
    MIME,
    Array,
    Event,
    Figure,
    Output,
    Recalled,
    Value,
    Variable,
    Variables,
    Verdict,
    to_wire,
)
from tutor.kernel.decode import events, from_wire

arrays = st.builds(
    Array,
    shape=st.lists(st.integers(0, 9), max_size=3).map(tuple),
    dtype=st.sampled_from(["float32", "int32"]),
    device=st.just("cpu(0)"),
    values=st.lists(st.floats(allow_nan=False), max_size=64).map(tuple),
    low=st.none() | st.floats(allow_nan=False),
)
variables = st.builds(
    Variables, variables=st.lists(st.builds(Variable, st.text(), st.text(), st.text(), arrays)).map(tuple)
)


@given(variables)
def test_what_the_kernel_side_sends_arrives_unchanged(event):
    assert from_wire(to_wire(event)) == event


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
def test_every_kind_of_event_crosses(kind):
    assert from_wire(to_wire(kind())) == kind()


@pytest.mark.parametrize(
    "wire",
    [
        None,
        {},
        {"version": 99, "type": "Output", "data": {}},
        {"version": 1, "type": "Event", "data": {}},
        {"version": 1, "type": "Output", "data": {"text": ["not", "text"]}},
        {"version": 1, "type": "Verdict", "data": None},
    ],
)
def test_what_is_not_valid_is_no_event(wire):
    assert from_wire(wire) is None


def shown(data):
    return {"header": {"msg_type": "display_data"}, "content": {"data": data}}


def test_an_event_gets_the_number_of_its_cell():
    assert list(events(shown({MIME: [to_wire(Output(text="hi"))]}), 4)) == [Output(4, "hi")]


def test_a_figure_is_kept_as_an_image():
    assert list(events(shown({"image/png": "iVBO", "text/plain": "<Figure>"}), 1)) == [
        Figure(1, "iVBO", "image/png", "<Figure>")
    ]


def test_what_only_has_text_is_shown_as_text():
    assert list(events(shown({"text/plain": "3", "text/html": "<b>3</b>"}), 1)) == [Output(1, "3\n")]


def test_messages_about_nothing_to_see_are_no_events():
    status = {"header": {"msg_type": "status"}, "content": {"execution_state": "idle"}}
    assert list(events(status, 1)) == []
    assert all(issubclass(kind, Event) for kind in KINDS.values())


def test_a_recalled_cell_comes_back_with_real_events_and_without_broken_ones():
    seen = (Value(cell=2, text="12"), Verdict(cell=2, step="row", status="passed"))
    recalled = Recalled(cell=2, code="x.size", events=seen)
    wire = json.loads(json.dumps(to_wire(recalled)))
    assert from_wire(wire) == recalled
    wire["data"]["events"][:0] = [{"version": 1, "type": "Unheard"}, "no event", None]
    assert from_wire(wire) == recalled
