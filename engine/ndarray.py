"""NDArray: an array on a device, with a place on the tape.

Its arithmetic and most of its methods are rows of `engine/ops`, which put them on the class.
"""

import numpy

from engine import autograd, backend, tape
from engine.base import MXNetError
from engine.context import Context


class NDArray:
    """An array of numbers of one type, on one device.

    It holds its values (`asnumpy`), their `shape`, `dtype` and `context`, and after `attach_grad` a
    gradient (`grad`). Make one with `nd.array`, `nd.arange`, `nd.zeros`, `nd.random.normal`, …

    Examples
    --------
    >>> x = nd.arange(6).reshape((2, 3))
    >>> x
    <BLANKLINE>
    [[0. 1. 2.]
     [3. 4. 5.]]
    <NDArray 2x3 @cpu(0)>
    >>> x.shape, x.size, x.context
    ((2, 3), 6, cpu(0))

    Differs from NumPy
    ------------------
    Values are float32 unless told otherwise; a sum over everything has shape (1,); `==` gives 0.0 and
    1.0; two arrays of different dtypes do not mix.
    """

    __slots__ = ("__weakref__", "_context", "_node", "_raw")
    __module__ = "engine.nd"
    __array_ufunc__ = None  # NumPy's operators leave an NDArray operand to the NDArray
    __hash__ = object.__hash__

    def __init__(self, raw, context=None, node=None):  # without a context: by a pickle of MXNet's
        self._raw = raw
        self._context = context
        self._node = node

    @property
    def shape(self):
        """The size along each axis, as a tuple.

        Examples
        --------
        >>> nd.zeros((2, 3)).shape
        (2, 3)
        """
        return self._raw.shape

    @property
    def size(self):
        """The number of elements.

        Examples
        --------
        >>> nd.zeros((2, 3)).size
        6
        """
        return int(self._raw.size)

    @property
    def ndim(self):
        """The number of axes.

        Examples
        --------
        >>> nd.zeros((2, 3)).ndim
        2
        """
        return self._raw.ndim

    @property
    def dtype(self):
        """The type of the elements, a NumPy type.

        Examples
        --------
        >>> nd.zeros((2, 3)).dtype
        <class 'numpy.float32'>
        """
        return self._raw.dtype.type

    @property
    def context(self):
        """The device on which the values lie.

        Examples
        --------
        >>> nd.zeros((2, 3)).context
        cpu(0)
        """
        return self._context

    ctx = context

    @property
    def stype(self):
        """How the values are stored: always 'default', that is dense."""
        return "default"

    @property
    def T(self):
        """The array with its axes in reverse order, as a copy.

        Examples
        --------
        >>> nd.zeros((2, 3)).T.shape
        (3, 2)
        """
        return self.transpose()

    def __repr__(self):
        dimensions = "x".join(map(str, self.shape))
        return f"\n{backend.to_host(self._raw)!s}\n<{type(self).__name__} {dimensions} @{self._context}>"

    def __len__(self):
        return self.shape[0]

    def __bool__(self):
        if self.size == 0:
            return False
        if self.size > 1:
            raise ValueError(
                f"an NDArray of shape {self.shape} has {self.size} elements: is it true if all of them are, "
                "or any? Ask for one: x[0], x.sum(), x.max()"
            )
        return bool(self.asscalar())

    def __iter__(self):
        return (self[index] for index in range(len(self)))

    def asnumpy(self):
        """The values as a NumPy array, copied to the CPU.

        Examples
        --------
        >>> nd.array([1, 2]).asnumpy()
        array([1., 2.], dtype=float32)
        """
        return backend.to_host(self._raw)

    def asscalar(self):
        """The one element, as a NumPy scalar.

        Raises
        ------
        ValueError if there are more.

        Examples
        --------
        >>> float(nd.array([3]).asscalar())
        3.0
        """
        if self._raw.size != 1:
            raise ValueError(
                f"The current array is not a scalar: it has shape {self.shape}, {self.size} elements"
            )
        return backend.to_host(self._raw).reshape(-1)[0]

    def item(self):
        """The one element, as a Python number.

        Examples
        --------
        >>> nd.array([3]).item()
        3.0
        """
        return self.asscalar().item()

    def as_in_context(self, context):
        """The array on a device: itself if it lies there already, else a copy.

        Examples
        --------
        >>> x = nd.ones(2)
        >>> x.as_in_context(cpu(0)) is x, x.as_in_context(cpu(1)).context
        (True, cpu(1))
        """
        if not isinstance(context, Context):
            kind = type(context).__name__
            raise TypeError(f"as_in_context takes a context such as mx.cpu(1), not a {kind}")
        return self if context is self._context else self.copyto(context)

    as_in_ctx = as_in_context

    def wait_to_read(self):
        """Returns when the values are computed, which on a CPU they are already."""
        if self._context.device_type == "gpu":
            self._context.xp.cuda.get_current_stream().synchronize()

    wait_to_write = wait_to_read

    def tostype(self, stype):
        """The array itself: 'default' (dense) is the only way of storing here."""
        if stype != "default":
            raise MXNetError(f"tostype: only 'default' (dense) storage exists here, not {stype!r}")
        return self

    def __reduce__(self):
        return _restore, (self.asnumpy().view(numpy.ndarray), self._context)

    def __setstate__(self, state):
        """Becomes the array that a pickle of MXNet's holds."""
        from engine.nd.files import of_pickle

        read = of_pickle(state["handle"])
        self._raw, self._context, self._node = read._raw, read._context, None

    def __copy__(self):
        return self.copy()

    def __deepcopy__(self, memo):
        return self.detach().copy()

    @property
    def grad(self):
        """The gradient, an NDArray of the same shape, or None without `attach_grad`.

        Examples
        --------
        >>> x = nd.ones(2)
        >>> x.attach_grad()
        >>> x.grad
        <BLANKLINE>
        [0. 0.]
        <NDArray 2 @cpu(0)>
        """
        node = self._node
        return node.gradient if type(node) is tape.Variable else None

    @property
    def _fresh_grad(self):
        """Whether a gradient has arrived since an optimiser last took it."""
        return type(self._node) is tape.Variable and self._node.fresh

    @_fresh_grad.setter
    def _fresh_grad(self, fresh):
        self._node.fresh = fresh

    def attach_grad(self, grad_req="write", stype=None):
        """Makes this array a variable: it takes memory for a gradient, zeros at first.

        An array that was computed forgets how: gradients end here.

        Parameters
        ----------
        grad_req : str
            'write': `backward` replaces the gradient; 'add': adds to it; 'null': leaves it.

        Examples
        --------
        >>> x = nd.arange(3)
        >>> x.attach_grad()
        >>> with autograd.record():
        ...     y = (x * x).sum()
        >>> y.backward()
        >>> x.grad
        <BLANKLINE>
        [0. 2. 4.]
        <NDArray 3 @cpu(0)>
        """
        if grad_req not in ("write", "add", "null"):
            raise KeyError(grad_req)
        gradient = NDArray(self._context.xp.zeros_like(self._raw), self._context)
        self._node = tape.Variable(self, gradient, grad_req)

    def detach(self):
        """The same values without history: a constant to autograd. Shares memory.

        Examples
        --------
        >>> x = nd.ones(2)
        >>> x.attach_grad()
        >>> x.detach().grad is None
        True
        """
        return NDArray(self._raw, self._context)

    def backward(self, out_grad=None, retain_graph=False, train_mode=True):
        """Computes the gradient of this array with respect to every variable that it came from.

        Parameters
        ----------
        out_grad : NDArray
            The gradient to start from, of this array's shape; ones if not given, so that an array of
            several elements counts as their sum.
        retain_graph : bool
            Keep the graph, so that `backward` can be called again.
        train_mode : bool
            Whether layers behave as in training meanwhile.

        Raises
        ------
        MXNetError if nothing was recorded, or the graph was cleared by an earlier call.

        Examples
        --------
        >>> x = nd.array([3])
        >>> x.attach_grad()
        >>> with autograd.record():
        ...     y = x ** 2
        >>> y.backward()
        >>> x.grad
        <BLANKLINE>
        [6.]
        <NDArray 1 @cpu(0)>
        """
        autograd.backward([self], None if out_grad is None else [out_grad], retain_graph, train_mode)


def _restore(values, context):
    return NDArray(context.xp.asarray(values), context)
