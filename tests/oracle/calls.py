"""The calls on which the engine is compared with real MXNet: a table of operations, spread out.

`generate()` gives them as lines for `evaluate.py`. A row of the table names operations and what they are
called with; lists of choices are combined, and of too many combinations a part is drawn, the same each time.
"""

import itertools
import random


def words(text):
    """The words of a text."""
    return text.split()


def rows(text):
    """The rows of a text."""
    return text.strip().splitlines()


#: Shapes of one array.
SHAPES = ["(1,)", "(4,)", "(2, 3)", "(3, 1, 2)", "(2, 2, 1, 3)"]

#: Shapes of two that broadcast, and of two that do not.
PAIRS = [
    ("(3,)", "(3,)"), ("(2, 3)", "(2, 3)"), ("(2, 3)", "(1, 3)"), ("(2, 1)", "(1, 3)"), ("(2, 3)", "(3,)"),
    ("(1,)", "(2, 2)"), ("(2, 1, 3)", "(2, 4, 1)"),
    ("(2, 3)", "(2,)"), ("(2, 3)", "(3, 2)"), ("(4,)", "(3,)"),
]  # fmt: skip

FLOATS = ["float32", "float64"]
DTYPES = ["float32", "float64", "int32", "uint8", "int64"]

#: Operations of one array, and from where to where their elements go.
UNARY = {
    """exp expm1 sin cos tanh sinh cosh arctan arcsinh sigmoid relu softsign abs sign square negative
    floor ceil trunc fix rint round degrees radians cbrt erf logical_not hard_sigmoid""": (-3, 3),
    "log log2 log10 log1p sqrt rsqrt reciprocal rcbrt gamma gammaln": (0.2, 4),
    "arcsin arccos arctanh erfinv": (-0.9, 0.9),
    "arccosh": (1.1, 4),
    "tan": (-1.2, 1.2),
    "zeros_like ones_like identity stop_gradient BlockGrad shape_array size_array flatten": (-3, 3),
}

#: The functions among them that are methods, too.
METHODS = words("""
    exp expm1 sin cos tanh sinh cosh arctan arcsinh sigmoid relu abs sign square floor ceil trunc fix rint
    round degrees radians cbrt log log2 log10 log1p sqrt rsqrt reciprocal rcbrt arcsin arccos arctanh arccosh
    tan zeros_like ones_like flatten shape_array size_array
""")

ARITHMETIC = words("add sub mul div mod power maximum minimum hypot")
COMPARISONS = words("equal not_equal greater greater_equal lesser lesser_equal")
LOGIC = words("logical_and logical_or logical_xor")
OPERATORS = words("+ - * / % ** == != < <= > >=")

REDUCTIONS = words("sum mean max min prod nansum nanprod")
AXES = ["None", "0", "1", "-1", "(0, 1)", "(0, -1)", "()", "2", "5"]


def array(name, shape, dtype="float32", low=-2, high=2):
    """The declaration of an array."""
    return f"{name} {shape} {dtype} {low} {high}"


def combined(*choices, most=None, seed=0):
    """All combinations of choices, or so many of them."""
    every = list(itertools.product(*choices))
    if most is None or len(every) <= most:
        return every
    return random.Random(seed).sample(every, most)


def unary():
    """Operations of one array, as function and as method."""
    for names, (low, high) in UNARY.items():
        for name in words(names):
            for shape, dtype in combined(SHAPES[:4], DTYPES[:3]):
                declared = array("x", shape, dtype, low, high)
                yield f"{declared}; nd.{name}(x)"
                if name in METHODS and shape == "(2, 3)":
                    yield f"{declared}; x.{name}()"


def binary():
    """Operations of two arrays: broadcasting functions, operators, numbers on either side."""
    for (left, right), name, dtype in combined(PAIRS, ARITHMETIC + COMPARISONS + LOGIC, DTYPES[:3], most=420):
        low = 0.3 if dtype != "int32" else 1
        declared = f"{array('x', left, dtype, low, 3)} | {array('y', right, dtype, low, 3)}"
        yield f"{declared}; nd.broadcast_{name}(x, y)"
    for (left, right), sign, dtype in combined(PAIRS, OPERATORS, DTYPES, most=400, seed=1):
        low = 0.3 if dtype in FLOATS else 1
        yield f"{array('x', left, dtype, low, 3)} | {array('y', right, dtype, low, 3)}; x {sign} y"
    for shape, sign, dtype, number in combined(
        SHAPES[:3], OPERATORS, DTYPES, ["2", "1.5", "-3", "0", "True"], most=420, seed=2
    ):
        low = 0.3 if dtype in FLOATS else 1
        yield f"{array('x', shape, dtype, low, 3)}; x {sign} {number}"
        yield f"{array('x', shape, dtype, low, 3)}; {number} {sign} x"
    for name, (left, right) in combined(words("elemwise_add elemwise_sub elemwise_mul elemwise_div"), PAIRS):
        yield f"{array('x', left, low=1)} | {array('y', right, low=1)}; nd.{name}(x, y)"
    for name, (left, right) in combined(words("add subtract multiply divide power maximum minimum"), PAIRS):
        yield f"{array('x', left, low=1)} | {array('y', right, low=1)}; nd.{name}(x, y)"
    for name, number in combined(words("add subtract multiply divide power maximum minimum"), ["2", "-1.5"]):
        yield f"{array('x', '(2, 3)', low=1)}; nd.{name}(x, {number})"
        yield f"{array('x', '(2, 3)', low=1)}; nd.{name}({number}, x)"
    for first, second, sign in combined(DTYPES, DTYPES, words("+ * == /")):
        if first != second:
            yield f"{array('x', '(2,)', first, 1, 3)} | {array('y', '(2,)', second, 1, 3)}; x {sign} y"


def reductions():
    """Sums and their like, extremes' indices, norms."""
    for name, shape, axis, keep, exclude in combined(
        REDUCTIONS, SHAPES[1:], AXES, ["False", "True"], ["False", "True"], most=520
    ):
        yield f"{array('x', shape)}; nd.{name}(x, axis={axis}, keepdims={keep}, exclude={exclude})"
    for name, shape, dtype in combined(REDUCTIONS[:5], SHAPES, DTYPES):
        yield f"{array('x', shape, dtype, 1, 4)}; x.{name}()"
    for name, shape, axis, keep in combined(["argmax", "argmin"], SHAPES, AXES[:4], ["False", "True"]):
        yield f"{array('x', shape)}; nd.{name}(x, axis={axis}, keepdims={keep})"
    for order, shape, axis, keep in combined(["1", "2"], SHAPES, AXES[:6], ["False", "True"], most=80):
        yield f"{array('x', shape)}; nd.norm(x, ord={order}, axis={axis}, keepdims={keep})"
    for shape, axes, keep in combined(SHAPES[1:4], AXES[:5], ["False", "True"]):
        yield f"{array('x', shape)}; nd.moments(x, axes={axes}, keepdims={keep})"
    for shape, axis in combined(SHAPES[1:4], AXES[:4]):
        yield f"{array('x', shape)}; nd.cumsum(x, axis={axis})"


#: Shapes, and what to make of them; two sizes and more of one kind are errors.
TARGETS = {
    "(2, 3, 4)": rows(
        """
(6, 4)
(-1,)
(0, -1)
(-2,)
(-3, 4)
(-4, 1, 2, -2)
(2, -4, -1, 3, 4)
(0, 0, 0)
(5, 5)
(-1, 7)
(2, 0, 2, 2)
(4, -1, 0)
()
"""
    ),
    "(6,)": rows(
        """
(2, 3)
(3, -1)
(6, 1)
(4,)
(7,)
(1, 0)
(-4, 2, -1)
"""
    ),
}


def shaping():
    """Shapes: views, axes, repeating, joining and cutting."""
    for shape, targets in TARGETS.items():
        for target, reverse in combined(targets, ["False", "True"]):
            if target not in ("(5, 5)", "(4,)", "(7,)", "(-1, 7)", "(2, 0, 2, 2)"):
                yield f"{array('x', shape)}; nd.reshape(x, shape={target}, reverse={reverse})"
            yield f"{array('x', shape)}; x.reshape({target}, reverse={reverse})"
            program = f"v = x.reshape({target}, reverse={reverse}) // v[:] = 7 // [v, x]"
            yield f"{array('x', shape)}; plain: {program}"
    axes = ["()", "(0, 1)", "(1, 0)", "(2, 0, 1)", "(0, 2, 1)", "(-1, 0, 1)", "(0, 5)", "(0,)"]
    for shape, order in combined(["(3,)", "(2, 3)", "(2, 3, 4)"], axes):
        yield f"{array('x', shape)}; nd.transpose(x, axes={order})"
    for shape, name, axis in combined(
        SHAPES, ["expand_dims", "flip", "squeeze"], ["0", "1", "-1", "2", "-2", "4"]
    ):
        yield f"{array('x', shape)}; nd.{name}(x, axis={axis})"
    for shape, first, second in combined(SHAPES[2:], ["0", "1", "-1"], ["0", "1", "2"]):
        yield f"{array('x', shape)}; nd.swapaxes(x, {first}, {second})"
        yield f"{array('x', shape)}; nd.moveaxis(x, {first}, {second})"
    for shape in SHAPES:
        yield f"{array('x', shape)}; x.T"
        yield f"{array('x', shape)}; nd.squeeze(x)"
    for shape, reps in combined(SHAPES[:4], ["2", "(2,)", "(1, 2)", "(2, 1, 3)", "(0,)"]):
        yield f"{array('x', shape)}; nd.tile(x, reps={reps})"
    for shape, repeats, axis in combined(SHAPES[:4], ["1", "2"], ["None", "0", "1", "-1"]):
        yield f"{array('x', shape)}; nd.repeat(x, repeats={repeats}, axis={axis})"
    for shape, target in combined(
        SHAPES[:4], ["(4, 4)", "(2, 3)", "(0, 3)", "(3, 5, 2)", "(2, 2, 3)", "(3, 4, 2)"]
    ):
        yield f"{array('x', shape)}; nd.broadcast_to(x, shape={target})"
    for axis, size in combined(["0", "1", "(0, 2)", "3"], ["3", "(2, 4)"]):
        yield f"{array('x', '(1, 2, 1)')}; nd.broadcast_axis(x, axis={axis}, size={size})"
    for left, right in PAIRS:
        yield f"{array('x', left)} | {array('y', right)}; nd.broadcast_like(x, y)"
        yield f"{array('x', left)} | {array('y', right)}; nd.reshape_like(x, y)"
        yield f"{array('x', left)} | {array('y', right)}; nd.slice_like(x, y)"
    three = " | ".join(array(name, "(2, 3)") for name in "xyz")
    for dim in ["0", "1", "-1", "2"]:
        yield f"{three}; nd.concat(x, y, z, dim={dim})"
        yield f"{three}; nd.stack(x, y, z, axis={dim})"
        yield f"{array('x', '(2, 3)')} | {array('y', '(2, 1)')}; nd.concat(x, y, dim={dim})"
        yield f"{array('x', '(2, 3)')} | {array('y', '(2, 1)')}; nd.stack(x, y, axis={dim})"
    yield f"{three}; nd.add_n(x, y, z)"
    for shape, count, axis, squeeze in combined(
        SHAPES[1:4], ["1", "2", "3"], ["0", "1", "-1"], ["False", "True"]
    ):
        yield f"{array('x', shape)}; nd.split(x, num_outputs={count}, axis={axis}, squeeze_axis={squeeze})"
    for parts, axis in combined(["2", "3", "(1,)", "(1, 3)"], ["0", "1"]):
        yield f"{array('x', '(4, 6)')}; nd.split_v2(x, {parts}, axis={axis})"
    begins, ends = ["(0, 1)", "(1,)", "(None, -2)"], ["(2, 3)", "(3,)", "(None, None)"]
    for begin, end, step in combined(begins, ends, ["None", "(1, 2)", "(2,)", "(-1, 1)"]):
        yield f"{array('x', '(3, 4)')}; nd.slice(x, begin={begin}, end={end}, step={step})"
    for axis, begin, end in combined(["0", "1", "-1"], ["0", "1", "-2"], ["None", "2", "-1"]):
        yield f"{array('x', '(3, 4)')}; nd.slice_axis(x, axis={axis}, begin={begin}, end={end})"
    for width, value in combined(["(0, 0, 0, 0, 1, 1, 0, 2)", "(0, 0, 0, 0, 0, 0, 1, 0)"], ["0", "1.5"]):
        options = f"mode='constant', pad_width={width}, constant_value={value}"
        yield f"{array('x', '(1, 2, 2, 2)')}; nd.pad(x, {options})"
    for k, shape in combined(["0", "1", "-1", "3"], ["(3,)", "(2, 3)", "(3, 2)", "(2, 2, 3)"]):
        yield f"{array('x', shape)}; nd.diag(x, k={k})"
    for shape, side in combined(["(1, 8, 2, 3)", "(2, 4, 2, 2)", "(1, 3, 2, 2)"], ["2", "1", "3"]):
        yield f"{array('x', shape)}; nd.depth_to_space(x, {side})"
        yield f"{array('x', shape)}; nd.space_to_depth(x, {side})"


#: What may stand in x[…].
KEYS = rows(
    """
0
-1
1:3
::2
0, 1
0, 1:
:, 1
None
..., 0
1, ...
5
0, 7
2:1
5:7
::-1
[0, 2]
[0, 2], [1, 1]
[[0, 1]]
nd.array([2, 0])
nd.array([1]), 2
1, None
"""
)


def choosing():
    """Indices, order, conditions."""
    for shape, axis, mode in combined(["(4,)", "(3, 4)", "(2, 4, 2)"], ["0", "1", "-1"], ["clip", "wrap"]):
        for index in ["(2,)", "(2, 2)"]:
            declared = f"{array('x', shape)} | {array('i', index, 'int32', -3, 6)}"
            yield f"{declared}; nd.take(x, i, axis={axis}, mode='{mode}')"
    for shape, axis, keep, mode in combined(
        ["(3, 3)", "(2, 3, 3)"], ["0", "1", "-1"], ["False", "True"], ["clip", "wrap"]
    ):
        index = {"(3, 3)": "(3,)", "(2, 3, 3)": {"0": "(3, 3)"}.get(axis, "(2, 3)")}[shape]
        declared = f"{array('x', shape)} | {array('i', index, 'float32', -2, 4)}"
        yield f"{declared}; nd.pick(x, i, axis={axis}, keepdims={keep}, mode='{mode}')"
    for depth, dtype, shape in combined(["3", "5"], ["float32", "int32"], ["(3,)", "(2, 2)"]):
        yield f"{array('i', shape, dtype, -1, 5)}; nd.one_hot(i, {depth})"
        options = "on_value=2, off_value=-1, dtype='int32'"
        yield f"{array('i', shape, dtype, -1, 5)}; nd.one_hot(i, {depth}, {options})"
    for shape, axis, ascend in combined(SHAPES[:4], ["None", "0", "1", "-1"], ["True", "False"]):
        yield f"{array('x', shape)}; nd.sort(x, axis={axis}, is_ascend={ascend})"
        yield f"{array('x', shape)}; nd.argsort(x, axis={axis}, is_ascend={ascend})"
    kinds, axes = words("indices value both mask"), ["None", "0", "1", "-1"]
    for axis, k, kind, ascend in combined(axes, ["1", "2", "9", "0"], kinds, ["True", "False"]):
        yield f"{array('x', '(3, 3)')}; nd.topk(x, axis={axis}, k={k}, ret_typ='{kind}', is_ascend={ascend})"
    for condition, shape in combined(["(2,)", "(2, 3)", "(3,)", "(1, 3)"], ["(2, 3)", "(2,)"]):
        for dtype in ["int32", "float32"]:
            declared = f"{array('c', condition, dtype, 0, 1)} | {array('x', shape)} | {array('y', shape)}"
            yield f"{declared}; nd.where(c, x, y)"
    for shape, rows in combined(["(3, 3)", "(3, 3, 2)"], ["(1, 2)", "(2, 2)", "(2, 1)"]):
        declared = f"{array('x', shape)} | {array('i', rows, 'int32', 0, 2)}"
        yield f"{declared}; nd.gather_nd(x, i)"
    yield f"{array('x', '(3,)')} | {array('i', '(2, 3)', 'int32', 0, 1)}; nd.scatter_nd(x, i, shape=(2, 2))"
    for low, high in combined(["-1", "0", "0.5"], ["1", "0.5", "3"]):
        for dtype in DTYPES[:3]:
            yield f"{array('x', '(2, 3)', dtype, -3, 3)}; nd.clip(x, {low}, {high})"
    yield f"{array('x', '(3, 2)')} | {array('i', '(3,)', 'int32', 0, 1)}; nd.batch_take(x, i)"
    yield f"{array('x', '(3, 2)')}; nd.argmax_channel(x)"
    yield f"{array('i', '(2, 3)', 'int32', 0, 2)}; nd.ravel_multi_index(i, shape=(3, 4))"
    yield f"{array('i', '(4,)', 'int32', 0, 11)}; nd.unravel_index(i, shape=(3, 4))"
    for key in KEYS:
        declared = array("x", "(4, 3, 2)")
        yield f"{declared}; plain: x[{key}] = 7 // x"
        yield f"{declared}; plain: v = x[{key}] // v[:] = 7 // [v, x]"
        yield f"{declared}; plain: x[{key}] = x[{key}] * 2 // x"
        yield f"{declared}; plain: x[{key}] += 1 // x"
        yield f"{array('x', '(3, 4)')}; x[{key}]"
        yield f"{array('x', '(4, 3, 2)')}; x[{key}]"
