"""Blocks: layers and networks. A block holds parameters and other blocks, and computes in `forward`."""

import re
from collections import OrderedDict

from engine import nd
from engine.base import MXNetError
from engine.gluon.names import NameScope, full_prefix, shared_inside
from engine.gluon.parameter import Parameter
from engine.gluon.parameter_dict import ParameterDict, named_arrays, read_into
from engine.gluon.parts import Hook, tell_of_hidden_blocks, watch_operations


class Block:
    """A layer or a network: the base of them all.

    A subclass makes its layers in `__init__` (call `super().__init__(**kwargs)` first) and computes in
    `forward`. Blocks and parameters that are bound to an attribute belong to it.

    Parameters
    ----------
    prefix : str
        Stands in front of its parameters' names; 'dense0_' and so on if not given.
    params : ParameterDict
        Parameters of another block to share.

    Examples
    --------
    >>> class Twice(nn.Block):
    ...     def __init__(self, **kwargs):
    ...         super().__init__(**kwargs)
    ...         self.dense = nn.Dense(1)
    ...
    ...     def forward(self, x):
    ...         return 2 * self.dense(x)
    >>> net = Twice()
    >>> net.initialize(init.One())
    >>> net(nd.array([[1, 2]]))
    <BLANKLINE>
    [[6.]]
    <NDArray 1x1 @cpu(0)>
    >>> net
    Twice(
      (dense): Dense(2 -> 1, linear)
    )
    """

    def __init__(self, prefix=None, params=None):
        if not (prefix is None or isinstance(prefix, str)):
            kind = type(prefix).__name__
            raise TypeError(f"a block's prefix is a text, not of type {kind}; layers are added by add()")
        self._prefix = full_prefix(prefix, self._alias())
        shared = shared_inside(self._prefix) if params is None else (params.prefix, params)
        self._params = ParameterDict(*(shared or (self._prefix, None)))
        self._scope = NameScope(self._prefix, shared)
        self._children = OrderedDict()
        self._reg_params = {}
        self._forward_hooks = OrderedDict()
        self._forward_pre_hooks = OrderedDict()

    def _alias(self):
        return type(self).__name__.lower()

    def __setattr__(self, name, value):
        before = getattr(self, name, None)
        if isinstance(before, (Parameter, Block)) and not isinstance(value, type(before)):
            raise TypeError(f"the attribute {name} is a {type(before).__name__}; it cannot become {value!r}")
        if isinstance(value, Block):
            self.register_child(value, name)
        elif isinstance(value, Parameter):
            if name in self._reg_params:
                raise AssertionError(
                    f"the attribute {name} is a parameter already, and cannot become another"
                )
            self._reg_params[name] = value
        super().__setattr__(name, value)

    def __repr__(self):
        lines = "".join(f"  ({name}): {_indented(repr(child))}\n" for name, child in self._children.items())
        return f"{type(self).__name__}(\n{lines}\n)" if not lines else f"{type(self).__name__}(\n{lines})"

    # What it holds

    @property
    def prefix(self):
        """What stands in front of its parameters' names."""
        return self._prefix

    @property
    def name(self):
        """The prefix without its last underscore."""
        return self._prefix.removesuffix("_")

    @property
    def params(self):
        """Its own parameters, without those of the blocks in it; `collect_params` has them all."""
        return self._params

    def name_scope(self):
        """A `with` block: blocks made in it are named after this one.

        Examples
        --------
        >>> net = nn.Sequential(prefix="net_")
        >>> with net.name_scope():
        ...     net.add(nn.Dense(1))
        >>> net[0].name
        'net_dense0'
        """
        return self._scope

    def collect_params(self, select=None):
        """All parameters of this block and the blocks in it, by name.

        Parameters
        ----------
        select : str
            A regular expression; only parameters whose names begin with a match.

        Examples
        --------
        >>> net = nn.Dense(2, in_units=3, prefix="out_")
        >>> net.collect_params(".*weight")
        out_ (
          Parameter out_weight (shape=(2, 3), dtype=float32)
        )
        """
        found = ParameterDict(self._params.prefix)
        pattern = re.compile(select or "")
        for block in self._walk():
            tell_of_hidden_blocks(block)
            found.update({name: value for name, value in block._params.items() if pattern.match(name)})
        return found

    def _walk(self):
        yield self
        for child in self._children.values():
            yield from child._walk()

    def register_child(self, block, name=None):
        """Takes a block in, under a name; `self.name = block` does it too."""
        self._children[str(len(self._children)) if name is None else name] = block

    def register_forward_pre_hook(self, hook):
        """Calls `hook(block, inputs)` before each `forward`; returns a handle with `detach()`."""
        return Hook(self._forward_pre_hooks, hook)

    def register_forward_hook(self, hook):
        """Calls `hook(block, inputs, output)` after each `forward`; returns a handle with `detach()`."""
        return Hook(self._forward_hooks, hook)

    def register_op_hook(self, callback, monitor_all=False):
        """Calls `callback(name, operation, array)` for each output that it and its blocks compute.

        With `monitor_all` for the inputs, too.

        Examples
        --------
        >>> net = nn.Dense(1, prefix="out_")
        >>> net.initialize()
        >>> net.register_op_hook(lambda name, operation, array: print(name, operation, array.shape))
        >>> y = net(nd.ones((2, 3)))
        out_fwd_output FullyConnected (2, 1)
        """
        watch_operations(self, callback, monitor_all)

    # What can be done with it

    def initialize(self, init="uniform", ctx=None, verbose=False, force_reinit=False):
        """Draws values for all its parameters.

        Parameters
        ----------
        init : Initializer or str
            For parameters without an initialiser of their own; uniform in ±0.07 if not given.
        ctx : Context or list of Context
            The device, or the devices that each hold a copy.
        verbose : bool
            Say how each is initialised.
        force_reinit : bool
            Draw again where there are values already.

        Sizes that depend on the data are found when the first batch goes through.
        """
        self.collect_params().initialize(init, ctx, verbose, force_reinit)

    def save_parameters(self, filename, deduplicate=False):
        """Writes the values of all its parameters to a file, in MXNet's format.

        They are named by where they stand, such as '0.weight' for the first layer of a `Sequential`, so
        that another network of the same structure can take them. `deduplicate` writes a parameter that
        several layers share only once.

        Examples
        --------
        >>> import os, tempfile
        >>> path = os.path.join(tempfile.mkdtemp(), "net.params")
        >>> net = nn.Dense(1, in_units=2)
        >>> net.initialize()
        >>> net.save_parameters(path)
        >>> sorted(nd.load(path))
        ['bias', 'weight']
        """
        values, seen = {}, set()
        for name, parameter in self._by_place().items():
            if not (deduplicate and parameter in seen):
                seen.add(parameter)
                values[name] = parameter.list_data()[0]
        nd.save(filename, values)

    def load_parameters(
        self, filename, ctx=None, allow_missing=False, ignore_extra=False, cast_dtype=False,
        dtype_source="current",
    ):  # fmt: skip
        """Reads the values of its parameters from a file, whether or not they were initialised.

        Parameters
        ----------
        filename : str
            A file that `save_parameters` or `ParameterDict.save` has written, here or in MXNet.
        ctx : Context or list of Context
            Where the values go; where they are, or the current context, if not given.
        allow_missing : bool
            Leave alone what the file has no values for.
        ignore_extra : bool
            Pass over what the network does not have.
        cast_dtype : bool
            Convert values of another dtype.
        dtype_source : str
            With `cast_dtype`: 'current' keeps the parameter's dtype, 'saved' takes the file's.

        Raises
        ------
        AssertionError for values that are missing, or do not fit in shape or dtype; ValueError for those
        that are too many.

        Examples
        --------
        >>> import os, tempfile
        >>> path = os.path.join(tempfile.mkdtemp(), "net.params")
        >>> net, copy = nn.Dense(1, in_units=2), nn.Dense(1)
        >>> net.initialize(init.One())
        >>> net.save_parameters(path)
        >>> copy.load_parameters(path)
        >>> copy.weight.data()
        <BLANKLINE>
        [[1. 1.]]
        <NDArray 1x2 @cpu(0)>
        """
        loaded, parameters = named_arrays(filename), self._by_place()
        if loaded and not set(loaded) & set(parameters):  # a file of full names
            whole = self.collect_params()
            prefix = "" if set(loaded) & set(whole) else self._prefix
            if {prefix + name for name in loaded} & set(whole):
                parameters, loaded = whole, {prefix + name: array for name, array in loaded.items()}
        if cast_dtype and dtype_source == "saved":
            for name in set(loaded) & set(parameters):
                parameters[name].cast(loaded[name].dtype)
        read_into(parameters, loaded, filename, ctx, allow_missing, ignore_extra, cast_dtype)

    def _by_place(self, prefix=""):
        """All parameters by where they stand: attributes and children, joined by dots."""
        found = {prefix + name: parameter for name, parameter in self._reg_params.items()}
        for name, child in self._children.items():
            found.update(child._by_place(f"{prefix}{name}."))
        return found

    def apply(self, fn):
        """Calls `fn(block)` on every block inside, and on this one last; returns this one."""
        for child in self._children.values():
            child.apply(fn)
        fn(self)
        return self

    def cast(self, dtype):
        """Changes the type of all its parameters, such as to 'float64'."""
        for child in self._children.values():
            child.cast(dtype)
        for parameter in self._params.values():
            parameter.cast(dtype)

    def hybridize(self, active=True, **options):
        """Accepted, and changes nothing here: every call computes at once."""
        for child in self._children.values():
            child.hybridize(active, **options)

    def summary(self, *inputs):
        """Prints what each layer gives for these inputs, and how many parameters it has.

        Examples
        --------
        >>> net = nn.Dense(2, in_units=3)
        >>> net.initialize()
        >>> net.summary(nd.ones((4, 3)))
        --------------------------------------------------------------------------------
                Layer (type)                                Output Shape         Param #
        --------------------------------------------------------------------------------
                       Input                                      (4, 3)               0
                     Dense-1                                      (4, 2)               8
        --------------------------------------------------------------------------------
        Parameters: 8, 8 of them trainable, 0 not
        Shared, and counted twice: 0
        --------------------------------------------------------------------------------
        """
        from engine.gluon.summary import summary

        summary(self, inputs)

    def __call__(self, *args):
        for hook in self._forward_pre_hooks.values():
            hook(self, args)
        output = self.forward(*args)
        for hook in self._forward_hooks.values():
            hook(self, args, output)
        return output

    def forward(self, *args):
        """What it computes; a subclass writes it."""
        raise NotImplementedError(f"{type(self).__name__} has no forward(self, x) yet")


class HybridBlock(Block):
    """A block whose computation is written once for arrays and graphs, in `hybrid_forward(F, x, …)`.

    `F` is `nd`; the parameters that are bound to attributes come as keyword arguments, as arrays on the
    input's device.

    Examples
    --------
    >>> class Scale(nn.HybridBlock):
    ...     def __init__(self, **kwargs):
    ...         super().__init__(**kwargs)
    ...         self.factor = self.params.get("factor", shape=(1,), init="ones")
    ...
    ...     def hybrid_forward(self, F, x, factor):
    ...         return F.broadcast_mul(x, factor)
    >>> layer = Scale()
    >>> layer.initialize()
    >>> layer(nd.array([1, 2]))
    <BLANKLINE>
    [1. 2.]
    <NDArray 2 @cpu(0)>
    """

    _active = False

    def hybridize(self, active=True, **options):
        """Accepted, and changes nothing here: every call computes at once."""
        self._active = active
        super().hybridize(active, **options)

    def register_child(self, block, name=None):
        """Takes a block in, which must be a HybridBlock itself."""
        if not isinstance(block, HybridBlock):
            raise ValueError(
                f"the blocks of a HybridBlock must be HybridBlocks too, and {type(block).__name__} is none"
                + ("; use HybridSequential" if type(block).__name__ == "Sequential" else "")
            )
        super().register_child(block, name)

    def forward(self, x, *args):
        """Calls `hybrid_forward` with `nd` and the parameters' arrays."""
        array = _first_array((x, *args))
        if array is None:
            raise ValueError(
                f"{type(self).__name__} takes an NDArray and got {type(x).__name__}; nd.array makes one"
            )
        values = {}
        for name, parameter in self._reg_params.items():
            if not parameter._arrays and parameter._deferred is not None:
                self.infer_shape(x, *args)
            values[name] = parameter._on(array.context)
        return self.hybrid_forward(nd, x, *args, **values)

    def hybrid_forward(self, F, x, *args, **params):
        """What it computes, with the functions of `F`; a subclass writes it."""
        raise NotImplementedError(f"{type(self).__name__} has no hybrid_forward(self, F, x) yet")

    def infer_shape(self, *args):
        """Settles the parameters whose shapes depend on the inputs; layers with such parameters write it."""
        waiting = [p.name for p in self._reg_params.values() if not p._arrays and p._deferred is not None]
        raise MXNetError(
            f"{type(self).__name__} does not say how the shapes of {', '.join(waiting)} follow from its "
            "input: give their shapes, or write infer_shape(self, x) and call parameter.settle(shape) in it"
        )


def _first_array(inputs):
    """The first NDArray among inputs, which may be None or lists of others; None if there is none."""
    for each in inputs:
        found = _first_array(each) if isinstance(each, (list, tuple)) else each
        if isinstance(found, nd.NDArray):
            return found
    return None


def _indented(text):
    return text.replace("\n", "\n  ")
