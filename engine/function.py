"""Operations with a gradient of one's own: `autograd.Function`, and the row that puts it on the tape."""

from engine import modes, tape
from engine.ops.op import RawOps


class Function:
    """An operation with a gradient of your own: derive from it, define `forward` and `backward`.

    `forward(self, *inputs)` computes with NDArrays and is not recorded; `save_for_backward` keeps what
    `backward(self, *output_gradients)` needs, which returns one gradient for each input.

    Examples
    --------
    >>> class Double(autograd.Function):
    ...     def forward(self, x):
    ...         return 2 * x
    ...     def backward(self, dy):
    ...         return 2 * dy
    >>> x = nd.ones(2)
    >>> x.attach_grad()
    >>> with autograd.record():
    ...     y = Double()(x)
    >>> y.backward()
    >>> x.grad
    <BLANKLINE>
    [2. 2.]
    <NDArray 2 @cpu(0)>
    """

    saved_tensors = ()

    def save_for_backward(self, *arrays):
        """Keeps arrays until `backward`, where `self.saved_tensors` holds them."""
        self.saved_tensors = arrays

    def forward(self, *inputs):
        """Computes the output, or a list of outputs, from the inputs."""
        raise NotImplementedError

    def backward(self, *output_gradients):
        """Computes the gradient of each input from the gradients of the outputs."""
        raise NotImplementedError

    def __call__(self, *inputs):
        with modes.Scope(False, modes.is_training()):
            outputs = self.forward(*inputs)
        single = not isinstance(outputs, (list, tuple))
        # New arrays, so that an input that forward returns as it is keeps its own place on the tape.
        results = [type(output)(output._raw, output._context) for output in listed(outputs)]
        if modes.is_recording():
            row = _Custom(self, type(inputs[0]), [output._context for output in results])
            output = results[0] if single else results
            nodes = tuple(array._node for array in inputs)
            tape.record(row, nodes, tuple(array._raw for array in inputs), output, {})
        return results[0] if single else results


class _Custom:
    """The row of a `Function`: its vjp calls the method `backward` once and hands out the results."""

    takes_arguments = False
    each = factors = None
    rules = ("backward(g)",)

    def __init__(self, function, wrap, contexts):
        self.name = type(function).__name__
        self.function = function
        self.wrap = wrap
        self.contexts = contexts
        self.results = None

    def each_of(self, count):
        """The vjps of so many inputs."""
        return [self._vjp(index) for index in range(count)]

    def _vjp(self, index):

        def pass_back(F, gradients, output, *values):
            if self.results is None or self.results[0] is not gradients:
                self.results = gradients, self._run(gradients, output)
            result = self.results[1][index]
            return result._raw if isinstance(F, RawOps) else result

        return pass_back

    def _run(self, gradients, output):
        several = isinstance(gradients, list)
        parts = zip(
            gradients if several else [gradients], output if several else [output], self.contexts, strict=True
        )
        arrays = []
        for gradient, value, context in parts:
            if gradient is None:
                gradient = context.xp.zeros_like(value)
            arrays.append(gradient if isinstance(gradient, self.wrap) else self.wrap(gradient, context))
        return listed(self.function.backward(*arrays))


def listed(arrays):
    """One array or several, as a list."""
    return list(arrays) if isinstance(arrays, (list, tuple)) else [arrays]
