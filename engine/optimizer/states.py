"""What an optimiser remembers between steps, in a file of `nd.save`'s format: numbers only, no code."""

from engine import nd
from engine.base import MXNetError
from engine.nd import NDArray


def save(path, optimizer, states):
    """Writes the states of one device's parameters by index, the optimiser's numbers and its schedule's."""
    arrays = {}
    for index, (count, state) in states.items():
        arrays[f"count.{index}"] = nd.array([count], dtype="int64")
        for place, part in enumerate(_parts(state)):
            arrays[f"state.{index}.{place}"] = part
    for owner, thing in _owners(optimizer):
        for name, value in vars(thing).items():
            if type(value) in (int, float):
                kind = "int64" if type(value) is int else "float64"
                arrays[f"{owner}.{name}"] = nd.array([value], dtype=kind)
    nd.save(path, arrays)


def load(path, optimizer, weights):
    """Reads what `save` wrote: the optimiser's numbers into place; returns counts and states by index.

    `weights` are the parameters' arrays by index. Raises MXNetError if the file is of other parameters or of
    another optimiser.
    """
    arrays = nd.load(path)
    if not isinstance(arrays, dict):
        raise MXNetError(f"{path} holds no states of an optimiser")
    states = {}
    for index, weight in weights.items():
        if f"count.{index}" not in arrays:
            continue
        state = optimizer.create_state_multi_precision(index, weight)
        for place, part in enumerate(_parts(state)):
            kept = arrays.get(f"state.{index}.{place}")
            if kept is None or kept.shape != part.shape:
                found = "none" if kept is None else f"one of shape {kept.shape}"
                raise MXNetError(
                    f"{path} is of another optimiser or other parameters: parameter {index} needs a state of "
                    f"shape {part.shape}, and there is {found}"
                )
            kept.copyto(part)
        states[index] = arrays[f"count.{index}"].asscalar().item(), state
    for owner, thing in _owners(optimizer):
        for name in vars(thing):
            if f"{owner}.{name}" in arrays:
                setattr(thing, name, arrays[f"{owner}.{name}"].asscalar().item())
    return states


def _owners(optimizer):
    pairs = ("optimizer", optimizer), ("lr_scheduler", optimizer.lr_scheduler)
    return [(name, thing) for name, thing in pairs if thing is not None]


def _parts(state):
    """The arrays of a state, in order."""
    if isinstance(state, NDArray):
        return [state]
    return [] if state is None else [array for part in state for array in _parts(part)]
