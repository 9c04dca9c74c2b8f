"""Automatic differentiation: record what is computed, then ask for gradients.

Nothing is recorded by default. Under `with autograd.record():` every operation on an array with
`attach_grad`, or on what was computed from one, goes on the tape; `y.backward()` runs it back.

Examples
--------
>>> x = nd.array([1, 2])
>>> x.attach_grad()
>>> with autograd.record():
...     y = 2 * x * x
>>> y.backward()
>>> x.grad
<BLANKLINE>
[4. 8.]
<NDArray 2 @cpu(0)>
"""

from engine import modes, tape
from engine.base import MXNetError, error
from engine.function import Function, listed
from engine.ops.op import RawOps, RecordedOps, registry

__all__ = [
    "Function",
    "backward",
    "grad",
    "is_recording",
    "is_training",
    "mark_variables",
    "pause",
    "predict_mode",
    "record",
    "set_recording",
    "set_training",
    "train_mode",
]


def __dir__():
    return __all__


def record(train_mode=True):
    """A `with` block in which operations go on the tape, and layers behave as in training.

    Parameters
    ----------
    train_mode : bool
        False records while layers (dropout, batch normalisation) behave as in prediction.

    Examples
    --------
    >>> with autograd.record():
    ...     print(autograd.is_recording(), autograd.is_training())
    True True
    """
    return modes.Scope(True, train_mode)


def pause(train_mode=False):
    """A `with` block inside `record` in which nothing is recorded.

    Examples
    --------
    >>> with autograd.record():
    ...     with autograd.pause():
    ...         print(autograd.is_recording())
    False
    """
    return modes.Scope(False, train_mode)


def train_mode():
    """A `with` block in which layers behave as in training; recording stays as it is.

    Examples
    --------
    >>> with autograd.train_mode():
    ...     print(autograd.is_recording(), autograd.is_training())
    False True
    """
    return modes.Scope(None, True)


def predict_mode():
    """A `with` block in which layers behave as in prediction; recording stays as it is.

    Examples
    --------
    >>> with autograd.record(), autograd.predict_mode():
    ...     print(autograd.is_recording(), autograd.is_training())
    True False
    """
    return modes.Scope(None, False)


def is_recording():
    """Whether operations go on the tape now.

    Examples
    --------
    >>> autograd.is_recording()
    False
    """
    return modes.is_recording()


def is_training():
    """Whether layers behave as in training now: False, and True under `autograd.record()`.

    Examples
    --------
    >>> autograd.is_training()
    False
    """
    return modes.is_training()


def set_recording(is_recording):
    """Turns recording on or off, and returns what it was.

    Examples
    --------
    >>> autograd.set_recording(False)
    False
    """
    return modes.switch(bool(is_recording), None)[0]


def set_training(train_mode):
    """Turns training behaviour on or off, and returns what it was.

    Examples
    --------
    >>> autograd.set_training(False)
    False
    """
    return modes.switch(None, bool(train_mode))[1]


def mark_variables(variables, gradients, grad_reqs="write"):
    """Makes arrays variables whose gradients go into the arrays given.

    Parameters
    ----------
    variables, gradients : NDArray or list of NDArray
        Of equal shapes, one gradient a variable.
    grad_reqs : str or list of str
        'write', 'add' or 'null', as in `attach_grad`.

    Examples
    --------
    >>> x, g = nd.ones(2), nd.zeros(2)
    >>> autograd.mark_variables(x, g)
    >>> x.grad is g
    True
    """
    variables, gradients = listed(variables), listed(gradients)
    requests = [grad_reqs] * len(variables) if isinstance(grad_reqs, str) else grad_reqs
    for variable, gradient, request in zip(variables, gradients, requests, strict=True):
        if request not in ("write", "add", "null"):
            raise KeyError(request)
        variable._node = tape.Variable(variable, gradient, request)


def backward(heads, head_grads=None, retain_graph=False, train_mode=True):
    """Computes the gradients of heads with respect to every variable that they came from.

    Parameters
    ----------
    heads : NDArray or list of NDArray
        What to differentiate; several heads add up.
    head_grads : NDArray or list of NDArray
        The gradients to start from; ones where None.
    retain_graph : bool
        Keep the graph, so that it can be differentiated again.
    train_mode : bool
        Whether layers behave as in training meanwhile.

    Raises
    ------
    MXNetError if nothing was recorded, or the graph was cleared by an earlier call.

    Examples
    --------
    >>> x = nd.array([1, 2])
    >>> x.attach_grad()
    >>> with autograd.record():
    ...     y, z = x * 2, x * x
    >>> autograd.backward([y, z])
    >>> x.grad
    <BLANKLINE>
    [4. 6.]
    <NDArray 2 @cpu(0)>
    """
    heads = listed(heads)
    gradients = _start(heads, head_grads)
    with modes.Scope(False, train_mode):
        tape.backward(heads, gradients, _raw_ops(heads), retain_graph)


def grad(heads, variables, head_grads=None, retain_graph=None, create_graph=False, train_mode=True):
    """The gradients of heads with respect to the variables named, as a list; `.grad` stays as it is.

    Parameters
    ----------
    heads, head_grads, retain_graph, train_mode
        As in `backward`.
    variables : NDArray or list of NDArray
        Arrays with `attach_grad`.
    create_graph : bool
        Record the pass back too, so that the gradients can be differentiated again.

    Raises
    ------
    MXNetError if a variable has no `attach_grad`.

    Examples
    --------
    >>> x = nd.array([2])
    >>> x.attach_grad()
    >>> with autograd.record():
    ...     y = x ** 3
    ...     first = autograd.grad(y, [x], create_graph=True)[0]
    >>> first
    <BLANKLINE>
    [12.]
    <NDArray 1 @cpu(0)>
    >>> first.backward()
    >>> x.grad
    <BLANKLINE>
    [12.]
    <NDArray 1 @cpu(0)>
    """
    heads, variables = listed(heads), listed(variables)
    gradients = _start(heads, head_grads)
    for position, variable in enumerate(variables):
        if type(variable._node) is not tape.Variable:
            raise MXNetError(
                f"Cannot differentiate with respect to variable {position + 1}: it does not require "
                "gradient; call attach_grad() on it before it is used"
            )
    nodes = tape.head_nodes(heads)
    order, useful = tape.useful_for([variable._node for variable in variables], nodes)
    if create_graph:
        given = [None] * len(heads) if head_grads is None else listed(head_grads)
        gradients = [
            type(head)(raw, head._context, getattr(own, "_node", None))
            for head, raw, own in zip(heads, gradients, given, strict=True)
        ]
        F, wrap = RecordedOps(), _wrapper(heads[0])
    else:
        F, wrap = _raw_ops(heads), None
    with modes.Scope(create_graph, train_mode):
        _, reached = tape.propagate(nodes, gradients, F, wrap, useful)
        try:
            results = [_result(variable, variable._node.arrived, create_graph) for variable in variables]
        finally:
            tape.forget_gradients(reached)
    if not (create_graph if retain_graph is None else retain_graph):
        tape.clear(order)
    return results


def _result(variable, gradient, recorded):
    """A gradient as an NDArray of its own: zeros where none arrived.

    If it shall be differentiated again, it is on the tape, even where nothing that it came from is: the
    gradient of a linear function has the gradient 0.
    """
    if not isinstance(gradient, type(variable)):
        raw = variable._context.xp.zeros_like(variable._raw) if gradient is None else gradient.copy()
        gradient = type(variable)(raw, variable._context)
    on_tape = gradient._node is not None
    return registry["_beside"].function(gradient, variable) if recorded and not on_tape else gradient


def _start(heads, head_grads):
    """The raw gradients to start from, one a head."""
    if head_grads is None:
        return [_ones(head) for head in heads]
    return [
        _ones(head) if gradient is None else _given(head, gradient)
        for head, gradient in zip(heads, listed(head_grads), strict=True)
    ]


def _ones(head):
    raw = head._raw
    ones = head._context.xp.empty(raw.shape, raw.dtype)  # `xp.ones` takes three times as long
    ones.fill(1)
    return ones


def _given(head, gradient):
    if gradient.shape != head.shape:
        raise error(
            "backward",
            (head.shape, gradient.shape),
            "a head's gradient must have the head's own shape",
            fits=(f"a gradient of shape {head.shape}",),
        )
    return gradient._raw


def _raw_ops(heads):
    return RawOps.of(heads[0]._context.xp)


def _wrapper(head):
    """What gives the inputs and the output of a node as NDArrays, on the head's device."""
    context, NDArray = head._context, type(head)
    return lambda node: tape.recorded_values(node, lambda raw, place: NDArray(raw, context, place))
