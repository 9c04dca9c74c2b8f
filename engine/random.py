"""Random numbers: one generator a device, started from one seed.

`engine.nd.random` draws from them; `seed` starts them again; `get_state` and `set_state` let a
program go back to where it was.
"""

from engine import backend
from engine.context import Context

_seed = 0
_generators = {}


def seed(seed_state, ctx="all"):
    """Starts the generators again, so that the same numbers follow.

    Parameters
    ----------
    seed_state : int
        Any integer.
    ctx : Context or 'all'
        The device whose generator to start.

    Examples
    --------
    >>> mx.random.seed(1)
    >>> x = nd.random.normal(shape=3)
    >>> mx.random.seed(1)
    >>> (x == nd.random.normal(shape=3)).sum()
    <BLANKLINE>
    [3.]
    <NDArray 1 @cpu(0)>
    """
    global _seed
    if ctx == "all":
        _seed = int(seed_state)
        _generators.clear()
    else:
        context = Context(ctx)
        _generators[context] = backend.generator(context.xp, _sequence(int(seed_state), context))


def generator(context):
    """The generator of a device."""
    xp, found = context.xp, _generators.get(context)  # `xp` first: a GPU draws where it is current
    if found is None:
        found = _generators[context] = backend.generator(xp, _sequence(_seed, context))
    return found


def _sequence(seed_state, context):
    return [seed_state & (2**63 - 1), context.device_id]


def get_state():
    """Where every generator stands, to be given to `set_state`. It can be pickled."""
    return _seed, {context: backend.generator_state(found) for context, found in _generators.items()}


def set_state(state):
    """Puts every generator back to where it stood at `get_state`."""
    global _seed
    _seed, states = state
    _generators.clear()
    for context, inner in states.items():
        backend.restore_generator(generator(context), inner)


def __getattr__(name):
    """The samplers of `nd.random`, which MXNet offers here too."""
    from engine.nd import random

    if name in random.__all__:
        return getattr(random, name)
    raise AttributeError(f"module 'engine.random' has no attribute {name!r}")
