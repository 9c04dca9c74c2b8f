"""Rows of one array that work element by element."""

from engine.ndarray import NDArray
from engine.ops.dispatch import unary

unary(
    "negative",
    lambda xp, data: -data,
    lambda F, g, y, data: -g,
    "-g",
    "The negative of each element: `-data`.",
    "-nd.array([1, -2])",
    "[-1.  2.]",
    method="__neg__",
)
unary(
    "abs",
    lambda xp, data: xp.abs(data),
    lambda F, g, y, data: g * F.sign(data),
    "g × sign(a)",
    "The absolute value of each element. Its gradient at 0 is 0.",
    "nd.abs(nd.array([1, -2]))",
    "[1. 2.]",
)
unary(
    "sign",
    lambda xp, data: xp.sign(data),
    None,
    "0",
    "-1, 0 or 1 as each element is negative, zero or positive.",
    "nd.sign(nd.array([3, 0, -2]))",
    "[ 1.  0. -1.]",
)


def _exp(xp, data):
    # In float32 NumPy's exp is off by one in the last place, and e would print as 2.718282. An array that is
    # too large to be printed whole does without: in float64 exp takes four times as long.
    return xp.exp(data) if data.size > 1000 else xp.exp(data, dtype="float64").astype(data.dtype)


unary(
    "exp",
    _exp,
    lambda F, g, y, data: g * y,
    "g × y",
    "e to the power of each element.",
    "nd.exp(nd.array([0, 1]))",
    "[1.        2.7182817]",
)
unary(
    "expm1",
    lambda xp, data: xp.expm1(data),
    lambda F, g, y, data: g * F.exp(data),
    "g × (y + 1)",
    "e to the power of each element, minus 1; exact where that is close to 0.",
    "nd.expm1(nd.array([0, 1]))",
    "[0.        1.7182819]",
)
unary(
    "log",
    lambda xp, data: xp.log(data),
    lambda F, g, y, data: g / data,
    "g / a",
    "The natural logarithm of each element; nan for negative ones, -inf for 0.",
    "nd.log(nd.array([1, 10]))",
    "[0.        2.3025851]",
)
unary(
    "log2",
    lambda xp, data: xp.log2(data),
    lambda F, g, y, data: g / (data * 0.6931471805599453),
    "g / (a × ln 2)",
    "The logarithm to base 2 of each element.",
    "nd.log2(nd.array([1, 8]))",
    "[0. 3.]",
)
unary(
    "log10",
    lambda xp, data: xp.log10(data),
    lambda F, g, y, data: g / (data * 2.302585092994046),
    "g / (a × ln 10)",
    "The logarithm to base 10 of each element.",
    "nd.log10(nd.array([1, 100]))",
    "[0. 2.]",
)
unary(
    "log1p",
    lambda xp, data: xp.log1p(data),
    lambda F, g, y, data: g / (data + 1),
    "g / (a + 1)",
    "The natural logarithm of 1 plus each element; exact where the element is close to 0.",
    "nd.log1p(nd.array([0, 1]))",
    "[0.        0.6931472]",
)
unary(
    "sqrt",
    lambda xp, data: xp.sqrt(data),
    lambda F, g, y, data: g / (y * 2),
    "g / (2 × y)",
    "The square root of each element; nan for negative ones.",
    "nd.sqrt(nd.array([4, 9]))",
    "[2. 3.]",
)
unary(
    "rsqrt",
    lambda xp, data: 1 / xp.sqrt(data),
    lambda F, g, y, data: g * F.rsqrt(data) * -0.5 / data,
    "-g × y / (2 × a)",
    "1 over the square root of each element.",
    "nd.rsqrt(nd.array([4, 16]))",
    "[0.5  0.25]",
)
unary(
    "cbrt",
    lambda xp, data: xp.cbrt(data),
    lambda F, g, y, data: g / (y * y * 3),
    "g / (3 × y²)",
    "The cube root of each element.",
    "nd.cbrt(nd.array([8, -1]))",
    "[ 2. -1.]",
)
unary(
    "square",
    lambda xp, data: data * data,
    lambda F, g, y, data: g * data * 2,
    "g × 2 × a",
    "The square of each element.",
    "nd.square(nd.array([2, -3]))",
    "[4. 9.]",
)
unary(
    "reciprocal",
    lambda xp, data: 1 / data,
    lambda F, g, y, data: -g / (data * data),
    "-g × y²",
    "1 over each element.",
    "nd.reciprocal(nd.array([2, 4]))",
    "[0.5  0.25]",
)
unary(
    "sin",
    lambda xp, data: xp.sin(data),
    lambda F, g, y, data: g * F.cos(data),
    "g × cos a",
    "The sine of each element, in radians.",
    "nd.sin(nd.array([0, 1]))",
    "[0.        0.84147096]",
)
unary(
    "cos",
    lambda xp, data: xp.cos(data),
    lambda F, g, y, data: -g * F.sin(data),
    "-g × sin a",
    "The cosine of each element, in radians.",
    "nd.cos(nd.array([0, 1]))",
    "[1.         0.54030234]",
)
unary(
    "tan",
    lambda xp, data: xp.tan(data),
    lambda F, g, y, data: g * (y * y + 1),
    "g × (1 + y²)",
    "The tangent of each element, in radians.",
    "nd.tan(nd.array([0, 1]))",
    "[0.        1.5574077]",
)
unary(
    "arcsin",
    lambda xp, data: xp.arcsin(data),
    lambda F, g, y, data: g / F.sqrt(1 - data * data),
    "g / √(1 - a²)",
    "The angle in radians whose sine each element is.",
    "nd.arcsin(nd.array([0, 0.5]))",
    "[0.        0.5235988]",
)
unary(
    "arccos",
    lambda xp, data: xp.arccos(data),
    lambda F, g, y, data: -g / F.sqrt(1 - data * data),
    "-g / √(1 - a²)",
    "The angle in radians whose cosine each element is.",
    "nd.arccos(nd.array([0, 0.5]))",
    "[1.5707964 1.0471976]",
)
unary(
    "arctan",
    lambda xp, data: xp.arctan(data),
    lambda F, g, y, data: g / (data * data + 1),
    "g / (1 + a²)",
    "The angle in radians whose tangent each element is.",
    "nd.arctan(nd.array([0, 1]))",
    "[0.        0.7853982]",
)
unary(
    "sinh",
    lambda xp, data: xp.sinh(data),
    lambda F, g, y, data: g * F.cosh(data),
    "g × cosh a",
    "The hyperbolic sine of each element.",
    "nd.sinh(nd.array([0, 1]))",
    "[0.        1.1752012]",
)
unary(
    "cosh",
    lambda xp, data: xp.cosh(data),
    lambda F, g, y, data: g * F.sinh(data),
    "g × sinh a",
    "The hyperbolic cosine of each element.",
    "nd.cosh(nd.array([0, 1]))",
    "[1.        1.5430807]",
)
unary(
    "tanh",
    lambda xp, data: xp.tanh(data),
    lambda F, g, y, data: g * (1 - y * y),
    "g × (1 - y²)",
    "The hyperbolic tangent of each element, between -1 and 1.",
    "nd.tanh(nd.array([0, 1]))",
    "[0.        0.7615942]",
)
unary(
    "arcsinh",
    lambda xp, data: xp.arcsinh(data),
    lambda F, g, y, data: g / F.sqrt(data * data + 1),
    "g / √(a² + 1)",
    "The inverse of the hyperbolic sine.",
    "nd.arcsinh(nd.array([0, 1]))",
    "[0.        0.8813736]",
)
unary(
    "arccosh",
    lambda xp, data: xp.arccosh(data),
    lambda F, g, y, data: g / F.sqrt(data * data - 1),
    "g / √(a² - 1)",
    "The inverse of the hyperbolic cosine.",
    "nd.arccosh(nd.array([2, 3]))",
    "[1.316958  1.7627472]",
)
unary(
    "arctanh",
    lambda xp, data: xp.arctanh(data),
    lambda F, g, y, data: g / (1 - data * data),
    "g / (1 - a²)",
    "The inverse of the hyperbolic tangent.",
    "nd.arctanh(nd.array([0, 0.5]))",
    "[0.        0.5493061]",
)
unary(
    "degrees",
    lambda xp, data: xp.degrees(data),
    lambda F, g, y, data: g * 57.29577951308232,
    "g × 180 / π",
    "Radians to degrees.",
    "nd.degrees(nd.array([0, 1]))",
    "[ 0.      57.29578]",
)
unary(
    "radians",
    lambda xp, data: xp.radians(data),
    lambda F, g, y, data: g * 0.017453292519943295,
    "g × π / 180",
    "Degrees to radians.",
    "nd.radians(nd.array([0, 180]))",
    "[0.        3.1415927]",
)
unary(
    "floor",
    lambda xp, data: xp.floor(data),
    None,
    "0",
    "Each element rounded down.",
    "nd.floor(nd.array([1.5, -1.5]))",
    "[ 1. -2.]",
)
unary(
    "ceil",
    lambda xp, data: xp.ceil(data),
    None,
    "0",
    "Each element rounded up.",
    "nd.ceil(nd.array([1.5, -1.5]))",
    "[ 2. -1.]",
)
unary(
    "trunc",
    lambda xp, data: xp.trunc(data),
    None,
    "0",
    "Each element rounded towards 0.",
    "nd.trunc(nd.array([1.5, -1.5]))",
    "[ 1. -1.]",
    aliases=("fix",),
)
unary(
    "rint",
    lambda xp, data: xp.ceil(data - 0.5),
    None,
    "0",
    "Each element rounded to the nearest integer, halves down.",
    "nd.rint(nd.array([0.5, 1.5, 1.6]))",
    "[0. 1. 2.]",
    differs="`np.rint` rounds halves to the even neighbour.",
)
unary(
    "round",
    lambda xp, data: xp.sign(data) * xp.floor(xp.abs(data) + 0.5),
    None,
    "0",
    "Each element rounded to the nearest integer, halves away from 0.",
    "nd.round(nd.array([0.5, 1.5, -0.5]))",
    "[ 1.  2. -1.]",
    differs="`np.round` rounds halves to the even neighbour.",
)
unary(
    "logical_not",
    lambda xp, data: xp.logical_not(data),
    None,
    "0",
    "1 where the element is 0, else 0.",
    "nd.logical_not(nd.array([0, 2]))",
    "[1. 0.]",
    method=False,
)
unary(
    "relu",
    lambda xp, data: xp.maximum(data, 0),
    lambda F, g, y, data: g * (y > 0),
    "g where a > 0, else 0",
    "Each element, with negative ones set to 0. Its gradient at 0 is 0.",
    "nd.relu(nd.array([-1, 0, 2]))",
    "[0. 0. 2.]",
)
unary(
    "sigmoid",
    lambda xp, data: (xp.tanh(data * 0.5) + 1) * 0.5,
    lambda F, g, y, data: g * y * (1 - y),
    "g × y × (1 - y)",
    "1 / (1 + e⁻ᵃ) of each element, between 0 and 1.",
    "nd.sigmoid(nd.array([0, 2]))",
    "[0.5       0.8807971]",
)
unary(
    "softsign",
    lambda xp, data: data / (xp.abs(data) + 1),
    lambda F, g, y, data: g / F.square(F.abs(data) + 1),
    "g / (1 + |a|)²",
    "a / (1 + |a|) of each element, between -1 and 1.",
    "nd.softsign(nd.array([1, -3]))",
    "[ 0.5  -0.75]",
    method=False,
)
unary(
    "softrelu",
    lambda xp, data: xp.logaddexp(data, data.dtype.type(0)),
    lambda F, g, y, data: g * F.sigmoid(data),
    "g × sigmoid(a)",
    "log(1 + eᵃ) of each element: a smooth relu.",
    "nd.softrelu(nd.array([0, 2]))",
    "[0.6931472 2.126928 ]",
    method=False,
)

NDArray.__abs__ = NDArray.abs
NDArray.fix = NDArray.trunc
