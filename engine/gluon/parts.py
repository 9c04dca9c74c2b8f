"""Around a block's computation: hooks that can be taken away, and blocks that it does not know of."""

import warnings
from itertools import count


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
