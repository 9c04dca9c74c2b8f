"""Calls of Gluon: layers of any number and order of axes, containers, losses, recurrent networks."""

from calls import array, combined, rows, words

#: Layers of signals, images and volumes; `{n}` is the number of axes that their window has.
WINDOWS = rows(
    """
Conv{n}D(3, 2)
Conv{n}D(2, 1, use_bias=False, activation='relu')
Conv{n}D(4, 2, strides=2, padding=1)
Conv{n}D(2, 2, dilation=2, padding=1)
Conv{n}D(4, 2, groups=2)
Conv{n}DTranspose(3, 2)
Conv{n}DTranspose(2, 3, strides=2, padding=1, output_padding=1)
Conv{n}DTranspose(2, 2, groups=2, use_bias=False)
Conv{n}DTranspose(4, 2, groups=2, in_channels=2)
MaxPool{n}D()
MaxPool{n}D(2, 1, padding=1)
MaxPool{n}D(2, 2, ceil_mode=True)
AvgPool{n}D()
AvgPool{n}D(3, 2, padding=1)
AvgPool{n}D(2, 2, padding=1, count_include_pad=False)
AvgPool{n}D(2, 2, ceil_mode=True)
GlobalMaxPool{n}D()
GlobalAvgPool{n}D()
"""
)

#: The inputs: channels first, and channels last.
FIRST = {1: "(2, 2, 5)", 2: "(1, 2, 4, 5)", 3: "(1, 2, 3, 4, 3)"}
LAST = {1: ("NWC", "(2, 5, 2)"), 2: ("NHWC", "(1, 4, 5, 2)"), 3: ("NDHWC", "(1, 3, 4, 3, 2)")}

#: Layers by the shapes of their inputs.
OTHERS = {
    "(3, 4)": rows(
        """
Dense(3)
Dense(2, activation='tanh', use_bias=False)
Dense(3, flatten=False, in_units=4)
BatchNorm()
BatchNorm(axis=-1, momentum=0.5, epsilon=0.1)
BatchNorm(center=False, scale=False)
BatchNorm(use_global_stats=True)
LayerNorm()
LayerNorm(axis=0, epsilon=0.1)
LayerNorm(center=False)
LayerNorm(scale=False)
GroupNorm(1, epsilon=0.1)
Dropout(0)
Activation('softrelu')
Activation('softsign')
LeakyReLU(0.3)
PReLU()
PReLU(in_channels=4)
ELU(0.5)
SELU()
GELU()
Swish(2)
Flatten()
HybridLambda('tanh')
HybridLambda(lambda F, x: F.exp(x) * 2)
Lambda('square')
Lambda(lambda x: x * x)
"""
    ),
    "(2, 4, 3)": rows(
        """
Dense(2)
Dense(2, flatten=False)
BatchNorm()
BatchNorm(axis=2)
LayerNorm()
LayerNorm(axis=1)
GroupNorm()
GroupNorm(2, epsilon=0.1)
GroupNorm(4, center=False)
InstanceNorm()
InstanceNorm(epsilon=0.1, scale=True)
InstanceNorm(axis=2, center=False)
PReLU(in_channels=4)
"""
    ),
    "(1, 2, 3, 4)": rows(
        """
BatchNorm(scale=False)
BatchNorm(axis=3)
GroupNorm(2)
InstanceNorm(scale=True)
ReflectionPad2D(1)
ReflectionPad2D((0, 0, 0, 0, 1, 0, 0, 2))
Flatten()
"""
    ),
}


def window_layers():
    """Convolutions, their transposes and pooling, along one to three axes."""
    for n, layer in combined([1, 2, 3], WINDOWS):
        yield f"{array('x', FIRST[n])}; plain: through(mx.gluon.nn.{layer.format(n=n)}, x)"
        order, shape = LAST[n]
        if "Pool" in layer:
            built = layer.format(n=n).replace(")", f", layout='{order}')").replace("(, ", "(")
            yield f"{array('x', shape)}; plain: through(mx.gluon.nn.{built}, x)"


def other_layers():
    """The other layers, in training and not; what holds layers."""
    for shape, layers in OTHERS.items():
        for layer, train in combined(layers, [True, False]):
            if train or "Norm" in layer or "Dropout" in layer:
                yield f"{array('x', shape)}; plain: through(mx.gluon.nn.{layer}, x, train={train})"
    yield f"{array('x', '(3, 4)')}; plain: through(mx.gluon.nn.Dropout(0.5), x, train=False)"
    program = "net = mx.gluon.nn.BatchNorm() // net.initialize() // x.attach_grad()"
    program += (
        " // with autograd.record(train_mode=False): y = net(x) // y.backward(numbers(y.shape)) // x.grad"
    )
    yield f"{array('x', '(3, 4)')}; plain: {program}"
    for shape, dtype in combined(["(3,)", "(2, 2)"], ["float32", "int32"]):
        declared = array("i", shape, dtype, 0, 3)
        program = (
            "net = mx.gluon.nn.Embedding(4, 2) // net.initialize() // net.weight.set_data(numbers((4, 2)))"
        )
        program += " // with autograd.record(): y = net(i) // y.backward() // [y, net.weight.grad()]"
        yield f"{declared}; plain: {program}"
    nn = "mx.gluon.nn"
    for container in words(
        "nn.Sequential nn.HybridSequential contrib.nn.Concurrent contrib.nn.HybridConcurrent"
    ):
        program = f"net = mx.gluon.{container}()"
        program += (
            f" // net.add({nn}.Dense(3, activation='tanh'), {nn}.BatchNorm(epsilon=0.1), {nn}.Dense(2))"
        )
        if "Concurrent" in container:
            layers = [f"{nn}.Dense(3)", f"{nn}.Dense(2)", "mx.gluon.contrib.nn.Identity()"]
            program = f"net = mx.gluon.{container}(axis=1)"
            program += f" // [{', '.join(f'net.add({layer})' for layer in layers)}]"
        yield f"{array('x', '(3, 4)')}; plain: {program} // through(net, x)"
        yield f"; plain: {program} // [len(net), type(net[1]).__name__]"


#: Losses with the shapes of their inputs and the range of the labels.
LOSSES = {
    """L1Loss() L1Loss(weight=2) L1Loss(batch_axis=1) L2Loss() L2Loss(weight=0.5) HuberLoss()
    HuberLoss(rho=0.3) HingeLoss() HingeLoss(margin=2)
    SquaredHingeLoss() SquaredHingeLoss(margin=0.5,weight=2)
    LogisticLoss() LogisticLoss(label_format='binary') PoissonNLLLoss() PoissonNLLLoss(from_logits=False)
    PoissonNLLLoss(compute_full=True)""": ("(3, 2)", "float32 0 3"),
    """SigmoidBCELoss() SigmoidBCELoss(from_sigmoid=True) SigmoidBinaryCrossEntropyLoss(weight=2)
    SoftmaxCELoss(sparse_label=False) SoftmaxCrossEntropyLoss(sparse_label=False,axis=0)
    KLDivLoss()""": ("(3, 2)", "float32 0.1 1"),
    "KLDivLoss(from_logits=False) KLDivLoss(from_logits=False,axis=0)": ("(3, 2)", "float64 0.1 1"),
}


def losses():
    """Losses, with and without weights for the examples."""
    gluon = "mx.gluon.loss"
    for names, (shape, label) in LOSSES.items():
        for loss in words(names):
            dtype = label.split(" ")[0]
            declared = f"{array('x', shape, dtype, 0.1, 0.9)} | t {shape} {label}"
            yield f"{declared}; {gluon}.{loss}(x, t)"
            yield f"{declared} | {array('w', '(3, 1)', dtype, 0, 2)}; {gluon}.{loss}(x, t, w)"
            if "compute_full" in loss:
                yield f"{declared}; plain: {gluon}.{loss}(x, t)"
    declared = f"{array('x', '(3, 4)')} | t (3,) float32 0 3"
    yield f"{declared} | {array('w', '(3, 1)')}; {gluon}.SoftmaxCELoss()(x, t.floor(), w)"
    three = " | ".join(array(name, "(3, 4)") for name in "xyz")
    for loss in ("TripletLoss()", "TripletLoss(margin=3, weight=2)"):
        yield f"{three}; {gluon}.{loss}(x, y, z)"
    pair = " | ".join(array(name, "(3, 4)", low=-0.5, high=0.5) for name in "xy")
    for loss in ("CosineEmbeddingLoss()", "CosineEmbeddingLoss(margin=0.2, weight=2)"):
        yield f"{pair}; {gluon}.{loss}(x, y, nd.array([1, -1, 1]))"
    for loss in ("SDMLLoss()", "SDMLLoss(smoothing_parameter=0.1)"):
        yield f"{pair}; {gluon}.{loss}(x, y)"
    label = "nd.array([[1, 2, -1], [2, 2, 1]])"
    for layout, shape in (("NTC", "(2, 5, 4)"), ("TNC", "(5, 2, 4)")):
        yield f"{array('x', shape)}; {gluon}.CTCLoss(layout='{layout}')(x, {label})"
        lengths = "nd.array([5, 4]), nd.array([2, 1])"
        yield f"{array('x', shape)}; {gluon}.CTCLoss(layout='{layout}', weight=2)(x, {label}, {lengths})"
    yield f"{array('x', '(2, 5, 4)')}; {gluon}.CTCLoss(label_layout='TN')(x, {label}.T)"


def recurrent():
    """Recurrent layers and cells, and cells made of cells."""
    rnn = "mx.gluon.rnn"
    for kind, layers, layout, both in combined(
        ["RNN(2", "RNN(2, activation='tanh'", "LSTM(2", "GRU(2"], [1, 2], ["TNC", "NTC"], [False, True]
    ):
        layer = f"{rnn}.{kind}, num_layers={layers}, layout='{layout}', bidirectional={both})"
        yield f"{array('x', '(3, 2, 3)')}; plain: through({layer}, x)"
        size = 2 if layout == "TNC" else 3
        program = f"net = {layer} // net.initialize(mx.init.Constant(0.2))"
        program += f" // y, s = net(x, net.begin_state({size}))"
        yield f"{array('x', '(3, 2, 3)')}; plain: {program} // [y, *s]"
    cells = rows(
        """
{r}.RNNCell(2)
{r}.RNNCell(2, activation='relu')
{r}.LSTMCell(2)
{r}.LSTMCell(2, activation='relu', recurrent_activation='tanh')
{r}.GRUCell(2)
{r}.ResidualCell({r}.GRUCell(3))
{r}.ZoneoutCell({r}.LSTMCell(2))
mx.gluon.contrib.rnn.LSTMPCell(3, 2)
"""
    )
    for cell, shape in combined(cells, ["(2, 1, 3)", "(2, 3, 3)"]):
        yield f"{array('x', shape)}; plain: unrolled({cell.format(r=rnn)}, x)"
    for cell in cells[:5]:
        options = "valid_length=nd.array([3, 2])"
        yield f"{array('x', '(2, 3, 3)')}; plain: unrolled({cell.format(r=rnn)}, x, {options})"
    stacked = f"net = {rnn}.SequentialRNNCell() // net.add({rnn}.LSTMCell(2)); net.add({rnn}.DropoutCell(0))"
    stacked += f"; net.add({rnn}.GRUCell(2)) // unrolled(net, x)"
    yield f"{array('x', '(2, 3, 3)')}; plain: {stacked}"
    for first, second in (("LSTMCell(2)", "LSTMCell(2)"), ("GRUCell(2)", "RNNCell(3)")):
        program = f"net = {rnn}.BidirectionalCell({rnn}.{first}, {rnn}.{second})"
        program += " // net.initialize(mx.init.Constant(0.2)) // x.attach_grad()"
        program += " // with autograd.record(): y, s = net.unroll(3, x, layout='NTC', merge_outputs=True)"
        yield f"{array('x', '(2, 3, 3)')}; plain: {program} // y.backward() // [y, *s, x.grad]"
    for cell in ("RNNCell", "LSTMCell", "GRUCell"):
        yield f"; plain: [(info['shape'], info['__layout__']) for info in {rnn}.{cell}(4).state_info(3)]"
        yield f"; plain: [state.shape for state in {rnn}.{cell}(4).begin_state(3)]"


#: Parameters, blocks and helpers, used rightly and wrongly.
USES = rows(
    """
mx.gluon.nn.Dense(2).weight.data()
mx.gluon.nn.Dense(2, in_units=3).weight.data()
mx.gluon.nn.Dense(2).weight.shape
mx.gluon.nn.Dense(2, in_units=3).weight.shape
mx.gluon.nn.Dense(2)(nd.ones((1, 3)))
mx.gluon.Parameter('w', shape=(2, 2)).list_ctx()
mx.gluon.Parameter('w', shape=(2, 2)).grad()
mx.gluon.Parameter('w', shape=(2, 0)).initialize()
mx.gluon.Parameter('w', shape=(2, 0), allow_deferred_init=True).initialize()
mx.gluon.Parameter('w', shape=(2, 2), grad_req='some')
mx.gluon.nn.Dense(2).save_parameters('/no/such/folder/w')
mx.gluon.nn.Dense(2).load_parameters('/no/such/file')
[p.shape for p in mx.gluon.utils.split_data(nd.ones((5, 2)), 2, even_split=False)]
[p.shape for p in mx.gluon.utils.split_data(nd.ones((4, 2)), 2)]
[p.shape for p in mx.gluon.utils.split_data(nd.ones((2, 4)), 2, batch_axis=1)]
mx.gluon.utils.split_data(nd.ones((5, 2)), 2)
mx.gluon.utils.split_data(nd.ones((1, 2)), 2)
[p.shape for p in mx.gluon.utils.split_and_load(nd.ones((4, 2)), [mx.cpu(0), mx.cpu(0)])]
nd.array([mx.gluon.utils.clip_global_norm([nd.array([3, 4])], 1)])
nd.array([mx.gluon.utils.clip_global_norm([nd.array([3]), nd.array([4])], 10)])
"""
)


def uses():
    """Parameters, blocks and helpers."""
    for use in USES:
        yield f"; plain: {use}"
    yield f"{array('x', '(3,)')}; plain: mx.gluon.utils.clip_global_norm([x], 0.5) // x"
