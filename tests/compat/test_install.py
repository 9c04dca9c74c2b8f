"""`install_as_mxnet`: programs for MXNet and the book's helpers find this engine."""

import importlib.util
import subprocess
import sys
import types
from pathlib import Path

import pytest

import engine
from engine.compat import MODULES

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.cpu


def in_a_process(code):
    """Runs code in a fresh interpreter; its output."""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def installed(monkeypatch):
    """The names installed for one test."""
    for name in MODULES:
        monkeypatch.delitem(sys.modules, name, raising=False)
    engine.install_as_mxnet()
    yield
    for name in MODULES:
        sys.modules.pop(name, None)


@pytest.mark.parametrize("name", MODULES)
def test_every_module_is_imported_by_its_name(installed, name):
    module = importlib.import_module(name)
    assert module is importlib.import_module(MODULES[name])
    parent, _, last = name.rpartition(".")
    if parent and last not in ("block", "datasets", "parameter", "trainer"):
        assert getattr(importlib.import_module(parent), last) is module


def test_classes_are_found_where_mxnet_has_them(installed):
    code = """
from mxnet.gluon.data.dataloader import DataLoader, default_batchify_fn
from mxnet.gluon.data.dataset import ArrayDataset, Dataset, SimpleDataset
from mxnet.gluon.data.sampler import BatchSampler, RandomSampler, Sampler, SequentialSampler
from mxnet.gluon.nn.activations import ELU, LeakyReLU, PReLU, SELU, Swish
from mxnet.gluon.nn.basic_layers import BatchNorm, Dense, Dropout, Embedding, HybridSequential, Sequential
from mxnet.gluon.nn.conv_layers import AvgPool2D, Conv2D, Conv2DTranspose, GlobalAvgPool2D, MaxPool2D
from mxnet.gluon.parameter import Constant, DeferredInitializationError, Parameter, ParameterDict
from mxnet.gluon.rnn.rnn_cell import GRUCell, LSTMCell, RNNCell, SequentialRNNCell
from mxnet.gluon.rnn.rnn_layer import GRU, LSTM, RNN
"""
    names = {}
    exec(code, names)
    assert names["ParameterDict"] is engine.gluon.ParameterDict
    assert names["Dense"] is engine.gluon.nn.Dense
    with pytest.raises(ImportError, match="Parametr"):
        exec("from mxnet.gluon.parameter import Parametr", names)


def test_the_books_imports(installed):
    code = """
import d2lzh as d2l, mxnet as mx
from mxnet import autograd, gluon, init, nd
from mxnet.gluon import data as gdata, loss as gloss, nn, utils as gutils
from mxnet.gluon.data.vision import transforms
from mxnet.base import MXNetError
"""
    names = {}
    exec(code, names)
    assert names["mx"].nd is names["nd"] is engine.nd
    assert names["MXNetError"] is engine.MXNetError
    assert names["mx"].initializer is names["init"]
    assert names["d2l"] is engine.d2l


def test_installing_twice_changes_nothing(installed):
    before = {name: importlib.import_module(name) for name in MODULES}
    lookups = engine.nd.__getattr__
    engine.install_as_mxnet()
    assert {name: sys.modules[name] for name in MODULES} == before
    assert engine.nd.__getattr__ is lookups


def test_another_mxnet_that_is_imported_is_not_replaced(monkeypatch):
    other = types.ModuleType("mxnet")
    monkeypatch.setitem(sys.modules, "mxnet", other)
    with pytest.raises(ImportError, match="another mxnet is imported"):
        engine.install_as_mxnet()
    assert sys.modules["mxnet"] is other


@pytest.mark.parametrize(
    ("expression", "nearest"),
    [
        ("nd.arrange", "arange"),
        ("nd.random.unifrom", "uniform"),
        ("autograd.recrod", "record"),
        ("gluon.Trianer", "Trainer"),
        ("gluon.nn.Dence", "Dense"),
        ("gluon.loss.L2loss", "L2Loss"),
        ("gluon.data.Dataloader", "DataLoader"),
        ("gluon.data.vision.FashionMnist", "FashionMNIST"),
        ("init.Norml", "Normal"),
        ("mx.autogard", "autograd"),
        ("d2l.linreq", "linreg"),
    ],
)
def test_a_name_that_does_not_exist_names_the_nearest(installed, expression, nearest):
    scope = {
        "mx": engine.mx,
        "d2l": engine.d2l,
        **{name: getattr(engine.mx, name) for name in engine.mx.__all__},
    }
    with pytest.raises(AttributeError, match=f"did you mean '{nearest}'"):
        eval(expression, scope)


def test_arrays_start_without_the_rest():
    heavy = ("engine.gluon", "engine.compat", "IPython", "matplotlib", "pandas", "cupy")
    code = f"import engine, sys; engine.nd.ones(2); print([name for name in {heavy} if name in sys.modules])"
    assert in_a_process(code) == "[]\n"


def test_operations_of_layers_are_known_and_loaded_when_asked_for():
    code = (
        "import engine, sys\nfrom engine.ops.op import registry\nearly = dict(registry)\n"
        "print('engine.ops.rnn' in sys.modules, 'RNN' in dir(engine.nd), engine.nd.Convolution.__name__)\n"
        "codes = [(row.name, vjp.__code__) for row in early.values() for vjp in row.vjps if vjp]\n"
        "print([name for name, code in codes if {*code.co_names} & (registry.keys() - early.keys())])"
    )
    assert in_a_process(code) == "False True Convolution\n[]\n"


def test_installing_loads_what_is_imported_and_no_more():
    code = (
        "import engine, sys\nengine.install_as_mxnet()\nfrom mxnet import nd\nimport mxnet.lr_scheduler\n"
        "print([name for name in ('gluon', 'metric', 'lr_scheduler') if f'engine.{name}' in sys.modules])\n"
        "print(nd.__spec__.name, mxnet.lr_scheduler is engine.lr_scheduler)\n"
        "try: mxnet.metric.Acuracy\nexcept AttributeError as error: print(error)"
    )
    assert in_a_process(code) == (
        "['lr_scheduler']\nengine.nd True\nmxnet.metric has no 'Acuracy'; did you mean 'Accuracy'?\n"
    )


def test_installing_loads_neither_ipython_nor_matplotlib():
    code = (
        "import engine, sys; engine.install_as_mxnet(); import d2lzh; "
        "print([name for name in ('IPython', 'matplotlib') if name in sys.modules])"
    )
    assert in_a_process(code) == "[]\n"


@pytest.mark.parametrize("first", ["import IPython.display", "pass"], ids=["before", "after"])
def test_ipython_has_the_books_way_of_setting_formats(first):
    code = (
        f"{first}\nimport engine, sys\nengine.install_as_mxnet()\nfinders = len(sys.meta_path)\n"
        "from IPython import display\ndisplay.set_matplotlib_formats('svg')\n"
        "print(display.Image.__name__, any('display' in type(f).__module__ for f in sys.meta_path))"
    )
    assert in_a_process(code) == "Image False\n"


def test_figures_without_matplotlib_say_what_to_install():
    code = (
        "import engine, sys\nsys.modules['matplotlib'] = None\nengine.install_as_mxnet()\nimport d2lzh\n"
        "try: d2lzh.plt\nexcept ImportError as error: print(error)"
    )
    assert "d2l-tutor[book]" in in_a_process(code)


@pytest.mark.skipif(not importlib.util.find_spec("pandas"), reason="pandas is not installed")
def test_columns_of_text_have_the_dtype_that_the_book_knows():
    code = "import engine; engine.install_as_mxnet(); import pandas; print(pandas.Series(['a']).dtype)"
    assert in_a_process(code) == "object\n"
