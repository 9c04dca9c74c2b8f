"""Around a block's computation: hooks that can be taken away, and blocks that it does not know of."""

import warnings
from functools import wraps
from itertools import count

from engine import hooks
from engine.ops.op import registry

#: What MXNet computes by its operation Activation.
_ACTIVATIONS = ("relu", "sigmoid", "softrelu", "softsign", "tanh")


def tell_of_hidden_blocks(block):
    """Warns of blocks in a plain list or dict of a block, whose parameters nobody would find."""
    known = set(map(id, block._children.values()))
    for name, value in vars(block).items():
        if name.startswith("_") or not isinstance(value, (list, tuple, dict)):
            continue
        if any(id(each) not in known for each in _blocks_in(value)):
            warnings.warn(
                f"the attribute {name} of {type(block).__name__} is a {type(value).__name__} of blocks, "
                "whose parameters are not found: use nn.Sequential, or register_child(block) for each",
                stacklevel=3,
            )


def _blocks_in(value):
    """The blocks in lists and dicts, however deep."""
    if hasattr(value, "collect_params"):
        yield value
    elif isinstance(value, (list, tuple, dict)):
        for entry in value.values() if isinstance(value, dict) else value:
            yield from _blocks_in(entry)


class Hook:
    """A registered hook, which can be taken away."""

    _numbers = count()

    def __init__(self, hooks, hook):
        self._hooks = hooks
        self._key = next(self._numbers)
        hooks[self._key] = hook

    def detach(self):
        """Takes the hook away."""
        self._hooks.pop(self._key, None)


def watch_operations(root, callback, with_inputs):
    """Calls `callback(name, operation, array)` for what is computed in a block, named after its blocks."""
    names = []

    def tell(operation, inputs, arguments, output):
        if operation not in registry:  # numbers drawn for parameters, writes
            return
        row, prefix = registry[operation], f"{names[-1]}_fwd"
        activation = operation in _ACTIVATIONS
        shown = "Activation" if activation else operation
        hooks.on_op, own = None, hooks.on_op  # what the callback computes is not told
        try:
            for number, array in enumerate(inputs if with_inputs else ()):
                known = not activation and number < len(row.names)
                callback(f"{prefix}_{row.names[number] if known else f'input{number}'}", shown, array)
            for array in output if isinstance(output, list) else [output]:
                callback(f"{prefix}_output", shown, array)
        finally:
            hooks.on_op = own

    def watched(block, forward):
        @wraps(forward)
        def run(*args):
            before = hooks.on_op
            names.append(block.name)
            hooks.on_op = tell
            try:
                return forward(*args)
            finally:
                names.pop()
                hooks.on_op = before

        return run

    for block in root._walk():
        block.forward = watched(block, block.forward)
