"""The stand-in refuses what CuPy refuses; and what it takes for CuPy's names and parameters is CuPy's."""

import inspect
import operator

import facts
import numpy as np
import pytest
import standin
from both_devices import stand_in


@pytest.fixture
def xp():
    with stand_in() as cupy:
        yield cupy


REFUSED = {
    "a NumPy function": lambda xp, x: np.sum(x),
    "a ufunc of NumPy's": lambda xp, x: np.exp(x),
    "becoming a NumPy array": lambda xp, x: np.asarray(x),
    "a NumPy array beside it": lambda xp, x: x + np.ones(3),
    "beside a NumPy array": lambda xp, x: np.ones(3) * x,
    "a NumPy array given to a function": lambda xp, x: xp.maximum(x, np.ones(3)),
    "a NumPy array to be joined": lambda xp, x: xp.concatenate([x, np.ones(3)]),
    "a parameter that NumPy alone has": lambda xp, x: x.sum(where=x > 0),
    "more arguments than there are": lambda xp, x: x.take(xp.asarray([1]), 0, None, "clip"),
    "a range's end": lambda xp, x: range(x[0]),
    "a list written into it": lambda xp, x: operator.setitem(x, 0, [1]),
    "None written into it": lambda xp, x: operator.setitem(x, 0, None),
    "atomic sums of small integers": lambda xp, x: xp.add.at(x.astype("int8"), xp.asarray([0]), 1),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_refuses(xp, what):
    with pytest.raises(TypeError):
        REFUSED[what](xp, xp.ones(3))


def test_it_has_no_names_that_cupy_lacks(xp):
    for name in ("errstate", "frompyfunc", "isnat", "nditer"):
        with pytest.raises(AttributeError):
            getattr(xp, name)
    with pytest.raises(NotImplementedError):
        xp.multiply.at(xp.ones(3), xp.asarray([0]), 2)
    with pytest.raises(AttributeError):
        xp.random.default_rng(1).permutation(3)
    for wrong in (["a"], [None], np.array(["2026-11-30"], "datetime64[D]")):
        with pytest.raises(ValueError, match="Unsupported dtype"):
            xp.array(wrong)


def test_what_has_no_axes_stays_an_array_on_the_device(xp):
    x = xp.arange(6.0).reshape(2, 3)
    for each in (x.sum(), x[0, 1], x.max(), xp.sqrt(x[0, 0]), x.dot(xp.ones(3)).sum()):
        assert isinstance(each, xp.ndarray) and each.shape == ()
    x = xp.ones((2, 3))
    part = x[0, 1]
    part += 5
    assert float(x[0, 1]) == 6, "reading one element gives a view"
    assert part.base is x and x[1:].base is x and x.T.base is x and (x + 1).base is None


def test_indices_beyond_the_axis_wrap_around_silently(xp):
    x = xp.arange(3)
    assert x[xp.asarray([4, -1])].tolist() == x.take(xp.asarray([4, -1])).tolist() == [1, 2]
    x[xp.asarray([3])] = 9
    assert x.tolist() == [9, 1, 2]
    with pytest.raises(IndexError):
        x[3]


def test_every_way_to_the_host_is_counted(xp):
    x = xp.ones(1)
    ways = [
        x.get, x.item, x.tolist, x.tobytes, lambda: xp.asnumpy(x), lambda: float(x), lambda: int(x),
        lambda: bool(x), lambda: str(x), lambda: f"{x}", lambda: x[x > 0], lambda: xp.where(x),
        lambda: xp.histogram(x),
        lambda: xp.cuda.get_current_stream().synchronize(),
    ]  # fmt: skip
    for way in ways:
        with standin.READS.during() as places:
            way()
        assert len(places) == 1, inspect.getsource(way) if way.__name__ == "<lambda>" else way
    with standin.READS.during() as places:
        (x + 1).sum(axis=0)[None].astype("float32").reshape(1, 1).dot(xp.ones((1, 1), "float32"))
    assert places == []


def test_an_array_of_another_device_is_refused_until_it_is_brought_over(xp):
    x = xp.ones(2)
    with xp.cuda.Device(1):
        with pytest.raises(ValueError, match="device 0, and the current one is 1"):
            x + 1
        assert (xp.array(x) + 1).device.id == 1
    assert (x + 1).device.id == x.device.id == 0


# Against CuPy itself, which can be imported without a GPU


@pytest.fixture(scope="module")
def cupy():
    return pytest.importorskip("cupy", reason="CuPy is not installed: pip install 'd2l-tutor[cuda12]'")


def test_functions_have_the_parameters_that_cupys_have(cupy):
    known = {name: words.replace("* ", "").split() for name, words in facts.FUNCTIONS.items()}
    own = {name: list(inspect.signature(operator.attrgetter(name)(cupy)).parameters) for name in known}
    assert {name: own[name] for name in known if known[name][-1] != "*" and known[name] != own[name]} == {}


def test_cupy_has_all_other_names(cupy):
    import cupyx.scipy.special

    assert all(isinstance(getattr(cupy, name), cupy.ufunc) for name in facts.UFUNCS)
    assert all(hasattr(cupy.ndarray, name) for name in facts.METHODS)
    assert all(hasattr(cupy.ndarray, f"__{name}__") for name in facts.OPERATORS)
    assert all(hasattr(cupy, name) for name in facts.SHARED)
    assert all(hasattr(cupy.random.Generator, name) for name in facts.DRAWS)
    assert not hasattr(cupy.random.Generator, "permutation")
    assert cupy.random.Philox4x3210 and cupy.cuda.Device and cupy.cuda.get_current_stream
    with stand_in():
        special = [
            name for name in vars(standin.modules()["cupyx.scipy.special"]) if not name.startswith("_")
        ]
    assert all(hasattr(cupyx.scipy.special, name) for name in special)
