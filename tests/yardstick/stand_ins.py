"""The modules that MXNet's tests import beside what is under test, written afresh.

`install("mxnet")` offers nose and the tests' own `common`; `install("engine")` besides puts this engine under
the name `mxnet`, with `mxnet.test_utils`, and blanks for what only tests that are not chosen use.
"""

import contextlib
import functools
import os
import random
import sys
import tempfile
import types

import numpy
import scipy.stats


def install(side):
    """Makes all that can be imported."""
    scipy.stats.chisquare = chisquare
    if side == "engine":
        install_engine()
    nose = module("nose", tools=module("nose.tools", raises=raises, ok_=ok, **_CASE))
    nose.tools.make_decorator = functools.wraps
    import mxnet

    if side == "engine":
        environment = sys.modules["mxnet.test_utils"].environment
    else:
        from mxnet.test_utils import environment
    module(
        "common",
        TemporaryDirectory=tempfile.TemporaryDirectory,
        assertRaises=_CASE["assert_raises"],
        assert_raises_cuda_not_satisfied=as_it_is,
        assert_raises_cudnn_not_satisfied=as_it_is,
        environment=environment,
        random_seed=functools.partial(random_seed, mxnet),
        run_in_spawned_process=None,
        setup_module=nothing,
        teardown=nothing,
        with_environment=functools.partial(within, environment),
        with_seed=functools.partial(with_seed, mxnet),
    )


def install_engine():
    """Puts the engine under MXNet's names, and the blanks beside it."""
    for name, old in _OF_OLD_NUMPY.items():
        if name not in vars(numpy):
            setattr(numpy, name, old)
    import engine

    engine.install_as_mxnet()
    import engine_utils
    import mxnet

    sys.modules["mxnet.test_utils"] = mxnet.test_utils = engine_utils
    for path, names in _BLANKS.items():
        if path not in sys.modules:
            blank = module(path, **{name: Anything if name[0].isupper() else as_it_is for name in names})
            parent, _, name = path.rpartition(".")
            if not hasattr(sys.modules[parent], name):
                setattr(sys.modules[parent], name, blank)
    for path, names in _INNER.items():
        vars(sys.modules[path]).update(names)


#: Modules of which a file's first lines take names that no chosen test uses.
_BLANKS = {
    "mxnet.attribute": ("AttrScope",),
    "mxnet.name": ("NameManager",),
    "mxnet.ndarray.sparse": (),
    "mxnet.numpy": (),
    "mxnet.runtime": ("Features",),
    "mxnet.util": ("is_np_array", "_NumpyArrayScope", "set_np_shape"),
}

#: Names that NumPy has dropped since the tests were written.
_OF_OLD_NUMPY = {"NaN": numpy.nan, "float": float, "int": int, "object": object, "product": numpy.prod}


_chisquare = scipy.stats.chisquare


def chisquare(f_obs, f_exp):
    """scipy's test, as it was when the tests were written: the two need not sum up to the same."""
    return _chisquare(f_obs, numpy.asarray(f_exp) * (numpy.sum(f_obs) / numpy.sum(f_exp)))


class Anything:
    """A scope, or a set of features, of which nothing holds here."""

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        pass

    def is_enabled(self, name):
        """Whether MXNet was built with something."""
        return False


def module(name, **contents):
    """A new module, which can be imported."""
    made = sys.modules[name] = types.ModuleType(name)
    vars(made).update(contents)
    return made


def nothing():
    """What comes before and after a file, where each test is seeded by itself."""


def as_it_is(value=None, **_):
    """A decorator that changes nothing, with settings or without."""
    return value if callable(value) else as_it_is


#: Names of MXNet's own workings that tests take from its modules.
_INNER = {
    "mxnet": {"use_np_shape": as_it_is},
    "mxnet.base": {
        "_as_list": lambda value: value if isinstance(value, (list, tuple)) else [value],
        "integer_types": (int, numpy.integer),
        "py_str": lambda text: text if isinstance(text, str) else text.decode(),
    },
    "mxnet.ndarray.ndarray": {"_STORAGE_TYPE_STR_TO_ID": {}, "py_slice": slice},
}


def ok(condition, message=None):
    """Asserts a condition."""
    assert condition, message


def assert_raises(expected, call=None, *args, **kwargs):
    """Asserts that a call raises, or, without one, that a `with` block does."""
    block = refuses(expected)
    if call is None:
        return block
    with block:
        call(*args, **kwargs)
    return None


@contextlib.contextmanager
def refuses(expected):
    """A `with` block that must raise."""
    try:
        yield
    except expected:
        return
    raise AssertionError(f"{expected} was not raised")


_CASE = {"assert_raises": assert_raises}


def raises(*expected):
    """A decorator: the test must raise one of these."""

    def decorate(test):
        @functools.wraps(test)
        def run(*args, **kwargs):
            with refuses(expected):
                test(*args, **kwargs)

        return run

    return decorate


def seed_all(mxnet, seed):
    """Seeds the three generators that tests draw from."""
    random.seed(seed)
    numpy.random.seed(seed)
    mxnet.random.seed(seed)


@contextlib.contextmanager
def random_seed(mxnet, seed=None):
    """A `with` block that draws from a seed, and leaves behind a state that does not depend on it."""
    after = numpy.random.randint(2**31 - 1)
    seed_all(mxnet, numpy.random.randint(2**31 - 1) if seed is None else seed)
    try:
        yield
    finally:
        seed_all(mxnet, after)


def with_seed(mxnet, seed=None):
    """A decorator that seeds a test: with 1, where it does not ask for another."""

    def decorate(test):
        @functools.wraps(test)
        def run(*args, **kwargs):
            seed_all(mxnet, 1 if seed is None else seed)
            test(*args, **kwargs)

        return run

    return decorate


def within(environment, *settings):
    """A decorator that runs a test under settings of the environment."""

    def decorate(test):
        @functools.wraps(test)
        def run(*args, **kwargs):
            with environment(*settings):
                test(*args, **kwargs)

        return run

    return decorate


@contextlib.contextmanager
def environment(*settings):
    """A `with` block with variables of the environment, by name and value or a dict; None takes one away."""
    wanted = settings[0] if len(settings) == 1 else {settings[0]: settings[1]}
    before = {name: os.environ.get(name) for name in wanted}
    _set(wanted)
    try:
        yield
    finally:
        _set(before)


def _set(variables):
    for name, value in variables.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = str(value)
