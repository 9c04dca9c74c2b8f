"""Calls of operations beyond the common ones: sequences, statistics, heads, `contrib`, samplers."""

from calls import DTYPES, array, combined, rows, words

#: Names by which operations are known as well.
OTHER_NAMES = rows(
    """
x (2, 3) float32 -2 2; nd.Flatten(x)
x (2, 3) float32 -2 2; nd.Reshape(x, shape=(3, 2))
x (2, 3) float32 -2 2; nd.Cast(x, dtype='float64')
x (2, 3) float32 -2 2; nd.SwapAxis(x, dim1=0, dim2=1)
x (2, 4) float32 -2 2; nd.SliceChannel(x, num_outputs=2, axis=1)
x (2, 3) float32 -2 2 | y (2, 3) float32 -2 2; nd.Concat(x, y, dim=0)
x (2, 3) float32 -2 2 | y (2, 3) float32 -2 2; nd.ElementWiseSum(x, y)
x (2, 3) float32 -2 2 | y (2, 3) float32 -2 2; nd.concatenate([x, y])
x (2, 3) float32 -2 2 | y (2, 3) float32 -2 2; plain: nd.concatenate([x, y])
x (2, 3) float32 -2 2 | y (2, 3) float32 -2 2; plain: nd.concatenate([x, y], axis=1)
x (2, 3) float32 -2 2; nd.reverse(x, axis=1)
x (2, 3) float32 -2 2; nd.sum_axis(x, axis=1)
x (2, 3) float32 -2 2; nd.max_axis(x, axis=0)
x (2, 3) float32 -2 2; nd.min_axis(x, axis=1, keepdims=True)
x (1, 3) float32 -2 2; nd.broadcast_axes(x, axis=0, size=2)
x (1, 3) float32 -2 2; x.broadcast_axes(axis=0, size=2)
x (2, 3) float32 -2 2 | y (1, 3) float32 1 2; nd.broadcast_plus(x, y)
x (2, 3) float32 -2 2 | y (1, 3) float32 1 2; nd.broadcast_minus(x, y)
x (3, 4) float32 -2 2; nd.crop(x, begin=(0, 1), end=(2, 3))
x (2, 3) float32 -2 2; x.dtype
x (2, 3) int32 -2 2; x.stype
x (2, 3) float32 -2 2; x.grad
x (1,) float32 -2 2; x.tostype('default')
x (2, 3) float32 -2 2; plain: x.wait_to_read() // nd.waitall() // x
x (3, 4) float32 -2 2 | i (3,) float32 0 3; nd.choose_element_0index(x, i)
x (3, 4) float32 -2 2 | y (3,) float32 5 6 | i (3,) float32 0 3; plain: nd.fill_element_0index(x, y, i)
i (3,) float32 0 3; plain: o = nd.zeros((3, 4)) // nd.onehot_encode(i, o)
x (2, 3) float32 -2 2; plain: nd.exp(x, out=x) // x
x (2, 3) float32 -2 2; plain: o = nd.zeros((2, 3)) // [nd.add(x, 1), nd.broadcast_add(x, x, out=o), o]
x (2, 3) float32 -2 2; plain: o = nd.zeros((3, 2)) // nd.exp(x, out=o)
"""
)


def other_functions():
    """Names that stand for others, and functions of two arrays or an array and a number."""
    yield from OTHER_NAMES
    names = words("""
        modulo true_divide equal not_equal greater greater_equal lesser lesser_equal
        logical_and logical_or logical_xor
    """)
    for name, (left, right) in combined(
        names, [("(2, 3)", "(2, 3)"), ("(2, 1)", "(3,)"), ("(2, 3)", "(2,)")]
    ):
        yield f"{array('x', left, low=1)} | {array('y', right, low=1)}; nd.{name}(x, y)"
    for name, number in combined(names, ["2", "-1.5"]):
        yield f"{array('x', '(2, 3)', low=1)}; nd.{name}(x, {number})"
        yield f"{array('x', '(2, 3)', low=1)}; nd.{name}({number}, x)"


def sequences():
    """Sequences of different lengths in one batch; losses of those that are longer than what they spell."""
    for name, (shape, axis), count in combined(
        words("SequenceMask SequenceLast SequenceReverse"),
        [("(4, 3)", 0), ("(4, 3, 2)", 0), ("(3, 4, 2)", 1), ("(3, 3, 1, 2)", 0), ("(3, 4)", 2)],
        [3, 4],
    ):
        lengths = f"nd.array({[2, 1, 3, 1][:count]})"
        if not (name == "SequenceReverse" and axis == 1):
            yield f"{array('x', shape)}; nd.{name}(x, {lengths}, use_sequence_length=True, axis={axis})"
    for name in words("SequenceMask SequenceLast SequenceReverse"):
        yield f"{array('x', '(4, 3)')}; nd.{name}(x)"
        yield f"{array('x', '(4, 3)')} | {array('n', '(3,)', low=1, high=4)}; nd.{name}(x, n, True)"
    yield f"{array('x', '(4, 3)')}; nd.SequenceMask(x, nd.array([2, 1, 3]), True, value=-1)"
    label = "nd.array([[1, 2, 0], [2, 2, 1]])"
    for blank, label_lengths, data_lengths in combined(
        ["first", "last"], ["None", "nd.array([2, 1])"], ["None", "nd.array([4, 5])"]
    ):
        options = f"blank_label='{blank}'"
        if label_lengths != "None":
            options += f", use_label_lengths=True, label_lengths={label_lengths}"
        if data_lengths != "None":
            options += f", use_data_lengths=True, data_lengths={data_lengths}"
        yield f"{array('x', '(5, 2, 4)')}; nd.CTCLoss(x, {label}, {options})"
    yield f"{array('x', '(5, 2, 4)')}; nd.ctc_loss(x, {label})"
    yield f"{array('x', '(5, 2, 4)')}; nd.contrib.CTCLoss(x, {label})"
    yield f"{array('x', '(2, 2, 4)')}; nd.CTCLoss(x, nd.array([[1, 2, 3], [2, 2, 1]]))"


def statistics():
    """Normalisation with running statistics; by groups; with axes of its own."""
    for shape, axis, fixed, frozen, training in combined(
        ["(3, 2)", "(2, 2, 3)", "(2, 3, 2, 2)"],
        ["1", "-1"],
        ["True", "False"],
        ["True", "False"],
        ["True", "False"],
    ):
        size = eval(shape)[int(axis)]
        declared = f"{array('x', shape)} | {array('g', f'({size},)')} | {array('b', f'({size},)')}"
        options = f"axis={axis}, fix_gamma={fixed}, use_global_stats={frozen}, eps=0.01, momentum=0.7"
        program = " // ".join(
            (
                f"m = numbers(({size},)) // v = numbers(({size},)).abs() + 0.5",
                "x.attach_grad(); g.attach_grad(); b.attach_grad()",
                f"with autograd.record(train_mode={training}): y = nd.BatchNorm(x, g, b, m, v, {options})",
                "y.backward(numbers(y.shape), train_mode=" + training + ")",
                "[y, x.grad, g.grad, b.grad, m, v]",
            )
        )
        yield f"{declared}; plain: {program}"
    for shape, groups, size in combined(["(2, 4)", "(2, 4, 3)", "(1, 4, 2, 2)"], [1, 2, 4, 3], [1, 2, 4]):
        if groups == size or size == 4:
            declared = f"{array('x', shape)} | {array('g', f'({size},)')} | {array('b', f'({size},)')}"
            yield f"{declared}; nd.GroupNorm(x, g, b, num_groups={groups}, eps=0.1)"
    for shape, axis, size in [("(2, 3)", 0, 2), ("(2, 3)", -2, 2), ("(2, 3, 2)", -2, 3), ("(2, 3)", 2, 3)]:
        declared = f"{array('x', shape)} | {array('g', f'({size},)')} | {array('b', f'({size},)')}"
        yield f"{declared}; nd.LayerNorm(x, g, b, axis={axis})"
    for kind, shape, width in combined(
        ["edge", "reflect", "constant"],
        ["(1, 2, 3, 4)", "(1, 1, 2, 3, 3)"],
        ["(1, 2)", "(2, 0)", "(0, 1)"],
    ):
        rim = (0,) * 4 + eval(width) * (len(eval(shape)) - 2)
        yield f"{array('x', shape)}; nd.Pad(x, mode='{kind}', pad_width={rim})"


#: Options of `SoftmaxOutput`.
HEADS = rows(
    """
grad_scale=2
use_ignore=True, ignore_label=1
normalization='batch'
normalization='valid'
smooth_alpha=0.1
normalization='valid', use_ignore=True, ignore_label=2
preserve_shape=True
"""
)


def heads():
    """Heads for training, whose gradient does not ask what comes after them; correlation of images."""
    for label, options in combined(["(3,)", "(3, 4)"], HEADS):
        shape = "(3, 4)"
        declared = f"{array('x', shape)} | {array('t', label, 'float32', 0, 1)}"
        yield f"{declared}; nd.SoftmaxOutput(x, t, {options})"
        yield f"{array('x', shape)}; nd.SoftmaxOutput(x, nd.array([1, 2, 0]), {options})"
    multi = "nd.array([[0, 1, 2], [2, 1, 0]])"
    yield f"{array('x', '(2, 3, 3)')}; nd.SoftmaxOutput(x, {multi}, multi_output=True)"
    ignoring = "multi_output=True, use_ignore=True, ignore_label=1"
    yield f"{array('x', '(2, 3, 3)')}; nd.Softmax(x, {multi}, {ignoring})"
    for options in (
        "kernel_size=1, max_displacement=1, stride1=1, stride2=1, pad_size=1",
        "kernel_size=3, max_displacement=1, stride1=1, stride2=1, pad_size=2",
        "kernel_size=1, max_displacement=2, stride1=2, stride2=2, pad_size=2, is_multiply=False",
    ):
        declared = f"{array('x', '(1, 2, 4, 4)')} | {array('y', '(1, 2, 4, 4)')}"
        yield f"{declared}; nd.Correlation(x, y, {options})"


def recurrence():
    """`nd.RNN`: every mode, one layer and several, one direction and both."""
    gates = {"rnn_relu": 1, "rnn_tanh": 1, "lstm": 4, "gru": 3}
    for mode, layers, both, states in combined(gates, [1, 2], [False, True], [False, True]):
        hidden, ways = 2, 2 if both else 1
        sizes = [3] + [hidden * ways] * (layers - 1)
        count = sum(ways * gates[mode] * hidden * (size + hidden + 2) for size in sizes)
        first = f"({layers * ways}, 2, {hidden})"
        declared = (
            f"{array('x', '(3, 2, 3)')} | {array('w', f'({count},)', low=-1, high=1)} | {array('h', first)}"
        )
        cell = ""
        if mode == "lstm":
            declared, cell = f"{declared} | {array('c', first)}", "c, "
        options = f"mode='{mode}', state_size={hidden}, num_layers={layers}, bidirectional={both}"
        yield f"{declared}; nd.RNN(x, w, h, {cell}{options}, state_outputs={states})"


CONTRIB = rows(
    """
x (2, 3) float32 -2 2; plain: nd.contrib.isnan(nd.sqrt(x))
x (2, 3) float32 -2 2; plain: nd.contrib.isinf(x / 0)
x (2, 3) float32 -2 2; plain: nd.contrib.isfinite(nd.log(x))
x (2, 3) float32 -2 2; nd.contrib.isnan(x)
x (2, 3) float32 -2 2; nd.contrib.isfinite(x)
x (2, 3) float32 -2 2; nd.contrib.isnan(nd.sqrt(x))
x (2, 3) float32 -2 2; nd.sqrt(x) > 1
x (2, 3) float32 -2 2; nd.contrib.allclose(x, x + 1e-9)
x (2, 3) float32 -2 2; nd.contrib.allclose(x, x + 1)
x (2, 3) float32 -2 2; nd.contrib.allclose(x, x * 1.01, rtol=0.1)
x (2, 3) float32 -2 2; nd.contrib.arange_like(x)
x (2, 3) float32 -2 2; nd.contrib.arange_like(x, axis=1)
x (2, 3) float32 -2 2; nd.contrib.arange_like(x, start=2, step=0.5, axis=0)
x (2, 4) float32 -2 2; nd.contrib.arange_like(x, repeat=2)
x (2, 3) float32 -2 2; nd.contrib.div_sqrt_dim(x)
x (2, 3, 4) float32 -2 2; nd.contrib.div_sqrt_dim(x)
x (3, 2) float32 -2 2; nd.contrib.boolean_mask(x, nd.array([1, 0, 1]))
x (3, 2) float32 -2 2; nd.contrib.boolean_mask(x, nd.array([0, 1, 0]))
x (2, 3) float32 -2 2; nd.contrib.boolean_mask(x, nd.array([1, 0, 1]), axis=1)
x (4, 2) float32 -2 2 | y (2, 2) float32 -2 2; nd.contrib.index_copy(x, nd.array([3, 1]), y)
x (4,) float32 -2 2 | y (1,) float32 -2 2; nd.contrib.index_copy(x, nd.array([2]), y)
x (1, 2, 4, 6) float32 -2 2; nd.contrib.AdaptiveAvgPooling2D(x, output_size=2)
x (1, 2, 4, 5) float32 -2 2; nd.contrib.AdaptiveAvgPooling2D(x, output_size=(3, 2))
x (1, 2, 4, 5) float32 -2 2; nd.contrib.AdaptiveAvgPooling2D(x)
x (1, 2, 2, 3) float32 -2 2; nd.contrib.BilinearResize2D(x, height=4, width=5)
x (1, 1, 4, 4) float32 -2 2; nd.contrib.BilinearResize2D(x, height=2, width=3)
x (1, 1, 4, 4) float32 -2 2; nd.contrib.BilinearResize2D(x, height=3, width=7, align_corners=False)
x (2, 3) float32 -2 2; plain: nd.contrib.quantize(x, nd.array([-2]), nd.array([2]), out_type='int8')
q (2, 3) int8 -127 127; plain: nd.contrib.dequantize(q, nd.array([-2]), nd.array([2]))
"""
)

#: Samplers with the mean and the deviation of what they draw.
DRAWS = rows(
    """
nd.random.uniform(-1, 3, shape=n); 1; 1.1547
nd.random.uniform(shape=n, dtype='float64'); 0.5; 0.28868
nd.random.normal(2, 3, shape=n); 2; 3
nd.random.normal(shape=(n, 2)); 0; 1
nd.random.randn(n, 2); 0; 1
nd.random.randn(n, loc=2, scale=0.5); 2; 0.5
nd.random.exponential(2, shape=n); 2; 2
nd.random.gamma(3, 2, shape=n); 6; 3.4641
nd.random.poisson(4, shape=n); 4; 2
nd.random.negative_binomial(3, 0.4, shape=n); 4.5; 3.3541
nd.random.generalized_negative_binomial(2, 0.3, shape=n); 2; 1.78885
nd.random.randint(2, 10, shape=n); 5.5; 2.2913
nd.random.randint(0, 5, shape=n, dtype='int64'); 2; 1.41421
nd.random.uniform(nd.array([0, 2]), nd.array([2, 4]), shape=n); 2; 1.1547
nd.random.normal(nd.array([-1, 1]), nd.array([1, 1]), shape=n); 0; 1.41421
nd.random.multinomial(nd.array([0.25, 0.5, 0.25]), shape=n); 1; 0.70711
nd.random.multinomial(nd.array([[0, 1], [1, 0]]), shape=n); 0.5; 0.5
nd.random.shuffle(nd.arange(n)); 1999.5; 1154.7
nd.random_uniform(-1, 3, shape=n); 1; 1.1547
nd.random_normal(2, 3, shape=n); 2; 3
nd.random_exponential(0.5, shape=n); 2; 2
nd.random_gamma(3, 2, shape=n); 6; 3.4641
nd.random_poisson(4, shape=n); 4; 2
nd.random_randint(2, 10, shape=n); 5.5; 2.2913
nd.sample_normal(nd.array([-1, 1]), nd.array([1, 1]), shape=n); 0; 1.41421
nd.sample_uniform(nd.array([0, 2]), nd.array([2, 4]), shape=n); 2; 1.1547
nd.sample_exponential(nd.array([0.5, 0.5]), shape=n); 2; 2
nd.sample_multinomial(nd.array([0.25, 0.5, 0.25]), shape=n); 1; 0.70711
nd.normal(2, 3, shape=n); 2; 3
nd.uniform(-1, 3, shape=n); 1; 1.1547
nd.Dropout(nd.ones(n), p=0.25, mode='always'); 1; 0.57735
"""
)


def samplers():
    """Random arrays: not the numbers, but their shape, dtype, mean and deviation."""
    for row in DRAWS:
        call, mean, deviation = row.split("; ")
        yield f"; plain: drawn(lambda n: {call}, {mean}, {deviation})"
    for name in words("uniform normal exponential gamma poisson randint"):
        given = "0, 5" if name == "randint" else "1, 2" if name in ("uniform", "gamma") else "1"
        for shape in ("", ", shape=3", ", shape=(2, 3)", ", shape=(0,)"):
            yield f"; plain: nd.random.{name}({given}{shape}).shape"
    for dtype in DTYPES:
        yield f"; plain: nd.random.normal(shape=2, dtype='{dtype}').shape"
        yield f"; plain: nd.random.randint(1, 3, shape=2, dtype='{dtype}').shape"
    yield "; plain: nd.random.normal(nd.zeros(2), nd.ones(3))"
    yield "; plain: nd.random.uniform(nd.zeros((2, 1)), nd.ones((2, 1)), shape=(3,)).shape"
    yield "; plain: [p.shape for p in nd.random.multinomial(nd.array([0.5, 0.5]), shape=4, get_prob=True)]"
    yield "; plain: nd.random.shuffle(nd.zeros((3, 2))).shape"


def contrib():
    """What stands under `nd.contrib`."""
    yield from CONTRIB
