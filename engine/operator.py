"""Operations written in Python by a name of their own: `nd.Custom(x, op_type="name")`.

`autograd.Function` is the shorter way to a gradient of one's own.

Examples
--------
>>> class Double(mx.operator.CustomOp):
...     def forward(self, is_train, req, in_data, out_data, aux):
...         self.assign(out_data[0], req[0], 2 * in_data[0])
...
...     def backward(self, req, out_grad, in_data, out_data, in_grad, aux):
...         self.assign(in_grad[0], req[0], 2 * out_grad[0])
>>> @mx.operator.register("double")
... class DoubleProp(mx.operator.CustomOpProp):
...     def create_operator(self, ctx, shapes, dtypes):
...         return Double()
>>> nd.Custom(nd.array([1, 2]), op_type="double")
<BLANKLINE>
[2. 4.]
<NDArray 2 @cpu(0)>
"""

from engine import modes, nd
from engine.base import MXNetError
from engine.function import Function
from engine.ops.op import registry

__all__ = ["CustomOp", "CustomOpProp", "get_all_registered_operators", "register"]

_properties = {}


class CustomOp:
    """An operation: a subclass computes in `forward` and `backward`, and writes by `assign`."""

    def forward(self, is_train, req, in_data, out_data, aux):
        """Writes the outputs; `req` says for each how."""
        raise NotImplementedError("a custom operation writes forward")

    def backward(self, req, out_grad, in_data, out_data, in_grad, aux):
        """Writes the gradients of the inputs."""
        raise NotImplementedError("a custom operation writes backward")

    def assign(self, dst, req, src):
        """Writes `src` into `dst`: in its place ('write'), beside what is there ('add'), or not ('null')."""
        if req in ("write", "inplace"):
            dst[:] = src
        elif req == "add":
            dst[:] += src


class CustomOpProp:
    """What an operation takes and gives: a subclass says it, and makes the operation."""

    def __init__(self, need_top_grad=True):
        self.need_top_grad_ = need_top_grad

    def list_arguments(self):
        """The names of the inputs."""
        return ["data"]

    def list_outputs(self):
        """The names of the outputs."""
        return ["output"]

    def list_auxiliary_states(self):
        """The names of the states, which stand after the inputs in a call."""
        return []

    def infer_shape(self, in_shape):
        """The shapes of inputs, outputs and states, from those of the inputs."""
        return in_shape, [in_shape[0]] * len(self.list_outputs()), []

    def infer_type(self, in_type):
        """The dtypes of inputs, outputs and states, from those of the inputs."""
        count = len(self.list_outputs()), len(self.list_auxiliary_states())
        return in_type, [in_type[0]] * count[0], [in_type[0]] * count[1]

    def create_operator(self, ctx, in_shapes, in_dtypes):
        """The operation for inputs of these shapes and dtypes."""
        return CustomOp()


def register(reg_name):
    """Makes a `CustomOpProp` known under a name; decorates its class."""

    def known(prop):
        _properties[reg_name] = prop
        return prop

    return known


def get_all_registered_operators():
    """The names of all operations."""
    from engine.ops.dispatch import functions

    dir(nd)  # loads those of layers, too
    return sorted({*functions, *registry})


def Custom(*arrays, op_type, name=None, **options):
    """An operation that was registered under a name.

    Parameters
    ----------
    arrays : NDArray
        The inputs, and the states after them.
    op_type : str
        The name. Further options go to its `CustomOpProp`, as texts.

    Raises
    ------
    MXNetError for a name that is not known, and for whatever the operation raises.
    """
    if op_type not in _properties:
        raise MXNetError(f"Custom: no operation {op_type!r} is registered", op="Custom")
    try:
        prop = _properties[op_type](**{key: str(value) for key, value in options.items()})
        count = len(arrays) - len(prop.list_auxiliary_states())
        result = _Call(prop, arrays[count:])(*arrays[:count])
    except MXNetError:
        raise
    except Exception as problem:
        raise MXNetError(f"Custom: {op_type} raised {problem!r}", op="Custom") from problem
    return result if len(prop.list_outputs()) > 1 else result[0]


class _Call(Function):
    """One call of an operation, with what its gradient needs."""

    def __init__(self, prop, states):
        self._prop, self._states = prop, list(states)

    def forward(self, *inputs):
        """The outputs."""
        context = inputs[0].context
        shapes = self._prop.infer_shape([list(each.shape) for each in inputs])
        dtypes = self._prop.infer_type([each.dtype for each in inputs])
        self._inputs = [each.detach() for each in inputs]
        self._outputs = [
            nd.zeros(tuple(shape), context, dtype) for shape, dtype in zip(shapes[1], dtypes[1], strict=True)
        ]
        self._op = self._prop.create_operator(context, shapes[0], dtypes[0])
        requests = ["write"] * len(self._outputs)
        self._op.forward(modes.is_training(), requests, self._inputs, self._outputs, self._states)
        return list(self._outputs)

    def backward(self, *gradients):
        """The gradients of the inputs."""
        found = [each.zeros_like() for each in self._inputs]
        requests = ["write"] * len(found)
        self._op.backward(requests, list(gradients), self._inputs, self._outputs, found, self._states)
        return found
