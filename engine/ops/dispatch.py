"""From a row to what a learner calls: the `nd` function, the NDArray method, the operator.

Every call goes one way: take the raw arrays, compute, wrap; then, only if the tape is running, record;
then, only if somebody watches, tell.
"""

import operator
from threading import get_ident
from types import BuiltinFunctionType

import numpy

from engine import backend, hooks
from engine.base import MXNetError, error
from engine.modes import is_recording, recorders
from engine.ndarray import NDArray
from engine.ops import explain, helptext
from engine.ops.op import Op
from engine.tape import live, record

#: The public functions by name, aliases included: what `nd` offers.
functions = {}

new = object.__new__

NO_INPLACE = (
    "Inplace operations (+=, -=, x[:]=, etc) are not supported when recording with autograd "
    "if the new values are on the tape: make a new array, x = x + y"
)


def op(*vjps, rules=(), inputs=1, method=False, public=True, aliases=(), name=None, doc=None, **facts):
    """Declares a row; decorates its forward, whose docstring is the op's help.

    One vjp stands for each input, in order, and its rule in words. `method` puts the function on NDArray
    too, under its own name or the one given; rows that only other rows' vjps use are not `public`.
    `facts` are the other fields of `Op`.
    """

    def declare(forward):
        row = Op(name or forward.__name__, forward, inputs, vjps, rules, **facts)
        row.function = make_function(row)
        helptext.document(row.function, row.name, forward, doc)
        for public_name in (row.name, *aliases) if public else ():
            functions[public_name] = row.function
        if method:
            setattr(NDArray, method if isinstance(method, str) else row.name, row.function)
        return row.function

    return declare


def make_function(row):
    """The public function of a row: arrays first, then its arguments, then `out`."""
    count, known = row.inputs, frozenset(row.names)

    def function(*operands, out=None, name=None, **arguments):
        if len(operands) != count:
            operands, arguments = _sort(row, operands, arguments)
        if arguments and not known.issuperset(arguments):
            raise explain.unknown_argument(row, arguments)
        return apply(row, operands, arguments, out)

    return function


def _sort(row, given, arguments):
    """A call's array inputs and its arguments, where it does not give just the inputs by position."""
    count, names = row.inputs, row.names
    if count is None:
        single = len(given) == 1 and isinstance(given[0], (list, tuple))
        return tuple(given[0]) if single else given, arguments
    if len(given) > len(names):
        raise explain.too_many(row, len(given))
    if len(given) > count:
        return given[:count], dict(zip(names[count:], given[count:], strict=False), **arguments)
    return given + tuple([arguments.pop(key, None) for key in names[len(given) : count]]), arguments


def apply(row, operands, arguments, out=None):
    """Runs a row on NDArrays: the one place where an operation happens."""
    values, context = [], None
    for operand in operands:
        if isinstance(operand, NDArray):
            raw = operand._raw
            if context is None:
                context, dtype = operand._context, raw.dtype
            else:
                if operand._context is not context:
                    explain.check_devices(row, context, operand._context)
                if raw.dtype is not dtype and raw.dtype != dtype and not row.mixed:
                    raise explain.mixed_dtypes(row, operands)
            values.append(raw)
        elif operand is None and row.optional(len(values)):
            values.append(None)
        else:
            raise explain.not_an_array(row, operand, len(values))
    if context is None:
        raise error(row.name, (), "needs at least one NDArray")
    try:
        if arguments:
            result = row.forward(context.xp, *values, **arguments)
        else:
            result = row.forward(context.xp, *values)
    except (ValueError, IndexError, TypeError) as problem:
        raise explain.failed(row, operands, arguments, problem) from None
    if row.views:
        result = result.copy()
    if row.dtype_of_input and result.dtype is not dtype:
        result = result.astype(dtype)
    return finish(row, operands, values, arguments, context, result, out)


def finish(row, operands, values, arguments, context, result, out=None):
    """Wraps a raw result, writes `out`, records and tells."""
    if out is not None:
        output = write_out(row, result, out)
    elif type(result) is list:
        output = [NDArray(part, context) for part in result]
    else:
        output = new(NDArray)
        output._raw, output._context, output._node = result, context, None
    if recorders and get_ident() in recorders:
        inputs = [None if operand is None else operand._node for operand in operands]
        record(row, tuple(inputs), tuple(values), output, arguments)
    if (on_op := hooks.on_op) is not None:
        on_op(row.name, tuple([o for o in operands if isinstance(o, NDArray)]), arguments, output)
    return output


def write_out(row, result, out):
    """Puts a result into the array, or arrays, that the caller gave as `out`."""
    if type(result) is list:
        return [write_out(row, part, target) for part, target in zip(result, out, strict=True)]
    if result.shape != out.shape:
        raise error(
            row.name,
            (result.shape, out.shape),
            "the result does not have the shape of `out`",
            fits=(f"an out of shape {result.shape}",),
        )
    refuse_write_to_tape(out)
    if (on_write := hooks.on_write) is not None:
        on_write(out, ..., None)
    try:
        out._raw[...] = result
    except (TypeError, ValueError):  # neither NumPy nor CuPy takes an array of the other
        raise error(row.name, (), f"the result does not lie on the device of `out`, {out._context}") from None
    return out


def refuse_write_to_tape(array):
    """Raises if an array that the tape holds is about to be overwritten while recording."""
    if is_recording() and live(array) is not None:
        raise MXNetError(
            "Assigning to NDArrays that are already in a computational graph would make their gradients "
            "wrong: compute a new array instead, call backward() first, or write under autograd.pause()"
        )


_BROADCAST = "Shapes broadcast: along an axis where one has size 1, or none at all, its elements repeat."


def unary(name, forward, vjp, rule, summary, example, gives, differs="", aliases=(), method=True):
    """Declares a row of one array that works element by element."""
    doc = helptext.in_short(summary, "As the input.", example, gives, differs)
    return op(vjp, rules=(rule,), method=method, aliases=aliases, name=name, doc=doc)(forward)


def binary(name, forward, *vjps, rules=(), operator=None, aliases=(), summary, example, gives, differs=""):
    """Declares a row of two operands that broadcast, either of which may be a Python number.

    `forward` takes `xp` and the operands, or is a function of Python's module `operator`. `operator` names
    Python's methods for the row: "add" puts `__add__`, `__radd__` and `__iadd__` on NDArray, "__eq__" only
    itself.
    """
    direct = forward if isinstance(forward, BuiltinFunctionType) else None
    if direct:

        def forward(xp, lhs, rhs):
            return direct(lhs, rhs)

    row = Op(name, forward, 2, vjps, rules, explain.broadcast)
    call = row.function = make_binary(row, direct)
    helptext.document(call, name, forward, helptext.in_short(summary, _BROADCAST, example, gives, differs))
    functions[name] = call
    for alias in aliases:
        functions[alias] = call
    if operator and operator.startswith("__"):
        setattr(NDArray, operator, call)
    elif operator:
        setattr(NDArray, f"__{operator}__", call)
        setattr(NDArray, f"__r{operator}__", lambda self, other: call(other, self))
        setattr(NDArray, f"__i{operator}__", make_inplace(call))
    return call


#: Functions whose result has the operands' dtype.
_CLOSED = {operator.add, operator.sub, operator.mul}


def make_binary(row, direct):
    """The function behind an operator: `lhs` and `rhs`, arrays or numbers, at least one array.

    `direct` computes the row without `xp`, if it can be.
    """
    forward, closed = row.forward, direct in _CLOSED

    def call(lhs, rhs, out=None):
        if type(lhs) is NDArray:
            context, a = lhs._context, lhs._raw
            dtype = a.dtype
            if type(rhs) is NDArray:
                b = rhs._raw
                if b.dtype is not dtype and b.dtype != dtype:
                    raise explain.mixed_dtypes(row, (lhs, rhs))
                if rhs._context is not context:
                    explain.check_devices(row, context, rhs._context)
            else:
                b = number(rhs, dtype, context.xp)
        elif type(rhs) is NDArray:
            context, b = rhs._context, rhs._raw
            dtype = b.dtype
            a = number(lhs, dtype, context.xp)
        else:
            return of_numbers(forward, lhs, rhs)
        try:
            raw = direct(a, b) if direct else forward(context.xp, a, b)
        except ValueError as problem:
            raw = _on_its_gpu(row, context, (lhs, rhs), (a, b), problem)
        if not closed and raw.dtype is not dtype:
            raw = raw.astype(dtype)
        if out is None:
            output = new(NDArray)  # takes two thirds of the time of a call of the class
            output._raw, output._context, output._node = raw, context, None
        else:
            output = write_out(row, raw, out)
        if recorders and get_ident() in recorders:
            left = lhs._node if type(lhs) is NDArray else None
            right = rhs._node if type(rhs) is NDArray else None
            if left or right:
                record(row, (left, right), (a, b), output, _numbers(lhs, rhs))
        if hooks.on_op is not None:
            arrays = tuple([operand for operand in (lhs, rhs) if type(operand) is NDArray])
            hooks.on_op(row.name, arrays, _numbers(lhs, rhs), output)
        return output

    return call


def _on_its_gpu(row, context, operands, values, problem):
    """A row of two operands that was refused, once more if that may be for the wrong GPU being current."""
    if context.device_type == "gpu" and len(backend.gpus) > 1:
        try:
            return row.forward(context.xp, *values)
        except ValueError as again:
            problem = again
    raise explain.failed(row, operands, {}, problem) from None


def of_numbers(forward, lhs, rhs):
    """A row of two operands on two Python numbers: a number too."""
    result = forward(numpy, plain(lhs), plain(rhs))
    return int(result) if isinstance(result, (bool, numpy.bool_)) else result


def plain(value):
    """What stands beside an array, as a Python number; TypeError if it is none."""
    if isinstance(value, numpy.generic):  # of which float64 is a float, too, and would not take on a dtype
        return value.item()
    if isinstance(value, (int, float)):
        return value
    raise TypeError(
        f"an NDArray and a {type(value).__name__} do not mix; make it an NDArray with nd.array(…)"
    )


#: Numbers that have stood beside arrays of float32, as arrays without axes: NumPy adds those twice as fast.
_constants = {}
_MOST_CONSTANTS = 1000
_FLOAT32 = numpy.dtype("float32")


def number(value, dtype, xp):
    """A Python number as an operand beside an array: cast to the array's dtype, as MXNet does."""
    if dtype is _FLOAT32 and xp is numpy and (type(value) is float or type(value) is int):
        constant = _constants.get(value)
        if constant is not None:
            return constant
    value = plain(value)
    constant = numpy.array(value).astype(dtype)
    if xp is not numpy:  # kernels of a GPU take numbers as they are
        return value if dtype.kind == "f" else constant[()]
    if value and dtype is _FLOAT32:  # 0.0 and -0.0 would be one key
        if len(_constants) >= _MOST_CONSTANTS:
            _constants.clear()
        _constants[value] = constant
    return constant


def _numbers(lhs, rhs):
    """The operands that are numbers, by parameter name."""
    if type(lhs) is not NDArray:
        return {"lhs": lhs}
    return _NO_NUMBERS if type(rhs) is NDArray else {"rhs": rhs}


_NO_NUMBERS = {}


def make_inplace(call):
    """The method behind `+=` and its like: the result goes into the array itself."""

    def inplace(self, other):
        refuse_write_to_tape(self)
        if is_recording() and type(other) is NDArray and live(other) is not None:
            raise MXNetError(NO_INPLACE)
        return call(self, other, self)

    return inplace
