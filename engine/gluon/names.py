"""How blocks get their names: `dense0_`, `dense1_`, … from a counter of the process, or of a scope."""

import threading
from collections import Counter

_scopes = threading.local()
_counts = Counter()


class NameScope:
    """The names inside one block: a `with` block in which new blocks are named after this one.

    Outside any scope blocks are counted through the process; inside, from 0 again, with the block's
    prefix in front. `shared` is the prefix and the parameters that the block takes from another one, of which
    the blocks inside take theirs.
    """

    def __init__(self, prefix, shared=None):
        self.prefix = prefix
        self.shared = shared
        self.counts = Counter()
        self._outer = []

    def __enter__(self):
        self._outer.append(getattr(_scopes, "current", None))
        _scopes.current = self
        return self

    def __exit__(self, *exception):
        _scopes.current = self._outer.pop()


def shared_inside(prefix):
    """What a new block of this full prefix shares by its scope: a prefix and parameters, or None."""
    scope = getattr(_scopes, "current", None)
    if scope is None or scope.shared is None or not prefix.startswith(scope.prefix):
        return None
    outer, parameters = scope.shared
    return outer + prefix.removeprefix(scope.prefix), parameters


def full_prefix(prefix, hint):
    """The prefix of a new block: the one given or the next one of its kind, after that of the scope.

    >>> full_prefix("first_", "dense")
    'first_'
    >>> with NameScope("net0_"):
    ...     full_prefix(None, "dense"), full_prefix(None, "dense")
    ('net0_dense0_', 'net0_dense1_')
    """
    scope = getattr(_scopes, "current", None)
    if scope is None:
        return _numbered(_counts, hint) if prefix is None else prefix
    return scope.prefix + (_numbered(scope.counts, hint) if prefix is None else prefix)


def _numbered(counts, hint):
    number = counts[hint]
    counts[hint] += 1
    return f"{hint}{number}_"


def get_state():
    """How many blocks of each kind the process has named, for `set_state` to go back to."""
    return dict(_counts)


def set_state(state):
    """Goes on counting from what `get_state` gave."""
    _counts.clear()
    _counts.update(state)
