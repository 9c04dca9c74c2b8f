"""Calls of what trains: optimisers, the trainer, schedules, initialisers, metrics, data on its way."""

from calls import array, combined, rows, words

OPTIMIZERS = rows(
    """
sgd
sgd momentum=0.9
nag
nag momentum=0.9
adam
adam beta1=0.5,beta2=0.9,epsilon=0.01
adagrad
adagrad eps=0.1
rmsprop
rmsprop gamma1=0.5,epsilon=0.01
rmsprop centered=True
rmsprop centered=True,gamma2=0.5
rmsprop clip_weights=0.3
adadelta
adadelta rho=0.5,epsilon=0.01
adamax
adamax beta1=0.5,beta2=0.9
nadam
nadam schedule_decay=0.1
ftrl
ftrl lamda1=0.1,beta=0.5
ftml
ftml beta1=0.5,epsilon=0.01
signum
signum momentum=0
signum wd_lh=0.1
lamb
lamb lower_bound=0.1,upper_bound=1,bias_correction=False
"""
)

#: What every optimiser takes.
SHARED = [
    "",
    "learning_rate=0.3",
    "wd=0.1",
    "learning_rate=0.3,wd=0.1,rescale_grad=0.5",
    "clip_gradient=0.2",
    "learning_rate=0.3,lr_scheduler=mx.lr_scheduler.FactorScheduler(2,0.5)",
]

#: Single steps: the states that they change, and their options.
STEPS = {
    "sgd_update": (0, ["", "wd=0.1", "rescale_grad=0.5, clip_gradient=0.2"]),
    "sgd_mom_update": (1, ["", "momentum=0.9", "momentum=0.5, wd=0.1, clip_gradient=0.3"]),
    "nag_mom_update": (1, ["", "momentum=0.9", "momentum=0.5, wd=0.1"]),
    "signsgd_update": (0, ["", "wd=0.1"]),
    "signum_update": (1, ["", "momentum=0.9", "momentum=0.5, wd=0.1, wd_lh=0.1"]),
    "adam_update": (2, ["", "beta1=0.5, beta2=0.9, epsilon=0.01", "wd=0.1, clip_gradient=0.2"]),
    "rmsprop_update": (1, ["", "gamma1=0.5, epsilon=0.01", "wd=0.1"]),
    "rmspropalex_update": (3, ["", "gamma1=0.5, gamma2=0.5"]),
    "ftrl_update": (2, ["", "lamda1=0.1, beta=0.5", "wd=0.1"]),
    "ftml_update": (3, ["t=1", "t=2, beta1=0.5", "t=3, wd=0.1"]),
}

SCHEDULES = rows(
    """
FactorScheduler(step=2, factor=0.5)
FactorScheduler(step=3, factor=0.1, stop_factor_lr=0.002, base_lr=1)
MultiFactorScheduler(step=[2, 5], factor=0.5)
PolyScheduler(max_update=8)
PolyScheduler(max_update=6, pwr=1, final_lr=0.001, base_lr=0.5)
CosineScheduler(max_update=8)
CosineScheduler(max_update=6, base_lr=0.5, final_lr=0.1)
FactorScheduler(step=2, factor=0.5, warmup_steps=3)
PolyScheduler(max_update=8, warmup_steps=3, warmup_begin_lr=0.001)
CosineScheduler(max_update=8, warmup_steps=2, warmup_mode='constant')
MultiFactorScheduler(step=[5, 2], factor=0.5)
FactorScheduler(step=0, factor=0.5)
FactorScheduler(step=2, factor=2)
PolyScheduler(max_update=0)
CosineScheduler(max_update=8, warmup_mode='none', warmup_steps=2)
"""
)


def optimizers():
    """Four steps of each optimiser; single steps; the trainer."""
    for named, shared in combined(OPTIMIZERS, SHARED):
        name, _, own = named.partition(" ")
        options = ", ".join(filter(None, [f"'{name}'", "x", "g", own, shared]))
        yield f"{array('x', '(2, 3)')} | {array('g', '(2, 3)')}; plain: stepped({options})"
    yield f"{array('x', '(2, 3)')} | {array('g', '(2, 3)')}; plain: stepped('none', x, g)"
    yield f"{array('x', '(2, 3)')} | {array('g', '(2, 3)')}; plain: stepped('sgd', x, g, no_such_option=1)"
    for name, (count, choices) in STEPS.items():
        states = [f"s{number}" for number in range(count)]
        declared = " | ".join(array(name, "(2, 3)") for name in "xg")
        for options in choices:
            made = "; ".join(f"{state} = nd.zeros((2, 3))" for state in states) or "pass"
            call = (
                f"nd.{name}({', '.join(['x', 'g', *states])}, lr=0.1{', ' * bool(options)}{options}, out=x)"
            )
            yield f"{declared}; plain: {made} // {call} // [{', '.join(['x', *states])}]"
    for optimizer, options in (("sgd", "'momentum': 0.9, 'wd': 0.01"), ("adam", "'learning_rate': 0.1")):
        program = " // ".join(
            (
                "net = mx.gluon.nn.Dense(2) // net.initialize(mx.init.Constant(0.1))",
                f"t = mx.gluon.Trainer(net.collect_params(), '{optimizer}', {{{options}}})",
                "def step(): autograd.set_recording(True); y = net(x); y = y * y; "
                "autograd.set_recording(False); y.backward(); t.step(3)",
                "[step() for _ in range(3)]",
                "[net.weight.data(), net.bias.data(), nd.array([t.learning_rate])]",
            )
        )
        yield f"{array('x', '(3, 2)')}; plain: {program}"
    yield "; plain: mx.gluon.Trainer({}, 'none')"
    for schedule in SCHEDULES:
        yield f"; plain: s = mx.lr_scheduler.{schedule} // nd.array([s(count) for count in range(12)])"


#: Initialisers by text, the names they are asked for, and a shape.
FIRST_VALUES = rows(
    """
mx.init.Zero() fc_weight (2,3)
mx.init.One() fc_weight (2,3)
mx.init.Constant(0.5) fc_weight (2,3)
mx.init.Constant(0.5) fc_bias (3,)
mx.init.Uniform() fc_bias (3,)
mx.init.Normal() bn_gamma (3,)
mx.init.Xavier() bn_beta (3,)
mx.init.Xavier() fc_weight (3,)
mx.init.Uniform() bn_running_mean (3,)
mx.init.Uniform() bn_moving_var (3,)
mx.init.Uniform() some_name (3,)
mx.init.Bilinear() up_weight (2,1,4,4)
mx.init.Bilinear() up_weight (1,1,3,3)
mx.init.LSTMBias() l_i2h_bias (8,)
mx.init.LSTMBias(2) l_i2h_bias (4,)
'zeros' fc_weight (2,)
'ones' fc_weight (2,)
'none' fc_weight (2,)
"""
)

#: Initialisers with the deviation that they should give to (200, 300).
DEVIATIONS = rows(
    """
mx.init.Uniform(); 0.0404145
mx.init.Uniform(0.5); 0.288675
mx.init.Normal(); 0.01
mx.init.Normal(2); 2
mx.init.Xavier(); 0.109545
mx.init.Xavier('gaussian', 'in', 2); 0.0816497
mx.init.Xavier('uniform', 'out', 3); 0.122474
mx.init.MSRAPrelu(); 0.0867722
mx.init.MSRAPrelu('in', 0); 0.0816497
mx.init.Orthogonal(); 0.0816379
mx.init.Orthogonal(1, 'normal'); 0.057735
"""
)


def initializers():
    """What parameters begin with."""
    for row in FIRST_VALUES:
        initializer, name, shape = row.split(" ")
        yield f"; plain: first_values({initializer}, '{name}', {shape})"
    for row in DEVIATIONS:
        initializer, deviation = row.split("; ")
        yield f"; plain: initial({initializer}, (200, 300), {deviation})"
    yield "; plain: w = first_values(mx.init.Orthogonal(1), 'fc_weight', (2, 5)) // nd.dot(w, w.T)"


#: Metrics of classes, of several classes in one array, of numbers.
METRICS = {
    "(4, 3) 0 1; (4,) 0 2": rows(
        """
Accuracy()
TopKAccuracy(top_k=2)
CrossEntropy()
NegativeLogLikelihood()
Perplexity(ignore_label=None)
Perplexity(ignore_label=1)
PCC()
CustomMetric(lambda label, prediction: label.sum() + prediction.sum())
"""
    ),
    "(4, 2) 0 1; (4,) 0 1": rows(
        """
Accuracy()
F1()
F1(average='micro')
MCC()
MCC(average='micro')
PCC()
"""
    ),
    "(4, 2) -2 2; (4, 2) -2 2": rows(
        """
MAE()
MSE()
RMSE()
PearsonCorrelation()
PearsonCorrelation(average='micro')
Loss()
"""
    ),
    "(4,) -2 2; (4,) -2 2": rows(
        """
MAE()
MSE()
RMSE()
"""
    ),
    "(4,) 0 2; (4,) 0 2": rows(
        """
Accuracy()
"""
    ),
}


def metrics():
    """Metrics after one batch and after two, and found by their names."""
    for shapes, choices in METRICS.items():
        predictions, labels = shapes.split("; ")
        (shape, low, high), (form, first, last) = predictions.rsplit(" ", 2), labels.rsplit(" ", 2)
        kind = "int32" if form == "(4,)" and shape != form else "float32"
        declared = " | ".join(
            f"{name} {given}"
            for number in "12"
            for name, given in (
                (f"p{number}", f"{shape} float32 {low} {high}"),
                (f"t{number}", f"{form} {kind} {first} {last}"),
            )
        )
        if shape == form == "(4,)" and low == "0":
            declared = declared.replace("float32", "int32")
        for metric in choices:
            yield f"{declared}; plain: measured(mx.metric.{metric}, (t1, p1))"
            yield f"{declared}; plain: measured(mx.metric.{metric}, (t1, p1), (t2, p2))"
            yield f"{declared}; plain: measured(mx.metric.{metric}, ([t1, t2], [p1, p2]))"
    for name in words(
        "acc accuracy top_k_acc f1 mae mse rmse ce nll_loss pearsonr perplexity mcc pcc loss none"
    ):
        options = (
            ", top_k=2" if name == "top_k_acc" else ", ignore_label=None" if name == "perplexity" else ""
        )
        yield f"; plain: mx.metric.create('{name}'{options}).get()"
    yield "; plain: mx.metric.create(['acc', 'mse']).get()"
    yield "; plain: m = mx.metric.Accuracy() // m.update([nd.zeros(3)], [nd.zeros(2)])"
    yield "; plain: m = mx.metric.Accuracy() // m.update([nd.zeros(3)], [nd.zeros(3), nd.zeros(3)])"


DATA = rows(
    """
list(mx.gluon.data.SequentialSampler(4))
sorted(mx.gluon.data.RandomSampler(5))
list(mx.gluon.data.BatchSampler(mx.gluon.data.SequentialSampler(5), 2, 'keep'))
list(mx.gluon.data.BatchSampler(mx.gluon.data.SequentialSampler(5), 2, 'discard'))
len(mx.gluon.data.BatchSampler(mx.gluon.data.SequentialSampler(5), 2, 'rollover'))
list(mx.gluon.data.BatchSampler(mx.gluon.data.SequentialSampler(5), 2, 'some'))
list(mx.gluon.data.FilterSampler(lambda e: e > 1, mx.gluon.data.SimpleDataset([3, 0, 2])))
list(mx.gluon.data.SimpleDataset([1, 2, 3]).transform(lambda e: e * 2))
list(mx.gluon.data.SimpleDataset(range(7)).shard(3, 1))
list(mx.gluon.data.SimpleDataset(range(7)).take(3))
list(mx.gluon.data.SimpleDataset(range(7)).filter(lambda e: e % 2))
len(mx.gluon.data.ArrayDataset(nd.ones((4, 2)), nd.ones(4)))
mx.gluon.data.ArrayDataset(nd.ones((4, 2)), nd.ones(3))
mx.gluon.data.ArrayDataset(nd.ones((4, 2)), nd.ones(4))[1]
[b for b in mx.gluon.data.DataLoader(nd.arange(5), 2)]
[b for b in mx.gluon.data.DataLoader(nd.arange(5), 2, last_batch='discard')]
[x for x, t in mx.gluon.data.DataLoader(mx.gluon.data.ArrayDataset(nd.arange(4), [1, 2, 3, 4]), 3)]
[t for x, t in mx.gluon.data.DataLoader(mx.gluon.data.ArrayDataset(nd.arange(4), [1, 2, 3, 4]), 3)]
mx.gluon.data.DataLoader(nd.arange(5))
mx.gluon.data.DataLoader(nd.arange(5), 2, shuffle=True, sampler=mx.gluon.data.SequentialSampler(5))
len(mx.gluon.data.DataLoader(nd.arange(5), 2))
"""
)

#: Transforms of images, bytes and floats.
TRANSFORMS = {
    "x (4, 6, 3) uint8 0 255": rows(
        """
ToTensor()
Cast('float64')
CenterCrop(2)
CenterCrop((3, 2))
CropResize(1, 1, 3, 2)
Compose([mx.gluon.data.vision.transforms.CenterCrop(4), mx.gluon.data.vision.transforms.ToTensor()])
RandomApply(mx.gluon.data.vision.transforms.ToTensor(), 1)
RandomBrightness(0)
RandomContrast(0)
RandomSaturation(0)
"""
    ),
    "x (3, 2, 2) float32 0 1": rows(
        """
Normalize(0.5, 0.25)
Normalize((0.1, 0.2, 0.3), (0.4, 0.5, 0.6))
"""
    ),
    "x (4, 6, 3) float32 0 1": rows(
        """
Resize(3)
Resize((3, 2))
Resize(2, keep_ratio=True)
Resize((12, 8))
"""
    ),
}


def data():
    """Samplers, data sets, loaders, transforms of images."""
    for call in DATA:
        yield f"; plain: {call}"
    for declared, choices in TRANSFORMS.items():
        for transform in choices:
            yield f"{declared}; plain: mx.gluon.data.vision.transforms.{transform}(x)"
