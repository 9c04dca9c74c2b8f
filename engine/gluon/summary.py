"""A network as a table: what each of its layers gives for an input, and how many parameters it has."""

import math

from engine.nd import NDArray

_ROW = "{:>20}  {:>42} {:>15}"
_LINE = "-" * 80


def summary(network, inputs):
    """Prints the table of a network, which computes once for that."""
    rows, handles, seen, shared = [], [], set(), 0
    total = learnt = 0

    def row(block, _, output):
        nonlocal total, learnt, shared
        own = 0
        for parameter in block._reg_params.values():
            own += (size := math.prod(parameter.shape))
            total += size
            learnt += size if parameter.grad_req != "null" else 0
            shared += size if parameter in seen else 0
            seen.add(parameter)
        rows.append((f"{type(block).__name__}-{len(rows)}", str(_shapes(output)), own))

    def watch(block):
        if getattr(block, "_active", False):
            raise AssertionError(f"{block.name} is hybridized, and MXNet shows a summary only before that")
        handles.append(block.register_forward_hook(row))

    rows.append(("Input", str(_shapes(list(inputs) if len(inputs) > 1 else inputs[0])), 0))
    network.apply(watch)
    try:
        network(*inputs)
    finally:
        for handle in handles:
            handle.detach()
    print(_LINE, _ROW.format("Layer (type)", "Output Shape", "Param #"), _LINE, sep="\n")
    for each in rows:
        print(_ROW.format(*each))
    print(_LINE)
    print(f"Parameters: {total}, {learnt} of them trainable, {total - learnt} not")
    print(f"Shared, and counted twice: {shared}")
    print(_LINE)


def _shapes(values):
    """The shapes of arrays in lists."""
    if isinstance(values, NDArray):
        return values.shape
    return [_shapes(value) for value in values] if isinstance(values, (list, tuple)) else None
