"""Arrays on a GPU: where they lie, what goes to and fro, what does not mix; and programs without one."""

import builtins
import importlib.util
import pickle

import numpy as np
import pytest
from both_devices import GPUS, MISSING, REAL, stand_in

import engine
from engine import MXNetError, autograd, backend, cpu, gluon, gpu, init, nd
from engine.gluon import nn


def test_these_tests_have_seen_a_real_gpu():
    if MISSING:
        pytest.skip(f"on the stand-in only: {MISSING}")
    assert REAL in GPUS


def test_an_array_says_on_which_gpu_it_lies(device):
    x = nd.array([[1, 2, 3], [4, 5, 6]], ctx=gpu(0))
    assert repr(x) == "\n[[1. 2. 3.]\n [4. 5. 6.]]\n<NDArray 2x3 @gpu(0)>"
    assert x.context is x.ctx is gpu() and not backend.is_host(x._raw)
    assert nd.zeros(2).context is gpu(0), "the current context is where arrays are made"
    assert nd.zeros(2, ctx=cpu()).context is cpu()


def test_arrays_go_to_a_gpu_and_back(device):
    x = nd.arange(6, ctx=cpu()).reshape((2, 3))
    y = x.as_in_context(gpu(0))
    assert y.context is gpu(0) and y.as_in_context(gpu()) is y
    y += 1
    assert x.asnumpy().tolist() == [[0, 1, 2], [3, 4, 5]]
    assert y.copyto(cpu()).asnumpy().tolist() == [[1, 2, 3], [4, 5, 6]]
    y.copyto(x)
    assert x.context is cpu() and x[1, 2].asscalar() == 6
    x[:] = 0
    x.copyto(y)
    assert y.context is gpu(0) and y.sum().asscalar() == 0
    z = nd.array(x, ctx=gpu(0))
    assert z.context is gpu(0) and pickle.loads(pickle.dumps(z)).context is gpu(0)


def test_a_write_takes_values_from_anywhere(device):
    x = nd.zeros((2, 2))
    x[:] = nd.ones((2, 2), ctx=cpu())
    x[1] = np.array([5.0, 6.0])
    x[0, 0] = np.float64(7)
    x[0, 1] = None
    assert np.array_equal(x.asnumpy(), [[7, np.nan], [5, 6]], equal_nan=True)
    on_the_cpu = nd.zeros(2, ctx=cpu())
    on_the_cpu[:] = nd.ones(2)
    assert on_the_cpu.asnumpy().tolist() == [1, 1]
    with pytest.raises(ValueError, match=r"\(2,\).*\(3,\)"):
        x[0] = nd.ones(3, ctx=cpu())


def test_devices_do_not_mix(device):
    here, there = nd.ones(2), nd.ones(2, ctx=cpu())
    for wrong in (lambda: here + there, lambda: nd.concat(there, here, dim=0), lambda: here[there]):
        with pytest.raises(MXNetError, match=r"cpu\(0\).*gpu\(0\)|gpu\(0\).*cpu\(0\)"):
            wrong()
    with pytest.raises(MXNetError, match=r"does not lie on the device of `out`, gpu\(0\)"):
        nd.elemwise_add(there, there, out=here)
    with pytest.raises(MXNetError, match=r"does not lie on the device of `out`, cpu\(0\)"):
        nd.elemwise_add(here, here, out=there)


def test_an_index_from_the_host_is_held_against_the_axis(device):
    x = nd.arange(3)
    with pytest.raises(IndexError, match="index 5 is out of bounds for an axis of size 3"):
        x[[0, 5]]
    with pytest.raises(IndexError):
        x[[-4]] = 1
    assert x[nd.array([0, 5])].shape == (2,), "nobody looks at what lies on the GPU"


def test_numbers_begin_again_with_the_seed_and_go_on_from_a_state(device):
    engine.random.seed(3)
    first, order = nd.random.normal(shape=4).asnumpy(), nd.random.shuffle(nd.arange(9)).asnumpy()
    state = pickle.loads(pickle.dumps(engine.random.get_state()))
    second = nd.random.uniform(shape=4).asnumpy()
    engine.random.seed(3)
    assert (nd.random.normal(shape=4).asnumpy() == first).all()
    assert sorted(order) == list(range(9)) and (nd.random.shuffle(nd.arange(9)).asnumpy() == order).all()
    engine.random.set_state(state)
    assert (nd.random.uniform(shape=4).asnumpy() == second).all()
    drawn = nd.random.randint(nd.array([0, 100]), nd.array([5, 105]), shape=50).asnumpy()
    assert drawn[0].max() < 5 and drawn[1].min() >= 100 and drawn[1].max() < 105


def test_gradients_go_through_a_copy_to_another_device(device):
    x = nd.array([1, 2], ctx=cpu())
    x.attach_grad()
    with autograd.record():
        y = (x.as_in_context(gpu(0)) ** 2).as_in_context(cpu()) * 3
    y.backward()
    assert x.grad.context is cpu() and x.grad.asnumpy().tolist() == [6, 12]


def test_a_file_brings_arrays_back_to_their_gpu_or_to_the_cpu_without_one(device, tmp_path, monkeypatch):
    path = str(tmp_path / "arrays.nd")
    nd.save(path, {"here": nd.ones(2), "there": nd.zeros(2, ctx=cpu())})
    loaded = nd.load(path)
    assert (loaded["here"].context, loaded["there"].context) == (gpu(0), cpu(0))
    monkeypatch.setattr("engine.nd.files.num_gpus", lambda: 0)
    assert nd.load(path)["here"].context is cpu(0)


@pytest.mark.parametrize("kind", ["normal", "xavier", "orthogonal", "bilinear", "lstmbias", "constant"])
def test_parameters_begin_on_their_gpu_wherever_one_is_when_asking(device, kind):
    options = {"value": nd.ones((2, 2), ctx=cpu())} if kind == "constant" else {}
    parameter = gluon.Parameter(
        "weight", shape={"bilinear": (2, 1, 4, 4), "lstmbias": (8,)}.get(kind, (2, 2))
    )
    with cpu():
        parameter.initialize(init.create(kind, **options), ctx=gpu(0))
    assert parameter.data().context is parameter.grad().context is gpu(0)
    assert np.isfinite(parameter.data().asnumpy()).all() and parameter.data().asnumpy().any()


def test_a_network_is_saved_on_a_gpu_and_read_on_a_cpu(device, tmp_path):
    net = nn.Dense(2, in_units=3)
    net.initialize(ctx=gpu(0))
    net.save_parameters(str(tmp_path / "net.params"))
    other = nn.Dense(2, in_units=3)
    other.load_parameters(str(tmp_path / "net.params"), ctx=cpu())
    assert other.weight.data().context is cpu()
    x = nd.ones((1, 3))
    assert np.allclose(net(x).asnumpy(), other(x.as_in_context(cpu())).asnumpy())
    net.collect_params().reset_ctx(cpu())
    assert net(nd.ones((1, 3), ctx=cpu())).context is cpu()


def test_batches_of_images_come_to_the_gpu(device):
    images = gluon.data.vision.FashionMNIST(train=False)
    transforms = gluon.data.vision.transforms
    changes = transforms.Compose(
        [transforms.Resize(32), transforms.ToTensor(), transforms.Normalize(0.5, 0.2)]
    )
    X, y = next(iter(gluon.data.DataLoader(images.transform_first(changes), 4, shuffle=True)))
    assert (X.context, X.shape, y.context) == (gpu(0), (4, 1, 32, 32), gpu(0))
    first = gluon.data.DataLoader(gluon.data.ArrayDataset(X, y.astype("float32")), 2)
    assert [(a.context, b.context) for a, b in first] == [(gpu(0), gpu(0))] * 2


def test_who_waits_knows_that_all_is_computed(device):
    x = nd.ones(2) + 1
    x.wait_to_read()
    nd.waitall()
    assert x.asnumpy().tolist() == [2, 2]
    gpu(0).empty_cache()
    assert engine.num_gpus() == engine.mx.context.num_gpus() >= 1


def test_several_gpus_each_compute_their_share(device):
    """The book's training on several GPUs: a part of the batch on each, their gradients added up."""
    contexts = [device(0), device(1)]
    w = [nd.ones((2, 1), ctx=context) for context in contexts]
    for each in w:
        each.attach_grad()
    parts = gluon.utils.split_and_load(nd.array([[1, 2], [3, 4]]), contexts)
    with autograd.record():
        losses = [nd.dot(part, each).sum() for part, each in zip(parts, w, strict=True)]
    for loss in losses:
        loss.backward()
    w[0].grad[:] += w[1].grad.copyto(contexts[0])
    w[0].grad.copyto(w[1].grad)
    for each in w:
        each[:] = each - 0.1 * each.grad
    assert [each.context for each in w] == contexts
    assert w[0].asnumpy().ravel().tolist() == w[1].asnumpy().ravel().tolist() == pytest.approx([0.6, 0.4])
    assert (w[0] + w[0]).context is contexts[0] and (w[1] + w[1]).asnumpy().sum() == pytest.approx(2)
    assert engine.d2l.try_all_gpus()[:2] == contexts and engine.d2l.try_gpu() is gpu(0)


# Without a GPU


def what_is_missing():
    with pytest.raises(MXNetError) as caught:
        nd.zeros(1, ctx=gpu(0))
    assert engine.num_gpus() == 0 and engine.d2l.try_gpu() is cpu()
    return str(caught.value)


def test_without_cupy_it_is_named_with_the_line_that_installs_it(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(backend, "gpus", {})
    said = what_is_missing()
    assert said.startswith(
        "gpu(0): CuPy, which computes on a GPU, is not installed: pip install 'd2l-tutor[cuda12]'"
    )


def test_without_a_gpu_that_is_said():
    with stand_in(devices=0):
        said = what_is_missing()
    assert said.startswith("gpu(0): there is no such GPU (no NVIDIA GPU or driver was found on this machine)")
    with stand_in(devices=1), pytest.raises(MXNetError, match=r"gpu\(3\): .* no such GPU \(1 found\)"):
        nd.zeros(1, ctx=gpu(3))


def test_a_cupy_that_cannot_be_loaded_or_cannot_compute_says_why(monkeypatch):
    with stand_in() as cupy:
        monkeypatch.setattr(
            cupy, "ones", lambda *_: (_ for _ in ()).throw(RuntimeError("libnvrtc.so is missing"))
        )
        said = what_is_missing()
        assert "CuPy cannot compute on it (libnvrtc.so is missing)" in said and "d2l-tutor[cuda12]" in said
    real_import = builtins.__import__

    def without(name, *rest):
        if name == "cupy":
            raise ImportError("libcuda.so.1: no such file")
        return real_import(name, *rest)

    with stand_in():
        monkeypatch.setattr(builtins, "__import__", without)
        assert "CuPy is installed and cannot be loaded (libcuda.so.1: no such file)" in what_is_missing()
