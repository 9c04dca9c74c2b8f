"""Calls of what networks are made of: products, activations, windows, normalisation, losses, layers."""

from calls import DTYPES, SHAPES, array, combined, rows, words


def products():
    """Dot products and linear layers, with sizes that meet and that do not."""
    pairs = [
        ("(3,)", "(3,)"),
        ("(2, 3)", "(3,)"),
        ("(2, 3)", "(3, 2)"),
        ("(2, 3)", "(2, 3)"),
        ("(3,)", "(3, 2)"),
    ]
    pairs += [("(2, 2, 3)", "(3, 2)"), ("(3, 2)", "(2, 3, 2)"), ("(2, 3)", "(4, 2)")]
    flips = ["False", "True"]
    for (left, right), flip_a, flip_b in combined(pairs, flips, flips):
        if left == right == "(3,)" and (flip_a, flip_b) != ("False", "False"):
            continue
        declared = f"{array('x', left)} | {array('y', right)}"
        yield f"{declared}; nd.dot(x, y, transpose_a={flip_a}, transpose_b={flip_b})"
    batches = [
        ("(2, 2, 3)", "(2, 3, 2)"),
        ("(2, 3, 2)", "(2, 3, 2)"),
        ("(2, 2, 3)", "(1, 3, 2)"),
        ("(2, 3)", "(3, 2)"),
    ]
    for (left, right), flip_a, flip_b in combined(batches, flips, flips):
        declared = f"{array('x', left)} | {array('y', right)}"
        yield f"{declared}; nd.batch_dot(x, y, transpose_a={flip_a}, transpose_b={flip_b})"
    for data, weight, flatten in combined(["(2, 3)", "(2, 2, 3)", "(2, 1, 3)"], ["(4, 3)", "(4, 6)"], flips):
        declared = f"{array('x', data)} | {array('w', weight)} | {array('b', '(4,)')}"
        yield f"{declared}; nd.FullyConnected(x, w, b, num_hidden=4, flatten={flatten})"
        yield f"{declared}; nd.FullyConnected(x, w, num_hidden=4, no_bias=True, flatten={flatten})"
    for dtype in ["int32", "float32"]:
        declared = f"{array('i', '(2, 2)', dtype, -1, 4)} | {array('w', '(4, 3)')}"
        yield f"{declared}; nd.Embedding(i, w, input_dim=4, output_dim=3)"


def activations():
    """Softmax and its like, rectifiers of all kinds."""
    for name, shape, axis, temperature in combined(
        ["softmax", "log_softmax", "softmin"], SHAPES[1:4], ["-1", "0", "1", "4"], ["None", "2.0"]
    ):
        yield f"{array('x', shape)}; nd.{name}(x, axis={axis}, temperature={temperature})"
    for shape, mode in combined(SHAPES[2:], ["instance", "channel"]):
        yield f"{array('x', shape)}; nd.SoftmaxActivation(x, mode='{mode}')"
    for shape, kind in combined(SHAPES[1:4], words("relu sigmoid tanh softrelu softsign")):
        yield f"{array('x', shape)}; nd.Activation(x, act_type='{kind}')"
    for shape, kind in combined(SHAPES, ["leaky", "elu", "selu", "gelu"]):
        yield f"{array('x', shape)}; nd.LeakyReLU(x, act_type='{kind}', slope=0.3)"
    for shape, slopes in combined(["(2, 3)", "(2, 3, 2)", "(3,)"], ["(3,)", "(1,)", "(2,)"]):
        declared = f"{array('x', shape)} | {array('g', slopes, low=0.1, high=0.5)}"
        yield f"{declared}; nd.LeakyReLU(x, g, act_type='prelu')"
    for scalar, shape in combined(["1", "0.5", "3"], SHAPES[1:3]):
        yield f"{array('x', shape)}; nd.smooth_l1(x, scalar={scalar})"
    for alpha, beta in [("0.2", "0.5"), ("0.5", "0.1")]:
        yield f"{array('x', '(2, 3)')}; nd.hard_sigmoid(x, alpha={alpha}, beta={beta})"
    yield f"{array('x', '(3, 4)')} | {array('i', '(3,)', 'float32', 0, 3)}; nd.softmax_cross_entropy(x, i)"
    yield f"{array('x', '(3,)')}; nd.make_loss(x * x)"
    for scale, kind in combined(["1.0", "0.25"], ["null", "batch", "valid"]):
        yield f"{array('x', '(3,)')}; nd.MakeLoss(x * x, grad_scale={scale}, normalization='{kind}')"


def windows():
    """Convolution, its transpose, pooling."""
    sizes = [("(2, 2, 5)", "(2,)", "(3, {c}, 2)"), ("(1, 2, 4, 5)", "(2, 3)", "(4, {c}, 2, 3)")]
    for (data, kernel, weight), stride, pad, dilate, groups in combined(
        sizes, [1, 2], [0, 1], [1, 2], [1, 2], most=26
    ):
        axes = kernel.count(",") + (not kernel.endswith(",)"))
        options = ", ".join(
            f"{key}={(value,) * axes}"
            for key, value in (("stride", stride), ("pad", pad), ("dilate", dilate))
        )
        filters = weight.split(",")[0].lstrip("(")
        declared = (
            f"{array('x', data)} | {array('w', weight.format(c=2 // groups))} | {array('b', f'({filters},)')}"
        )
        options = f"kernel={kernel}, num_filter={filters}, num_group={groups}, {options}"
        yield f"{declared}; nd.Convolution(x, w, b, {options})"
    for stride, pad, adjust in combined([1, 2], [0, 1], [0, 1]):
        if adjust < stride:
            declared = f"{array('x', '(1, 2, 2, 3)')} | {array('w', '(2, 3, 3, 2)')}"
            options = f"stride=({stride}, {stride}), pad=({pad}, {pad}), adj=({adjust}, {adjust})"
            yield f"{declared}; nd.Deconvolution(x, w, kernel=(3, 2), num_filter=3, no_bias=True, {options})"
    for kind, data, stride, pad, convention in combined(
        ["max", "avg", "sum"], ["(1, 2, 5, 4)", "(2, 1, 5)"], [1, 2], [0, 1], ["valid", "full"]
    ):
        axes = data.count(",") - 1
        options = f"kernel={(2,) * axes}, stride={(stride,) * axes}, pad={(pad,) * axes}"
        options += f", pooling_convention='{convention}'"
        yield f"{array('x', data)}; nd.Pooling(x, pool_type='{kind}', {options})"
    for kind in ["max", "avg", "sum"]:
        options = "global_pool=True, kernel=(1, 1)"
        yield f"{array('x', '(1, 2, 3, 4)')}; nd.Pooling(x, pool_type='{kind}', {options})"
    options = "kernel=(3, 3), pad=(1, 1), count_include_pad=False"
    yield f"{array('x', '(1, 1, 4, 4)')}; nd.Pooling(x, pool_type='avg', {options})"


def normalising():
    """Layer, instance, local and length normalisation."""
    for shape, axis in combined(["(2, 3)", "(2, 3, 4)"], ["-1", "1"]):
        size = shape.strip("()").split(", ")[int(axis)]
        declared = f"{array('x', shape)} | {array('g', f'({size},)')} | {array('b', f'({size},)')}"
        yield f"{declared}; nd.LayerNorm(x, g, b, axis={axis}, eps=0.01)"
    declared = f"{array('x', '(2, 3, 4)')} | {array('g', '(3,)')} | {array('b', '(3,)')}"
    yield f"{declared}; nd.InstanceNorm(x, g, b, eps=0.01)"
    for shape, mode in combined(["(2, 3)", "(2, 3, 2)"], ["instance", "channel", "spatial"]):
        yield f"{array('x', shape)}; nd.L2Normalization(x, mode='{mode}')"
    for size in ["1", "3"]:
        yield f"{array('x', '(1, 4, 2, 2)')}; nd.LRN(x, nsize={size}, alpha=0.1, beta=0.6, knorm=1)"


LAYERS = rows(
    """
Dense(3)
Dense(3, flatten=False)
Dense(2, activation='relu', use_bias=False)
Conv2D(2, kernel_size=2)
Conv2D(2, kernel_size=(1, 2), strides=2, padding=1, activation='tanh')
MaxPool2D()
AvgPool2D(2, 1)
GlobalAvgPool2D()
GlobalMaxPool2D()
Flatten()
BatchNorm()
LayerNorm()
InstanceNorm()
Dropout(0)
LeakyReLU(0.1)
ELU()
SELU()
GELU()
Swish()
PReLU()
Activation('sigmoid')
"""
)

LOSSES = {
    "L1Loss L2Loss HuberLoss HingeLoss SquaredHingeLoss LogisticLoss": ("(3, 2)", "(3, 2)", -2, 2),
    "SigmoidBinaryCrossEntropyLoss": ("(3, 2)", "(3, 2)", 0, 1),
    "KLDivLoss": ("(3, 4)", "(3, 4)", 0.1, 1),
}


def layers():
    """Losses and layers of Gluon, with their parameters set to constants."""
    gluon = "mx.gluon"
    for names, (data, label, low, high) in LOSSES.items():
        for name, weight in combined(words(names), ["1", "0.5"]):
            declared = f"{array('x', data)} | {array('t', label, 'float32', low, high)}"
            yield f"{declared}; {gluon}.loss.{name}(weight={weight})(x, t)"
    for sparse, axis, logits in combined(["True", "False"], ["-1", "1"], ["True", "False"]):
        label = (
            array("t", "(3,)", "float32", 0, 3) if sparse == "True" else array("t", "(3, 4)", "float32", 0, 1)
        )
        call = f"SoftmaxCrossEntropyLoss(sparse_label={sparse}, axis={axis}, from_logits={logits})"
        yield f"{array('x', '(3, 4)')} | {label}; {gluon}.loss.{call}(x, t)"
    for layer in LAYERS:
        for shape in ["(2, 3)", "(2, 2, 3, 4)"]:
            built = f"(lambda net: (net.initialize(mx.init.Constant(0.3)), net(x))[1])({gluon}.nn.{layer})"
            yield f"{array('x', shape)}; {built}"


CREATION = rows(
    """
nd.zeros((2, 3))
nd.zeros(3)
nd.zeros((2,), dtype='int32')
nd.ones((2, 1), dtype='float64')
nd.full((2, 2), 3)
nd.full((2,), 1.5, dtype='int32')
nd.arange(5)
nd.arange(1, 7, 2)
nd.arange(3, dtype='int32')
nd.arange(5, repeat=2)
nd.arange(1, 2, 0.25)
nd.eye(3)
nd.eye(2, 4, 1)
nd.linspace(0, 1, 5)
nd.linspace(0, 1, 4, endpoint=False)
nd.array([1, 2])
nd.array([[1.5, 2], [3, 4]])
nd.array(3)
nd.array(np.arange(3))
nd.array(np.arange(3, dtype='int32'))
nd.array(np.float64([1, 2]))
nd.array([True, False])
nd.array(nd.ones(2, dtype='int32'))
nd.array([1, 2], dtype='uint8')
nd.empty((2,)).shape
nd.zeros(())
nd.zeros((0, 3)).shape
nd.ones((2, 3)).asscalar()
nd.ones((1, 1)).asscalar()
float(nd.ones(2).sum().asscalar())
bool(nd.ones(2))
bool(nd.zeros(1))
len(nd.zeros((4, 2)))
nd.ones(2) == None
nd.ones(2) + np.ones(2)
nd.ones(2) @ nd.ones(2)
nd.ones(3) // 2
nd.ones((2, 3)).size
nd.ones((2, 3)).ndim
str(nd.ones((2, 3)).context)
nd.ones(2).astype('int32')
nd.array([1.7, -1.7]).astype('int32')
nd.array([300]).astype('uint8')
nd.cast(nd.array([2.5]), 'float64')
nd.ones(2).copyto(nd.zeros(2))
nd.ones(2).copyto(nd.zeros(3))
list(nd.arange(3))
nd.ones((2, 3)).as_in_context(mx.cpu(1)) + nd.ones((2, 3))
repr(nd.ones((2, 3)))
repr(nd.array(3))
nd.zeros_like(nd.arange(4, dtype='int32'))
nd.ones(2).asnumpy() + 1
nd.concat(nd.ones(2), nd.ones(2, dtype='int32'), dim=0)
nd.one_hot(nd.array([1]), -1)
nd.clip(nd.ones(2))
nd.sum(3)
nd.dot(nd.ones(2))
nd.ones(2).no_such_method()
nd.reshape(nd.ones(2), shap=(2,))
nd.histogram(nd.array([1, 2, 2, 4]), bins=2, range=(0, 4))
nd.stack()
nd.add_n()
nd.maximum(2, 3)
nd.power(2, 3)
nd.equal(nd.ones(2), 1)
-nd.arange(3)
abs(nd.array([-2, 1]))
nd.ones(2)[0].shape
nd.array([1, 2, 3])[nd.array([2, 0])]
nd.ones((2, 2)).norm()
nd.array([3, 4]).norm().asscalar()
"""
)


def creation():
    """Arrays out of nothing, types, devices, errors of use."""
    for call in CREATION:
        yield f"; {call}"
    for dtype in DTYPES:
        yield f"{array('x', '(2, 2)', dtype, 0, 3)}; repr(x)"
        yield f"{array('x', '(2, 2)', dtype, 0, 3)}; x.T"
