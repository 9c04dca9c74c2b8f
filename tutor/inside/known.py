"""Which dotted names, as lessons write them in `see`, stand for something in the engine.

`d2l-tutor lint` asks this in a process of its own, because its own holds no engine: a JSON list of names
comes in on standard input, the list of those that are unknown goes out.
"""

from __future__ import annotations

import builtins
import json
import sys
from collections.abc import Iterable

import engine


def unknown(names: Iterable[str]) -> list[str]:
    """The names that resolve to nothing from what a lesson imports.

    >>> unknown(["nd.NDArray.reshape", "nn.Dense", "nd.reshap", "print"])
    ['nd.reshap']
    """
    engine.install_as_mxnet()
    import mxnet
    from mxnet import autograd, gluon, init, nd

    roots = {"mx": mxnet, "nd": nd, "autograd": autograd, "gluon": gluon, "init": init, "nn": gluon.nn}
    return [name for name in names if not _stands_for_something(name, vars(builtins) | roots)]


def _stands_for_something(name: str, roots: dict[str, object]) -> bool:
    first, *rest = name.split(".")
    if first not in roots:
        return False
    found = roots[first]
    for part in rest:
        if not hasattr(found, part):
            return False
        found = getattr(found, part)
    return True


if __name__ == "__main__":
    json.dump(unknown(json.load(sys.stdin)), sys.stdout)
