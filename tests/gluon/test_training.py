"""The trainer, and what each optimiser does to a weight."""

import math
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import autograd, gluon, init, lr_scheduler, nd, optimizer
from engine.base import MXNetError
from engine.gluon import nn


def sgd(w, g, s, lr=0.1, wd=0.1, momentum=0.0):
    s["v"] = momentum * s.get("v", 0) - lr * (g + wd * w)
    return w + s["v"]


def nag(w, g, s, lr=0.1, wd=0.1, momentum=0.9):
    step = g + wd * w
    s["m"] = momentum * s.get("m", 0)
    w = w - lr * (step + momentum * (s["m"] + step))
    s["m"] += g + wd * w
    return w


def adagrad(w, g, s, lr=0.1, wd=0.1):
    s["n"] = s.get("n", 0) + g * g
    return w - lr * (g / np.sqrt(s["n"] + 1e-7) + wd * w)


def rmsprop(w, g, s, lr=0.1, wd=0.1):
    g = s["cut"](g + wd * w)
    s["n"] = 0.9 * s.get("n", 0) + 0.1 * g * g
    return w - lr * g / np.sqrt(s["n"] + 1e-8)


def centred_rmsprop(w, g, s, lr=0.1, wd=0.1):
    g = s["cut"](g + wd * w)
    s["n"] = 0.9 * s.get("n", 0) + 0.1 * g * g
    s["m"] = 0.9 * s.get("m", 0) + 0.1 * g
    s["d"] = 0.9 * s.get("d", 0) - lr * g / np.sqrt(s["n"] - s["m"] ** 2 + 1e-8)
    return w + s["d"]


def adadelta(w, g, s, wd=0.1):
    s["n"] = 0.9 * s.get("n", 0) + 0.1 * g * g
    step = np.sqrt(s.get("d", 0) + 1e-5) / np.sqrt(s["n"] + 1e-5) * g
    s["d"] = 0.9 * s.get("d", 0) + 0.1 * step * step
    return w - step - wd * w


def adam(w, g, s, lr=0.1, wd=0.1):
    g = s["cut"](g + wd * w)
    s["t"] = s.get("t", 0) + 1
    first, second = (float(np.float32(beta)) for beta in (0.9, 0.999))
    s["m"] = first * s.get("m", 0) + (1 - first) * g
    s["v"] = second * s.get("v", 0) + (1 - second) * g * g
    rate = lr * math.sqrt(1 - 0.999 ** s["t"]) / (1 - 0.9 ** s["t"])
    return w - rate * s["m"] / (np.sqrt(s["v"]) + 1e-8)


FORMULAS = {
    "sgd": ({}, sgd),
    "sgd with momentum": ({"momentum": 0.9}, lambda w, g, s: sgd(w, g, s, momentum=0.9)),
    "nag": ({"momentum": 0.9}, nag),
    "adagrad": ({}, adagrad),
    "rmsprop": ({}, rmsprop),
    "rmsprop centred": ({"centered": True}, centred_rmsprop),
    "adadelta": ({}, adadelta),
    "adam": ({}, adam),
}

GRADIENTS = st.lists(st.floats(-10, 10).filter(lambda g: abs(g) > 1e-3), min_size=1, max_size=5)


@pytest.mark.parametrize("name", FORMULAS)
@given(GRADIENTS, st.sampled_from([None, 0.5]))
def test_an_optimiser_moves_a_weight_by_its_formula(name, gradients, clip):
    options, formula = FORMULAS[name]
    options = {"wd": 0.1, "clip_gradient": clip, **options}
    if name != "adadelta":
        options["learning_rate"] = 0.1
    made = optimizer.create(name.split()[0], rescale_grad=0.5, **options)
    weight = nd.array([2.0], dtype="float64")
    state = made.create_state(0, weight)
    cut = (lambda g: g) if clip is None else (lambda g: min(max(g, -clip), clip))
    expected, memory = 2.0, {"cut": cut}
    for gradient in gradients:
        made.update(0, weight, nd.array([gradient], dtype="float64"), state)
        late = formula in (adam, rmsprop, centred_rmsprop)  # they cut when the decay is added
        expected = formula(expected, gradient * 0.5 if late else cut(gradient * 0.5), memory)
        assert weight.asnumpy()[0] == pytest.approx(expected, rel=1e-9, abs=1e-12)


#: Weights that MXNet 1.9.1 gives after three steps from (1, 1), with gradients (i + 2w, -3i + 2w) / 2.
MEASURED = [
    ("sgd", {"momentum": 0.9, "wd": 0.1, "learning_rate": 0.1}, [-0.00455606, 1.7722643]),
    ("nag", {"momentum": 0.9, "wd": 0.1, "learning_rate": 0.1}, [-0.35407233, 2.1769257]),
    ("adam", {"wd": 0.1, "learning_rate": 0.1}, [0.6999322, 1.2762015]),
    ("adagrad", {"wd": 0.1, "learning_rate": 0.1}, [0.7257029, 1.2500601]),
    ("rmsprop", {"wd": 0.1, "learning_rate": 0.1}, [0.2326301, 1.8994972]),
    ("rmsprop", {"gamma1": 0.9, "centered": True, "wd": 0.1}, [0.9828997, 1.018477]),
    ("adadelta", {"rho": 0.9, "wd": 0.1}, [0.698005, 0.7665607]),
    ("sgd", {"clip_gradient": 0.3, "learning_rate": 1, "wd": 0.1}, [-0.084, 1.542]),
    ("rmsprop", {"clip_gradient": 0.3, "learning_rate": 0.1, "wd": 0.5}, [0.2622622, 1.5456432]),
    ("lamb", {"wd": 0.1, "learning_rate": 0.1}, [0.6624881, 1.2541535]),
    ("lamb", {"lower_bound": 3.0, "bias_correction": False}, [0.9934044, 1.006119]),
    ("ftrl", {"lamda1": 0.1, "wd": 0.1}, [0.434777, 0.4981735]),
    ("adamax", {"wd": 0.1, "learning_rate": 0.1}, [0.7247254, 1.2222885]),
    ("nadam", {"wd": 0.1, "learning_rate": 0.1}, [0.7246406, 1.3110602]),
    ("ftml", {"wd": 0.1, "learning_rate": 0.1}, [0.7704154, 1.2628531]),
    ("signum", {"wd": 0.1, "wd_lh": 0.1}, [0.9670331, 1.0269731]),
    ("signum", {"momentum": 0, "wd": 0.1}, [0.9670331, 1.0269731]),
]


@pytest.mark.parametrize(("name", "options", "expected"), MEASURED, ids=[f"{n} {o}" for n, o, _ in MEASURED])
def test_a_trainer_ends_where_mxnet_does(name, options, expected):
    parameter = gluon.Parameter("w", shape=(2,))
    parameter.initialize(init.One())
    trainer = gluon.Trainer([parameter], name, options)
    for step in range(1, 4):
        w = parameter.data()
        with autograd.record():
            y = (w * nd.array([1, -3]) * step).sum() + (w**2).sum()
        y.backward()
        trainer.step(2)
    assert parameter.data().asnumpy() == pytest.approx(expected, abs=5e-6)


@pytest.fixture
def layer():
    """w = 1, b = 0."""
    layer = nn.Dense(1, in_units=1, weight_initializer="ones")
    layer.initialize()
    return layer


def backward(layer, x=(1,)):
    with autograd.record():
        y = layer(nd.array(x, ctx=layer.weight.list_ctx()[0]).reshape((-1, 1)))
    y.backward()


def test_a_step_divides_by_the_batch_size(layer):
    trainer = gluon.Trainer(layer.collect_params(), "sgd", {"learning_rate": 0.5})
    backward(layer, [1, 3])
    trainer.step(2)
    assert (layer.weight.data().asscalar(), layer.bias.data().asscalar()) == (0, -0.5)


def test_a_stale_gradient_is_an_error(layer):
    trainer = gluon.Trainer(layer.collect_params(), "sgd", {"learning_rate": 1})
    with pytest.raises(UserWarning, match="dense0_weight"):
        trainer.step(1)
    backward(layer)
    trainer.step(1)
    with pytest.raises(UserWarning, match="backward"):
        trainer.step(1)
    trainer.step(1, ignore_stale_grad=True)
    assert layer.weight.data().asscalar() == 0


def test_parameters_without_gradients_stay(layer):
    layer.weight.grad_req = "null"
    trainer = gluon.Trainer(layer.collect_params(), "sgd", {"learning_rate": 1})
    backward(layer)
    trainer.step(1)
    assert (layer.weight.data().asscalar(), layer.bias.data().asscalar()) == (1, -1)


def test_factors_on_rate_and_decay_count(layer):
    layer.bias.lr_mult = 10
    layer.weight.wd_mult = 0
    trainer = gluon.Trainer(layer.collect_params(), "sgd", {"learning_rate": 0.1, "wd": 0.5})
    backward(layer)
    trainer.step(1)
    assert layer.weight.data().asscalar() == pytest.approx(0.9)
    assert layer.bias.data().asscalar() == pytest.approx(-1)


def test_the_learning_rate_is_read_and_set(layer):
    trainer = gluon.Trainer(layer.collect_params(), "sgd")
    assert trainer.learning_rate == 0.01
    trainer.set_learning_rate(0.25)
    assert trainer.learning_rate == trainer.optimizer.learning_rate == 0.25


def test_a_schedule_lowers_the_rate_and_cannot_be_overruled(layer):
    schedule = lr_scheduler.FactorScheduler(step=1, factor=0.5, base_lr=1)
    trainer = gluon.Trainer(layer.collect_params(), "sgd", {"learning_rate": 1, "lr_scheduler": schedule})
    rates = []
    for _ in range(3):
        backward(layer)
        trainer.step(1)
        rates.append(trainer.learning_rate)
    assert rates == [1, 0.5, 0.25]
    with pytest.raises(UserWarning, match="lr_scheduler"):
        trainer.set_learning_rate(3)


def test_warm_up_grows_to_the_base_rate():
    schedule = lr_scheduler.CosineScheduler(20, base_lr=1.0, final_lr=0.2, warmup_steps=10)
    assert [schedule(n) for n in (0, 5, 10, 15, 20, 30)] == pytest.approx([0, 0.5, 1, 0.6, 0.2, 0.2])


def test_copies_on_two_devices_stay_equal(device):
    layer = nn.Dense(1, in_units=1, weight_initializer="ones")
    layer.initialize(ctx=[device(0), device(1)])
    trainer = gluon.Trainer(layer.collect_params(), "sgd", {"learning_rate": 0.1, "momentum": 0.9})
    for _ in range(2):
        parts = gluon.utils.split_and_load(nd.array([[1], [2], [3], [6]]), [device(0), device(1)])
        with autograd.record():
            losses = [layer(part) for part in parts]
        autograd.backward(losses)
        trainer.step(4)
    first, second = (data.asscalar() for data in layer.weight.list_data())
    assert first == second == pytest.approx(1 - 0.3 - 0.57)


@pytest.mark.parametrize(
    ("params", "name", "options", "said"),
    [
        (lambda layer: layer, "sgd", None, "Dense"),
        (lambda layer: [1], "sgd", None, "1 is none"),
        (lambda layer: layer.collect_params(), "sdg", None, "Cannot find optimizer 'sdg'.*sgd"),
    ],
)
def test_what_a_trainer_cannot_use_is_said(layer, params, name, options, said):
    with pytest.raises(ValueError, match=said):
        gluon.Trainer(params(layer), name, options)


def test_the_optimisers_arguments_are_a_dictionary(layer):
    with pytest.raises(TypeError, match="is a dictionary"):
        gluon.Trainer(layer.collect_params(), "sgd", 0.1)


def test_an_optimiser_of_ones_own(layer):
    class Signs(optimizer.Optimizer):
        def update(self, index, weight, grad, state):
            weight[:] = weight - self.learning_rate * grad.sign()

    trainer = gluon.Trainer(layer.collect_params(), "signs", {"learning_rate": 0.25})
    backward(layer, [100])
    trainer.step(1)
    assert layer.weight.data().asscalar() == 0.75


@pytest.mark.parametrize(
    ("name", "options"), [("adam", {}), ("nadam", {}), ("sgd", {"momentum": 0.9}), ("sgd", {})]
)
def test_training_goes_on_from_saved_states(layer, tmp_path, name, options):
    def trainer():
        schedule = lr_scheduler.FactorScheduler(step=2, factor=0.5, base_lr=0.25)
        options["learning_rate"] = 0.25
        return gluon.Trainer(layer.collect_params(), name, {**options, "lr_scheduler": schedule})

    def steps(trainer, count):
        for _ in range(count):
            backward(layer, [1, 3])
            trainer.step(2)
        return layer.weight.data().asscalar()

    first = trainer()
    steps(first, 3)
    first.save_states(str(tmp_path / "states"))
    layer.save_parameters(str(tmp_path / "params"))
    straight = steps(first, 3)
    layer.load_parameters(str(tmp_path / "params"))
    again = trainer()
    again.load_states(str(tmp_path / "states"))
    assert steps(again, 3) == straight
    assert again.learning_rate == first.learning_rate < 0.25


def test_states_of_another_optimiser_are_refused(layer, tmp_path):
    first = gluon.Trainer(layer.collect_params(), "sgd", {"momentum": 0.9})
    backward(layer)
    first.step(1)
    first.save_states(str(tmp_path / "states"))
    with pytest.raises(MXNetError, match="of another optimiser or other parameters"):
        gluon.Trainer(layer.collect_params(), "adam").load_states(str(tmp_path / "states"))


def test_float16_weights_take_small_steps_by_way_of_float32():
    weights = {}
    for precise in (True, False):
        parameter = gluon.Parameter("w", shape=(1,), dtype="float16")
        parameter.initialize(init.One())
        trainer = gluon.Trainer([parameter], "sgd", {"learning_rate": 1e-4, "multi_precision": precise})
        for _ in range(20):
            with autograd.record():
                y = parameter.data() * 1
            y.backward()
            if precise:
                trainer.step(1)
            else:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    trainer.step(1)
        weights[precise] = float(parameter.data().asscalar())
    assert weights == {True: pytest.approx(0.998, abs=5e-4), False: 1.0}


def test_a_schedule_keeps_its_own_rate_unless_another_is_given():
    def rate(name, **options):
        schedule = lr_scheduler.FactorScheduler(step=5, base_lr=0.5)
        return optimizer.create(name, lr_scheduler=schedule, **options).learning_rate

    assert rate("sgd") == 0.5
    with pytest.warns(UserWarning, match=r"begins from learning_rate=0\.1"):
        assert rate("sgd", learning_rate=0.1) == 0.1
    with pytest.warns(UserWarning, match=r"begins from learning_rate=0\.001"):
        assert rate("adam") == 0.001


def test_a_warm_up_may_wait_and_may_not_fall():
    schedule = lr_scheduler.PolyScheduler(
        8, 1.0, 1, warmup_steps=4, warmup_begin_lr=0.1, warmup_mode="constant"
    )
    assert [schedule(n) for n in (0, 3, 4, 6, 8, 9)] == [0.1, 0.1, 1, 0.5, 0, 0]
    with pytest.raises(ValueError, match=r"warmup_begin_lr, 2, is above base_lr, 1"):
        lr_scheduler.FactorScheduler(5, base_lr=1, warmup_begin_lr=2)


def test_factors_by_name_spare_biases_from_decay():
    made = optimizer.create("sgd", wd=0.5, param_idx2name={0: "dense0_weight", 1: "dense0_bias"})
    made.set_lr_mult({"dense0_bias": 2})
    weights = [nd.ones(1), nd.ones(1)]
    step = optimizer.get_updater(made)
    step([0, 1], [nd.zeros(1), nd.ones(1)], weights)
    assert [w.asscalar() for w in weights] == pytest.approx([1 - 0.01 * 0.5, 1 - 0.02])


def test_langevin_noise_has_the_spread_of_the_rate():
    made = optimizer.create("sgld", learning_rate=0.04)
    weight = nd.zeros(20000)
    made.update(0, weight, nd.ones(20000), None)
    assert weight.mean().asscalar() == pytest.approx(-0.02, abs=0.01)
    assert weight.asnumpy().std() == pytest.approx(0.2, rel=0.05)


def test_an_optimiser_of_ones_own_counts_its_updates():
    class Slower(optimizer.Optimizer):
        def update(self, index, weight, grad, state):
            self._update_count(index)
            weight[:] -= self._get_lr(index) / self._index_update_count[index] * grad

    weight = nd.ones(1)
    made = optimizer.create("slower", learning_rate=0.5)
    for _ in range(3):
        made.update(0, weight, nd.ones(1), None)
    assert weight.asscalar() == pytest.approx(1 - 0.5 * (1 + 1 / 2 + 1 / 3))


def test_norms_are_clipped_together():
    arrays = [nd.array([3, 0]), nd.array([4])]
    assert gluon.utils.clip_global_norm(arrays, 10) == 5
    assert arrays[1].asscalar() == 4
    gluon.utils.clip_global_norm(arrays, 1)
    assert [array.asnumpy().tolist() for array in arrays] == [pytest.approx([0.6, 0]), pytest.approx([0.8])]
