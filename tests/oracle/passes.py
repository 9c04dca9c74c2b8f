"""What lines may call on either side: a network's pass, an optimiser's steps, a metric's value.

`functions(mx)` gives them for the library that stands behind `mxnet`.
"""

import re
from collections import Counter
from zlib import crc32

import numpy as np

#: How far what is drawn may be from what is expected: many standard errors, so that no seed is out of it.
ROOM = 0.12


def functions(mx):
    """The functions by name."""
    nd, autograd = mx.nd, mx.autograd

    def numbers(shape, start=0.3):
        """Numbers between -1 and 1, none like another, so that none can take another's place."""
        return nd.array(np.cos(np.arange(np.prod(shape, dtype=int)) * 1.7 + start).reshape(shape))

    def set_up(net, *inputs):
        """The network, with numbers for its parameters that do not depend on a generator."""
        net.initialize()
        net(*inputs)
        seen = Counter()
        for parameter in net.collect_params().values():
            name = without_counts(parameter.name)
            seen[name] += 1
            values = numbers(parameter.shape, crc32(name.encode()) % 100 + seen[name])
            if "running_var" in name:
                parameter.set_data(values.abs() + 0.5)
            elif parameter.grad_req != "null" or "running_mean" in name:
                parameter.set_data(values)
        return net

    def through(net, *inputs, train=True):
        """What a network gives, the gradients of its inputs and parameters, and its running statistics."""
        set_up(net, *inputs)
        for array in inputs:
            array.attach_grad()
        with autograd.record(train_mode=train):
            outputs = listed(net(*inputs))
        autograd.backward(outputs, [numbers(output.shape) for output in outputs], train_mode=train)
        parameters = list(net.collect_params().values())
        learnt = [parameter.grad() for parameter in parameters if parameter.grad_req != "null"]
        kept = [parameter.data() for parameter in parameters if parameter.grad_req == "null"]
        names = [without_counts(parameter.name) for parameter in parameters]
        return [*outputs, *[array.grad for array in inputs], *learnt, *kept, " ".join(names)]

    def unrolled(cell, x, **options):
        """What a cell makes of a sequence, its last states, the gradients."""
        set_up(cell, x[:, 0], cell.begin_state(batch_size=x.shape[0], func=nd.zeros))
        cell.reset()
        x.attach_grad()
        with autograd.record():
            outputs, states = cell.unroll(x.shape[1], x, layout="NTC", merge_outputs=True, **options)
        autograd.backward([outputs, *states], [numbers(part.shape) for part in (outputs, *states)])
        parameters = cell.collect_params().values()
        names = " ".join(without_counts(parameter.name) for parameter in parameters)
        return [outputs, *states, x.grad, *[parameter.grad() for parameter in parameters], names]

    def stepped(name, weight, gradient, count=4, **options):
        """The weight after steps of an optimiser, whose gradients change from one to the next."""
        update = mx.optimizer.get_updater(mx.optimizer.create(name, **options))
        for step in range(count):
            update(0, gradient * (1 - 0.4 * step), weight)
        return weight

    def measured(metric, *batches):
        """A metric after batches (labels, predictions), its name with it."""
        for labels, predictions in batches:
            metric.update(listed(labels), listed(predictions))
        name, value = metric.get()
        return [name, *[nd.array([number]) for number in listed(value)]]

    def drawn(make, mean, deviation, count=4000):
        """Whether what a sampler draws has the mean and the deviation that it should; shape and dtype."""
        mx.random.seed(3)
        values = make(count)
        found = values.asnumpy().astype("float64")
        near = abs(found.mean() - mean) < ROOM * deviation and abs(found.std() / deviation - 1) < ROOM
        return [str(values.shape), values.asnumpy().dtype.name, str(bool(near))]

    def initial(initializer, shape, deviation):
        """Whether a parameter begins with the mean 0 and the deviation that its initialiser should give."""

        def make(_):
            parameter = mx.gluon.Parameter("layer_weight", shape=shape, init=initializer)
            parameter.initialize()
            return parameter.data()

        return drawn(make, 0, deviation)

    def first_values(initializer, name, shape):
        """What a parameter of a name begins with."""
        values = nd.zeros(shape)
        if isinstance(initializer, str):
            initializer = mx.init.create(initializer)
        initializer(mx.init.InitDesc(name), values)
        return values

    def tried(statement, names):
        """Runs a statement; says what became of it."""
        try:
            exec(statement, names)
        except Exception as problem:
            return type(problem).__name__
        return "done"

    networks = (numbers, set_up, through, unrolled)
    others = (stepped, measured, drawn, initial, first_values, tried)
    return {function.__name__: function for function in (*networks, *others)}


def without_counts(name):
    """A parameter's name without what a process has counted: `dense_weight` for `dense3_weight`."""
    return re.sub(r"\d+_", "_", name)


def listed(value):
    """Several values as a list, one as a list of one."""
    return list(value) if isinstance(value, (list, tuple)) else [value]
