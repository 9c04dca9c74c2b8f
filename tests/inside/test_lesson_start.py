"""A lesson's start: nothing of the lesson before, the same numbers each time."""

import pytest

from tutor.events import CommandEnded, Error, Help, Output, Value, Variables

DRAW = "import random\nfrom mxnet import nd\nimport numpy as np\n"
DRAW += "(nd.random.normal(shape=(2,)).asnumpy().tolist(), np.random.rand(), random.random())"


def begin(room, here="."):
    return room.command("begin_lesson", lesson="any", seed=3, here=str(here))


def test_the_namespace_is_empty(room):
    room.cell("x = 1\nnd = 3\n_private = 4")
    heard = begin(room)
    assert heard.last(CommandEnded).ok and heard.last(Variables).variables == ()
    assert room.cell("[n for n in ('x', 'nd', '_private') if n in globals()]").last(Value).text == "[]"


def test_the_generators_start_alike(room):
    begin(room)
    first = room.cell(DRAW).last(Value).text
    begin(room)
    assert room.cell(DRAW).last(Value).text == first


def test_functions_keep_their_globals_because_the_dict_stays(room):
    before = room.cell("id(globals())").last(Value).text
    begin(room)
    assert room.cell("id(globals())").last(Value).text == before


def test_the_lessons_files_are_found_through_here(room, tmp_path):
    (tmp_path / "numbers.txt").write_text("1 2 3")
    begin(room, tmp_path)
    assert room.cell("(here / 'numbers.txt').read_text()").last(Value).text == "'1 2 3'"


def test_the_last_value_is_still_at_hand(room):
    begin(room)
    room.cell("6 * 7")
    assert room.cell("_ + 1").last(Value).text == "43"


def test_limits_can_be_set(room):
    assert room.command("limits", output_lines=3).last(CommandEnded).ok
    assert room.cell("for i in range(10): print(i)").printed() == "0\n1\n2\n"
    room.command("limits", output_lines=5_000)


def test_a_value_names_the_modules_as_learners_know_them(room):
    room.cell("from mxnet import autograd, nd\nimport d2lzh")
    for code, text in (
        ("autograd.record", "<function mxnet.autograd.record(train_mode=True)>"),
        ("type(nd.ones(2))", "mxnet.nd.NDArray"),
        ("d2lzh", "<module 'd2lzh'>"),
        ("'engine.nd'", "'engine.nd'"),
    ):
        assert room.cell(code).last(Value).text == text


@pytest.mark.parametrize("name", ["help", "quit", "dir"])
def test_a_name_of_the_tutors_can_be_bound_like_any_other(room, name):
    begin(room)
    assert room.cell(f"{name} = 3").of(Error) == []
    assert room.cell(f"{name} == 3").last(Value).text == "True"
    begin(room)
    assert room.cell(f"callable({name})").last(Value).text == "True", "a lesson begins with it"
    assert room.cell("help len").of(Error) == []


@pytest.mark.parametrize("code", ["?", "??", "help"])
def test_a_question_mark_alone_tells_where_to_begin(room, code):
    begin(room)
    heard = room.cell(code)
    assert "nd.random" in dict(heard.last(Help).members) and heard.of(Output) == []


@pytest.mark.parametrize("code", ["%nothing", "import sys; sys.exit(3)"])
def test_what_the_session_tells_is_not_printed_as_well(room, code):
    heard = room.cell(code)
    assert heard.last(Error).name in ("UsageError", "SystemExit") and heard.of(Output) == []
