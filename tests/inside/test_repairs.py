"""What is offered where shapes did not fit: code in the learner's names that runs, and gives what it says."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import MXNetError, gluon, nd
from tutor.events import CellEnded, Error
from tutor.inside.repairs import repairs


def offered(code: str, **names: Any) -> list[tuple[str, list[int]]]:
    """What is offered for code that fails in the engine; nothing where it does not fail."""
    namespace = {"nd": nd, "gluon": gluon, **names}
    try:
        exec(code, namespace)
    except (MXNetError, ValueError, IndexError) as error:
        return repairs(error, code, namespace) if hasattr(error, "fits") else []
    return []


def run(code: str, names: dict[str, Any]) -> Any:
    """What the code gives: the value of an expression, or the array that it has written into."""
    namespace = {"nd": nd, **names}
    if "+=" in code or "*=" in code:
        exec(code, namespace)
        return namespace["A"]
    return eval(code, namespace)


sizes = st.integers(1, 4)
shapes = st.lists(sizes, min_size=1, max_size=3).map(tuple)
EXPRESSIONS = [
    "nd.dot(A, B)",
    "nd.dot(A * 2, B.T)",
    "nd.dot(A, B, transpose_b=True)",
    "nd.batch_dot(A, B)",
    "A + B",
    "A * (B - 1)",
    "(A - 1) / B",
    "A > B",
    "A += B",
    "A *= B.T",
    "nd.maximum(A, B)",
    "nd.elemwise_mul(A, B)",
    "nd.concat(A, B, dim=0)",
    "nd.concat(A, B)",
    "nd.concat([A, B], dim=1)",
    "nd.stack(A, B)",
    "A.reshape((3, 4))",
    "A.reshape(2, 5)",
    "nd.reshape(A, shape=(2, -1))",
    "nd.split(A, 2)",
    "A.split(num_outputs=3, axis=0)",
    "nd.where(A, B, A)",
    "nd.pick(A, B)",
    "nd.FullyConnected(A, B, no_bias=True, num_hidden=3)",
    "nd.Convolution(A, B, kernel=(2, 2), num_filter=2, no_bias=True)",
]


@pytest.mark.parametrize("expression", EXPRESSIONS)
@given(left=shapes | st.just((1, 1, 4, 4)), right=shapes | st.just((2, 1, 3, 3)), double=st.booleans())
def test_what_is_offered_runs_and_gives_what_it_says(expression, left, right, double) -> None:
    names = {"A": nd.ones(left), "B": nd.ones(right, dtype="float64" if double else "float32")}
    for code, shape in offered(expression, **names):
        result = run(code, names)
        first = result[0] if isinstance(result, list) else result
        assert list(first.shape) == shape


@pytest.mark.parametrize(
    ("code", "mended"),
    [
        ("nd.dot(A, A)", ["nd.dot(A, A.T)", "nd.dot(A.T, A)"]),
        ("nd.dot(A, C.T)", ["nd.dot(A, C)"]),
        ("nd.dot(A * 2, A)", ["nd.dot(A * 2, A.T)", "nd.dot((A * 2).T, A)"]),
        ("A + v", ["A + v.reshape((3, 1))"]),
        ("A += v", ["A += v.reshape((3, 1))"]),
        ("nd.maximum(A, A.T)", ["nd.maximum(A, A)"]),
        ("nd.concat(A, nd.ones((5, 4)))", ["nd.concat(A, nd.ones((5, 4)), dim=0)"]),
        ("nd.concat(A, nd.ones((5, 4)), dim=1)", ["nd.concat(A, nd.ones((5, 4)), dim=0)"]),
        ("nd.split(C, 3)", ["nd.split(C, num_outputs=2)"]),
        ("A.reshape((5, 4))", ["A.reshape((-1, 4))"]),
        ("nd.elemwise_add(A, u)", ["nd.broadcast_add(A, u)"]),
        ("A + D", ["A + D.astype('float32')"]),
        ("nd.dot(A, D)", []),
        ("gluon.loss.L2Loss()(A, nd.ones((5, 7)))", []),
    ],
)
def test_the_learners_own_code_is_mended(code: str, mended: list[str]) -> None:
    names = {"A": nd.ones((3, 4)), "C": nd.ones((4, 2)), "v": nd.ones(3), "u": nd.ones((1, 4))}
    names["D"] = nd.ones((3, 4), dtype="float64")
    assert [code for code, _ in offered(code, **names)] == mended


def test_nothing_of_the_learners_is_called_to_try_it() -> None:
    called = []

    def columns() -> int:
        called.append(1)
        return 0

    A = nd.ones((3, 4))
    assert offered("nd.concat(A, nd.ones((5, 4)), dim=columns() + 1)", A=A, columns=columns)
    assert offered("nd.split(A, 3, axis=columns() + 1)", A=A, columns=columns) == []
    assert len(called) == 2, "once for each time that the code ran"


@pytest.mark.parametrize("code", ["nd.ones(-1)", "nd.zeros((2, 0))", "nd.full((0,), 1)"])
def test_for_a_shape_that_cannot_be_nothing_is_tried(code: str) -> None:
    with pytest.raises(MXNetError) as raised:
        eval(code)
    assert repairs(raised.value, code, {"nd": nd}) == []


def test_a_cell_comes_to_its_end_even_where_looking_into_its_error_fails(room) -> None:
    room.cell("from mxnet import nd")
    broken = "class Odd(Exception):\n    op = 'add'\n    shapes = (None,)\nraise Odd('so')"
    for code, name in (("nd.ones(-1)", "MXNetError"), (broken, "Odd")):
        heard = room.cell(code)
        assert heard.last(Error).name == name and heard.last(CellEnded).status == "error"
