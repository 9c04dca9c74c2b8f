"""Every public name is explained, and every example in an explanation is true."""

import doctest
import inspect
import pathlib
import re
import subprocess
import sys

import numpy as np
import pytest

import engine
from engine import autograd, base, context, gluon, init, lr_scheduler, metric, nd, optimizer
from engine.gluon import names
from engine.ops import shape
from engine.optimizer import steps

NAMES = {
    "nd": nd,
    "autograd": autograd,
    "gluon": gluon,
    "nn": gluon.nn,
    "init": init,
    "d2l": engine.d2l,
    "engine": engine,
    "mx": engine.mx,
    "cpu": engine.cpu,
    "gpu": engine.gpu,
    **vars(context),
    **vars(names),
}


_NUMBER = re.compile(r"-?\d+\.\d*(?:e[-+]\d+)?")


class NearlyTrue(doctest.OutputChecker):
    """The words must be the same, and the numbers equal to five digits: the last ones differ by machine."""

    def check_output(self, want, got, optionflags):
        if super().check_output(want, got, optionflags):
            return True
        words = ["".join(_NUMBER.sub("0", text).split()) for text in (want.replace("<BLANKLINE>", ""), got)]
        numbers = [[float(number) for number in _NUMBER.findall(text)] for text in (want, got)]
        return words[0] == words[1] and numbers[0] == pytest.approx(numbers[1], rel=1e-5)


def public():
    """Every public function, class and method, by the name a learner types."""
    for module, label in (
        (nd, "nd"),
        (nd.random, "nd.random"),
        (autograd, "autograd"),
        (engine.random, "random"),
    ):
        yield label, module
        for name in getattr(module, "__all__", ["seed", "get_state", "set_state"]):
            if not inspect.ismodule(getattr(module, name)):
                yield f"{label}.{name}", getattr(module, name)
    for name, member in vars(nd.NDArray).items():
        if not name.startswith("_"):
            yield f"nd.NDArray.{name}", member
    for thing in (
        engine.Context,
        engine.cpu,
        engine.gpu,
        engine.current_context,
        base.MXNetError,
        base.error,
    ):
        yield thing.__name__, thing
    yield "infer_shape", shape.infer_shape


def public_parts():
    """Every module, class, method and function from which networks are put together."""
    vision = gluon.data.vision
    modules = {
        "gluon": gluon,
        "gluon.nn": gluon.nn,
        "gluon.rnn": gluon.rnn,
        "gluon.loss": gluon.loss,
        "gluon.data": gluon.data,
        "gluon.data.vision": vision,
        "gluon.data.vision.transforms": vision.transforms,
        "gluon.utils": gluon.utils,
        "init": init,
        "optimizer": optimizer,
        "lr_scheduler": lr_scheduler,
        "metric": metric,
        "names": names,
        "nd.contrib": nd.contrib,
        "gluon.contrib.nn": gluon.contrib.nn,
        "gluon.contrib.rnn": gluon.contrib.rnn,
        "gluon.model_zoo.vision": gluon.model_zoo.vision,
        "io": engine.io,
        "operator": engine.operator,
        "optimizer.steps": steps,
        "d2l": engine.d2l,
    }
    for label, module in modules.items():
        yield label, module
        for name, thing in vars(module).items():
            if getattr(thing, "__module__", "").startswith("engine") and not name.startswith("_"):
                yield f"{label}.{name}", thing
                for method, member in vars(thing).items() if inspect.isclass(thing) else ():
                    if not method.startswith("_") and (
                        inspect.isfunction(member) or isinstance(member, property)
                    ):
                        yield f"{label}.{name}.{method}", member
    yield "install_as_mxnet", engine.install_as_mxnet


@pytest.mark.parametrize(
    ("name", "thing"), [pytest.param(*pair, id=pair[0]) for pair in [*public(), *public_parts()]]
)
def test_help_says_what_it_is_and_its_examples_are_true(name, thing, device):
    """On a GPU every example runs with a GPU named where it names a CPU."""
    doc = inspect.getdoc(thing)
    assert doc, f"{name} says nothing"
    if device().device_type == "gpu":
        device(1 if "cpu(1)" in doc else 0)
        doc = doc.replace("cpu(", "gpu(").replace('"cpu"', '"gpu"')
    assert doc.splitlines()[0].endswith((".", ":")) or "\n" in doc
    runner = doctest.DocTestRunner(NearlyTrue(), optionflags=doctest.NORMALIZE_WHITESPACE)
    said = []
    with np.printoptions(legacy="1.25"):
        globs = {**NAMES, **vars(base), "infer_shape": shape.infer_shape}
        runner.run(doctest.DocTestParser().get_doctest(doc, globs, name, None, None), out=said.append)
    assert not runner.failures, "".join(said)


def test_functions_have_examples():
    without = [
        name
        for name, thing in public()
        if inspect.isfunction(thing) and ">>>" not in (inspect.getdoc(thing) or "")
    ]
    assert without == [
        "random.get_state",
        "random.set_state",
        "nd.NDArray.wait_to_read",
        "nd.NDArray.wait_to_write",
    ] + [name for name in without if "tostype" in name]


def test_dir_of_random_lists_distributions_and_no_internals():
    assert dir(nd.random) == sorted(nd.random.__all__)
    assert "uniform" in dir(nd.random)
    assert not [
        name for name in dir(nd.random) if name.startswith("_") or inspect.ismodule(getattr(nd.random, name))
    ]


def test_uniform_has_a_signature_that_a_learner_can_read():
    assert str(inspect.signature(nd.random.uniform)) == (
        "(low=0, high=1, shape=None, dtype='float32', ctx=None, out=None)"
    )


def test_public_names_say_where_they_live():
    assert {getattr(nd, name).__module__ for name in nd.__all__ if callable(getattr(nd, name))} == {
        "engine.nd"
    }
    assert nd.random.normal.__module__ == "engine.nd.random"


def test_the_sections_of_a_functions_help_come_in_one_order():
    titles = ["Parameters", "Returns", "Raises", "Shapes", "Examples", "Differs from NumPy", "See also"]
    for name in nd.__all__:
        doc = getattr(nd, name).__doc__ or ""
        found = [title for title in re.findall(r"^(\w.*)\n---", doc, re.MULTILINE) if title in titles]
        assert found == sorted(found, key=titles.index), name


def test_a_functions_signature_is_the_rows_with_out():
    assert str(inspect.signature(nd.clip)) == "(data, a_min, a_max, *, out=None)"
    assert str(inspect.signature(nd.ones(1).clip)) == "(a_min, a_max, *, out=None)"


def test_the_source_of_a_function_is_its_row():
    source = inspect.getsource(nd.clip)
    assert source.startswith("@op(")
    assert "def clip(xp, data" in source


def test_names_that_are_not_there_are_refused():
    with pytest.raises(AttributeError):
        nd.no_such_thing  # noqa: B018


@pytest.mark.cpu
def test_the_worked_example_of_a_new_row_is_true():
    """The row that docs/engine.md adds: its example runs, and it has a method, a signature and a gradient."""
    guide = (pathlib.Path(__file__).parents[2] / "docs" / "engine.md").read_text(encoding="utf-8")
    (row,) = re.findall(r"```python\n(.*?)```", guide, re.DOTALL)
    trial = """
import doctest, inspect
from engine import autograd
assert doctest.run_docstring_examples(log_sum_exp, {"nd": nd}) is None
assert str(inspect.signature(log_sum_exp)) == "(data, axis=0, *, out=None)"
x = nd.array([[1, 2], [3, 5]])
x.attach_grad()
with autograd.record():
    y = x.log_sum_exp(axis=1)
y.backward()
print((x.grad - x.softmax(axis=1)).abs().max().asscalar() < 1e-6)
"""
    ran = subprocess.run([sys.executable, "-c", row + trial], capture_output=True, text=True, timeout=60)
    assert ran.stdout == "True\n", ran.stdout + ran.stderr
