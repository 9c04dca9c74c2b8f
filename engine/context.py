"""Contexts: on which device an array lives."""

import threading
from typing import ClassVar

from engine import backend


class _Kind(type):
    """What the class itself has: `Context.default_ctx`, which a thread can change."""

    @property
    def default_ctx(cls):
        return current_context()

    @default_ctx.setter
    def default_ctx(cls, context):
        cls._entered.default = context


class _Entered(threading.local):
    """For each thread, the contexts entered by `with`, and the default outside of them."""

    stack = default = None


class Context(metaclass=_Kind):
    """A device: `cpu(0)`, `gpu(0)`. Equal contexts are the same object.

    As the target of a `with` statement it becomes the default for arrays made inside. `xp` is the array
    library behind it.

    Examples
    --------
    >>> cpu(), Context("cpu", 0) is cpu()
    (cpu(0), True)
    >>> with cpu(1):
    ...     print(current_context())
    cpu(1)
    """

    #: MXNet's numbers for the kinds of devices.
    devtype2str: ClassVar = {1: "cpu", 2: "gpu", 3: "cpu_pinned", 5: "cpu_shared"}
    devstr2type: ClassVar = {name: number for number, name in devtype2str.items()}
    _known: ClassVar = {}
    _entered = _Entered()

    def __new__(cls, device_type, device_id=0):
        if isinstance(device_type, Context):
            return device_type
        key = (device_type, int(device_id))
        if key not in cls._known:
            if device_type not in ("cpu", "gpu", "cpu_pinned", "cpu_shared"):
                raise KeyError(device_type)
            context = super().__new__(_GPU if device_type == "gpu" else Context)
            context.device_type, context.device_id = key
            if device_type != "gpu":  # an attribute of its own is read fastest
                context.xp = backend.namespace(*key)
            cls._known[key] = context
        return cls._known[key]

    @property
    def device_typeid(self):
        """MXNet's number for the kind of device."""
        return self.devstr2type[self.device_type]

    def empty_cache(self):
        """Gives memory that the device's pool holds back to the system. Nothing to do on a CPU."""
        if self.device_type == "gpu":
            self.xp.get_default_memory_pool().free_all_blocks()

    def __enter__(self):
        entered = self._entered
        if entered.stack is None:
            entered.stack = []
        entered.stack.append(self)
        return self

    def __exit__(self, *exception):
        self._entered.stack.pop()

    def __reduce__(self):
        return Context, (self.device_type, self.device_id)

    def __repr__(self):
        return f"{self.device_type}({self.device_id})"


class _GPU(Context):
    """A context whose device may be missing, and must be the current one of its library."""

    @property
    def xp(self):
        """CuPy, which computes on this GPU from here on; MXNetError where there is none."""
        return backend.namespace(self.device_type, self.device_id)


def cpu(device_id=0):
    """The CPU. Every `device_id` is the same processor and memory, under a name of its own.

    Examples
    --------
    >>> cpu()
    cpu(0)
    """
    return Context("cpu", device_id)


def gpu(device_id=0):
    """A GPU. Naming one works anywhere; using one that is not there raises MXNetError.

    Examples
    --------
    >>> gpu(1)
    gpu(1)
    """
    return Context("gpu", device_id)


def cpu_pinned(device_id=0):
    """CPU memory from which copies to a GPU are fast; here the same as `cpu`, under its own name."""
    return Context("cpu_pinned", device_id)


def num_gpus():
    """How many GPUs can be used: 0 where CuPy or a GPU is missing."""
    return backend.gpu_count()


def current_context():
    """The context in which arrays are made when none is given.

    Examples
    --------
    >>> current_context()
    cpu(0)
    """
    stack = Context._entered.stack
    return stack[-1] if stack else Context._entered.default or _CPU


_CPU = cpu()
