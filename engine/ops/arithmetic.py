"""Rows of two operands that broadcast: arithmetic, extremes, comparison, logic."""

import math
import operator

from engine.ops import explain, helptext
from engine.ops.dispatch import binary, functions


def _modulo(xp, lhs, rhs):
    remainder = xp.mod(lhs, rhs)
    return xp.where(xp.equal(rhs, 0), xp.zeros_like(remainder), remainder)


def _power(xp, lhs, rhs):
    try:
        return lhs**rhs
    except ValueError:  # an integer to a negative power is a fraction, which the result's dtype cuts off
        return xp.trunc(xp.true_divide(1, lhs ** xp.negative(rhs)))


def _is_two(exponent):
    """Whether an exponent is the number 2; to compare an array takes ten times as long as its item."""
    if getattr(exponent, "shape", ()):
        return False
    return (exponent.item() if hasattr(exponent, "item") else exponent) == 2


def _power_lhs(F, g, y, lhs, rhs):
    return g * rhs * (lhs if _is_two(rhs) else lhs ** (rhs - 1))  # as in most losses: spares another power


def _power_rhs(F, g, y, lhs, rhs):
    return g * (lhs**rhs if getattr(lhs, "shape", ()) else y) * _log(F, lhs)


def _log(F, base):
    return F.log(base) if hasattr(base, "shape") else math.log(base) if base > 0 else math.nan


binary(
    "add",
    operator.add,
    lambda F, g, y, lhs, rhs: g,
    lambda F, g, y, lhs, rhs: g,
    rules=("g", "g"),
    operator="add",
    aliases=("broadcast_add", "broadcast_plus"),
    summary="Sum, element by element: `lhs + rhs`.",
    example="nd.array([1, 2]) + 10",
    gives="[11. 12.]",
)
binary(
    "subtract",
    operator.sub,
    lambda F, g, y, lhs, rhs: g,
    lambda F, g, y, lhs, rhs: -g,
    rules=("g", "-g"),
    operator="sub",
    aliases=("broadcast_sub", "broadcast_minus"),
    summary="Difference, element by element: `lhs - rhs`.",
    example="nd.array([1, 2]) - nd.array([1, 1])",
    gives="[0. 1.]",
)
binary(
    "multiply",
    operator.mul,
    lambda F, g, y, lhs, rhs: g * rhs,
    lambda F, g, y, lhs, rhs: g * lhs,
    rules=("g × b", "g × a"),
    operator="mul",
    aliases=("broadcast_mul",),
    summary="Product, element by element: `lhs * rhs`. The matrix product is `nd.dot`.",
    example="nd.array([1, 2]) * nd.array([3, 4])",
    gives="[3. 8.]",
)
binary(
    "divide",
    operator.truediv,
    lambda F, g, y, lhs, rhs: g / rhs,
    lambda F, g, y, lhs, rhs: -g / rhs * (lhs / rhs),
    rules=("g / b", "-g × y / b"),
    operator="truediv",
    aliases=("broadcast_div", "true_divide"),
    summary="Quotient, element by element: `lhs / rhs`.",
    example="nd.array([1, 2]) / 2",
    gives="[0.5 1. ]",
    differs="Integer arrays stay integers: the quotient loses its fraction.",
)
binary(
    "modulo",
    _modulo,
    lambda F, g, y, lhs, rhs: g,
    lambda F, g, y, lhs, rhs: -g * F.floor(lhs / rhs),
    rules=("g", "-g × floor(a / b)"),
    operator="mod",
    aliases=("broadcast_mod",),
    summary="Remainder of the division, with the sign of the divisor: `lhs % rhs`.",
    example="nd.arange(5) % 3",
    gives="[0. 1. 2. 0. 1.]",
    differs="The remainder of a division by 0 is 0.",
)
binary(
    "power",
    _power,
    _power_lhs,
    _power_rhs,
    rules=("g × b × aᵇ⁻¹", "g × y × log a"),
    operator="pow",
    aliases=("broadcast_power",),
    summary="Power, element by element: `lhs ** rhs`.",
    example="nd.power(nd.array([1, 2, 3]), 2)",
    gives="[1. 4. 9.]",
)
binary(
    "maximum",
    lambda xp, lhs, rhs: xp.maximum(lhs, rhs),
    lambda F, g, y, lhs, rhs: g * (lhs >= rhs),
    lambda F, g, y, lhs, rhs: g * (rhs > lhs),
    rules=("g where a ≥ b, else 0", "g where b > a, else 0"),
    aliases=("broadcast_maximum",),
    summary="The larger of two, element by element.",
    example="nd.maximum(nd.array([-1, 0, 1]), 0)",
    gives="[0. 0. 1.]",
)
binary(
    "minimum",
    lambda xp, lhs, rhs: xp.minimum(lhs, rhs),
    lambda F, g, y, lhs, rhs: g * (lhs <= rhs),
    lambda F, g, y, lhs, rhs: g * (rhs < lhs),
    rules=("g where a ≤ b, else 0", "g where b < a, else 0"),
    aliases=("broadcast_minimum",),
    summary="The smaller of two, element by element.",
    example="nd.minimum(nd.array([-1, 0, 1]), 0)",
    gives="[-1.  0.  0.]",
)
binary(
    "hypot",
    lambda xp, lhs, rhs: xp.hypot(lhs, rhs),
    lambda F, g, y, lhs, rhs: g * lhs / F.hypot(lhs, rhs),
    lambda F, g, y, lhs, rhs: g * rhs / F.hypot(lhs, rhs),
    rules=("g × a / y", "g × b / y"),
    aliases=("broadcast_hypot",),
    summary="The hypotenuse over two legs, √(a² + b²), element by element.",
    example="nd.hypot(nd.array([3]), nd.array([4]))",
    gives="[5.]",
)


#: Comparisons and logic: name, what it asks, forward, an example and its result, Python's method.
_QUESTIONS = [
    (
        "equal",
        "both are equal",
        operator.eq,
        "nd.array([1, 2]) == 2",
        "[0. 1.]",
        "__eq__",
    ),
    (
        "not_equal",
        "they differ",
        operator.ne,
        "nd.array([1, 2]) != 2",
        "[1. 0.]",
        "__ne__",
    ),
    ("greater", "lhs > rhs", operator.gt, "nd.array([1, 3]) > 2", "[0. 1.]", "__gt__"),
    (
        "greater_equal",
        "lhs ≥ rhs",
        operator.ge,
        "nd.array([1, 2]) >= 2",
        "[0. 1.]",
        "__ge__",
    ),
    ("lesser", "lhs < rhs", operator.lt, "nd.array([1, 3]) < 2", "[1. 0.]", "__lt__"),
    (
        "lesser_equal",
        "lhs ≤ rhs",
        operator.le,
        "nd.array([2, 3]) <= 2",
        "[1. 0.]",
        "__le__",
    ),
    (
        "logical_and",
        "neither is 0",
        lambda xp, lhs, rhs: xp.logical_and(lhs, rhs),
        "nd.logical_and(nd.array([1, 0]), nd.array([1, 1]))",
        "[1. 0.]",
        None,
    ),
    (
        "logical_or",
        "either is not 0",
        lambda xp, lhs, rhs: xp.logical_or(lhs, rhs),
        "nd.logical_or(nd.array([1, 0]), nd.array([0, 0]))",
        "[1. 0.]",
        None,
    ),
    (
        "logical_xor",
        "exactly one is not 0",
        lambda xp, lhs, rhs: xp.logical_xor(lhs, rhs),
        "nd.logical_xor(nd.array([1, 0]), nd.array([1, 1]))",
        "[0. 1.]",
        None,
    ),
]
for _name, _asks, _forward, _example, _gives, _method in _QUESTIONS:
    binary(
        _name,
        _forward,
        rules=("0", "0"),
        operator=_method,
        aliases=(f"broadcast_{_name}",),
        summary=f"1 where {_asks}, else 0, element by element.",
        example=_example,
        gives=_gives,
        differs="The result is 0.0 and 1.0 in the operands' dtype, not True and False.",
    )


def _elemwise(name, base, gives):
    """Declares the form of an operation that wants equal shapes."""

    def function(lhs, rhs, out=None):
        if lhs.shape != rhs.shape:
            raise explain.equal_shapes(name, lhs.shape, rhs.shape)
        return functions[base](lhs, rhs, out=out)

    summary, shapes = f"`{base}` for two arrays of equal shapes.", "Both the same; they do not broadcast."
    doc = helptext.in_short(summary, shapes, f"nd.{name}(nd.array([6]), nd.array([2]))", gives)
    helptext.document(function, name, lambda xp, lhs, rhs: None, doc)
    functions[name] = function


_elemwise("elemwise_add", "add", "[8.]")
_elemwise("elemwise_sub", "subtract", "[4.]")
_elemwise("elemwise_mul", "multiply", "[12.]")
_elemwise("elemwise_div", "divide", "[3.]")
