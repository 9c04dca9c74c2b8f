"""Devices: names, defaults, and that the engine loads no more than it needs."""

import pickle
import subprocess
import sys

import pytest

import engine
from engine import cpu, gpu, nd


def test_equal_contexts_are_the_same_object():
    assert cpu() is cpu(0) is engine.Context("cpu") is engine.Context(cpu(0))
    assert cpu(0) != gpu(0)
    assert {cpu(1): "a"}[engine.Context("cpu", 1)] == "a"
    assert pickle.loads(pickle.dumps(gpu(1))) is gpu(1)


def test_what_it_is_called():
    assert (str(cpu(3)), repr(gpu()), str(engine.cpu_pinned())) == ("cpu(3)", "gpu(0)", "cpu_pinned(0)")
    assert (gpu(1).device_type, gpu(1).device_id) == ("gpu", 1)
    with pytest.raises(KeyError):
        engine.Context("abacus")


@pytest.mark.cpu
def test_a_with_block_sets_the_default():
    with cpu(1):
        assert engine.current_context() == cpu(1)
        with cpu(2):
            assert nd.ones(1).context == cpu(2)
        assert nd.random.normal(shape=1).context == cpu(1)
    assert nd.ones(1).context == cpu()


@pytest.mark.cpu
def test_moving_between_devices():
    x = nd.ones(2)
    assert x.as_in_context(cpu()) is x
    y = x.as_in_context(cpu(1))
    y[:] = 5
    assert x.asnumpy().tolist() == [1, 1]
    assert repr(y).endswith("<NDArray 2 @cpu(1)>")


@pytest.mark.cpu
def test_importing_the_engine_loads_no_tutor_and_no_cupy():
    program = (
        "import sys, engine; print(sorted({name.split('.')[0] for name in sys.modules} & set(sys.argv[1:])))"
    )
    heavy = ["tutor", "IPython", "cupy", "matplotlib", "pandas", "textual"]
    ran = subprocess.run([sys.executable, "-c", program, *heavy], capture_output=True, text=True, timeout=60)
    assert ran.stdout.strip() == "[]", ran.stderr
