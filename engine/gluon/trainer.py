"""Trainer: updates all parameters of a network after each backward pass."""

from engine import optimizer as optimizers
from engine.gluon.parameter import Parameter
from engine.optimizer import states


class Trainer:
    """Updates parameters by their gradients, with an optimiser.

    Parameters
    ----------
    params : ParameterDict, dict or list of Parameter
        The parameters to update: `net.collect_params()`.
    optimizer : str or Optimizer
        'sgd', 'adam', …, or an `engine.optimizer.Optimizer`.
    optimizer_params : dict
        The optimiser's arguments, such as {'learning_rate': 0.1, 'wd': 0.001}.
    kvstore, compression_params, update_on_kvstore
        Accepted and not used: here everything happens in one process.

    Examples
    --------
    >>> net = nn.Dense(1, in_units=1, weight_initializer="ones")
    >>> net.initialize()
    >>> trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.5})
    >>> with autograd.record():
    ...     y = net(nd.array([[1], [3]]))
    >>> y.backward()
    >>> trainer.step(batch_size=2)
    >>> net.weight.data()
    <BLANKLINE>
    [[0.]]
    <NDArray 1x1 @cpu(0)>
    """

    def __init__(
        self,
        params,
        optimizer,
        optimizer_params=None,
        kvstore="device",
        compression_params=None,
        update_on_kvstore=None,
    ):
        self._params = _parameters(params)
        if isinstance(optimizer, optimizers.Optimizer):
            if optimizer_params:
                raise ValueError(
                    "an optimiser that exists has its arguments; optimizer_params goes with a name"
                )
            self._optimizer = optimizer
        else:
            if not isinstance(optimizer_params or {}, dict):
                raise TypeError(
                    "the third argument of a Trainer is a dictionary, such as {'learning_rate': 0.1}, "
                    f"and not {optimizer_params!r}"
                )
            self._optimizer = optimizers.create(optimizer, **(optimizer_params or {}))
        self._optimizer.param_dict = dict(enumerate(self._params))
        self._scale = self._optimizer.rescale_grad
        self._states = {}

    @property
    def optimizer(self):
        """The optimiser."""
        return self._optimizer

    @property
    def learning_rate(self):
        """The learning rate now."""
        return self._optimizer.learning_rate

    def set_learning_rate(self, lr):
        """Changes the learning rate.

        Raises UserWarning if a schedule sets it.
        """
        self._optimizer.set_learning_rate(lr)

    def step(self, batch_size, ignore_stale_grad=False):
        """One update of all parameters, by their gradients divided by the batch size.

        Parameters
        ----------
        batch_size : int
            The gradient is that of a sum over so many examples.
        ignore_stale_grad : bool
            Leave parameters alone that `backward` did not reach, without complaint.

        Raises UserWarning (as an exception) if a gradient is no newer than the last step.
        """
        self._optimizer.rescale_grad = self._scale / batch_size
        self._update(ignore_stale_grad, reduce=True)

    def allreduce_grads(self):
        """Adds the gradients of all devices together, where there are several; `step` does it too."""
        for parameter in self._params:
            if parameter.grad_req != "null" and len(parameter._arrays) > 1:
                _reduce(parameter.list_grad())

    def update(self, batch_size, ignore_stale_grad=False):
        """What `step` does after `allreduce_grads`."""
        self._optimizer.rescale_grad = self._scale / batch_size
        self._update(ignore_stale_grad, reduce=False)

    def save_states(self, fname):
        """Writes to a file what the optimiser remembers: `load_states` lets training go on from there."""
        context = next(iter(self._states), None)
        counts = self._optimizer._all_counts.get(context, {})
        own = {index: (counts.get(index, 0), state) for index, state in self._states.get(context, {}).items()}
        states.save(fname, self._optimizer, own)

    def load_states(self, fname):
        """Reads what `save_states` wrote, for a trainer of the same parameters and the same optimiser.

        Raises MXNetError if the file is of others.
        """
        arrays = {}
        for index, parameter in enumerate(self._params):
            for array in parameter.list_data():
                arrays.setdefault(array.context, {})[index] = array
        for context, weights in arrays.items():
            kept = states.load(fname, self._optimizer, weights)
            self._states[context] = {index: state for index, (_, state) in kept.items()}
            counts = self._optimizer._all_counts.setdefault(context, {})
            counts.update({index: count for index, (count, _) in kept.items()})

    def _update(self, ignore_stale_grad, reduce):
        chosen = {}
        for index, parameter in enumerate(self._params):
            if parameter._grad_req == "null":
                continue
            if not parameter._arrays:
                parameter._on(None)
            for context, array in parameter._arrays.items():
                if array._node.fresh:
                    chosen.setdefault(context, []).append((index, array))
                elif not ignore_stale_grad:
                    raise UserWarning(
                        f"Gradient of Parameter `{parameter.name}` on context {context} has not been updated "
                        "by backward since last `step`. Call backward before each step; if this parameter is "
                        "not used on purpose, call step with ignore_stale_grad=True to leave it as it is"
                    )
        if reduce:
            self.allreduce_grads()
        for context, pairs in chosen.items():
            indices = [index for index, _ in pairs]
            weights = [array for _, array in pairs]
            own = self._states.setdefault(context, {})
            for index, weight in pairs:
                weight._node.fresh = False
                if index not in own:
                    own[index] = self._optimizer.create_state_multi_precision(index, weight)
            self._optimizer.update_all(indices, weights, [w.grad for w in weights], [own[i] for i in indices])


def _parameters(params):
    if hasattr(params, "values"):
        params = list(params.values())
    if not isinstance(params, (list, tuple)):
        raise ValueError(
            f"a Trainer takes parameters, such as net.collect_params(), and not a {type(params).__name__}"
        )
    for parameter in params:
        if not isinstance(parameter, Parameter):
            raise ValueError(f"a Trainer takes a list or dict of Parameters, and {parameter!r} is none")
    return list(params)


def _reduce(gradients):
    """Leaves the sum of the gradients in each of them."""
    total = gradients[0].copy()
    for gradient in gradients[1:]:
        total += gradient.as_in_context(total.context)
    for gradient in gradients:
        total.copyto(gradient)
