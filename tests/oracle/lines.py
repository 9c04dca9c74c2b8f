"""All calls, in order: `python lines.py` prints them."""

import itertools

import calls
import functions
import gluon_calls
import networks
import programs
import training

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
    "other functions": lambda: itertools.chain(functions.other_functions(), functions.contrib()),
    "sequences": lambda: itertools.chain(functions.sequences(), functions.recurrence()),
    "statistics": functions.statistics,
    "heads": functions.heads,
    "samplers": functions.samplers,
    "windows as layers": gluon_calls.window_layers,
    "other layers": gluon_calls.other_layers,
    "losses": gluon_calls.losses,
    "recurrent": gluon_calls.recurrent,
    "uses of Gluon": gluon_calls.uses,
    "optimizers": training.optimizers,
    "initializers": training.initializers,
    "metrics": training.metrics,
    "data": training.data,
    "programs": lambda: itertools.chain(programs.programs(900), programs.written(), programs.passes(600)),
}


def generate():
    """The calls of all parts, none twice."""
    return list(dict.fromkeys(line for part in PARTS.values() for line in part()))


if __name__ == "__main__":
    print("\n".join(generate()))
