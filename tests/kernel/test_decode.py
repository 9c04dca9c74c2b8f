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
    Samples,
    Training,
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


def test_many_numbers_cross_as_bytes_and_arrive_as_they_were():
    points = tuple(
        (step, loss) for step, loss in enumerate([0.1, 1e300, -0.0, float("inf"), float("-inf")] * 9)
    )
    samples = Samples("w", "b", ((0.5, 1.5),) * 40, (2.0,) * 40)
    event = Training(points=points, samples=samples)
    wire = json.loads(json.dumps(to_wire(event)))
    assert isinstance(wire["data"]["points"], str) and from_wire(wire) == event
    assert from_wire(wire).points[1] == (1, 1e300) and type(from_wire(wire).points[1][0]) is int


def test_numbers_that_were_stored_as_decimals_are_read_too():
    plain = to_wire(Training(points=((1, 0.5),)))
    plain["data"]["points"] = [[step, 0.5] for step in range(20)]
    assert from_wire(plain).points == tuple((step, 0.5) for step in range(20))


@pytest.mark.parametrize("text", ["", "2;AAAA", "0;" + "A" * 11, "0;%%%", "x;AAAAAAAAAAA="])
def test_what_only_looks_like_numbers_is_no_event(text):
    assert from_wire({"version": 1, "type": "Training", "data": {"points": text}}) is None


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
