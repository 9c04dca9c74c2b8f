"""All calls, in order: `python lines.py` prints them."""

import itertools

import calls
import networks
import programs

PARTS = {
    "elementwise": lambda: itertools.chain(calls.unary(), calls.binary()),
    "reductions": calls.reductions,
    "shapes": calls.shaping,
    "choosing": calls.choosing,
    "products": networks.products,
    "activations": networks.activations,
    "windows": networks.windows,
    "normalising": networks.normalising,
    "layers": networks.layers,
    "creation": networks.creation,
    "programs": lambda: programs.programs(900),
}


def generate():
    """The calls of all parts, none twice."""
    return list(dict.fromkeys(line for part in PARTS.values() for line in part()))


if __name__ == "__main__":
    print("\n".join(generate()))
