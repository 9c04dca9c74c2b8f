"""Compares the engine's results with those of real MXNet: `python compare.py` prints what differs."""

import gzip
import json
from pathlib import Path

import evaluate
import numpy as np

GOLDEN = Path(__file__).parent / "golden.json.gz"

#: How far floats may be off: their last digits differ with the order of sums.
RELATIVE, ABSOLUTE = 2e-5, 2e-6


def differences(golden, names):
    """The calls whose results differ, with both results."""
    for line, expected in golden.items():
        found = evaluate.evaluate(line, names)
        if not agree(found, expected):
            yield line, found, expected


def agree(found, expected):
    """Whether two results say the same: the same arrays, or exceptions of the same type."""
    return found.keys() == expected.keys() and all(
        found[key] == expected[key]
        if isinstance(expected[key], str)
        else len(found[key]) == len(expected[key])
        and all(alike(*pair) for pair in zip(found[key], expected[key], strict=True))
        for key in expected
    )


def alike(found, expected):
    """Whether two parts are the same text, or arrays of one shape and dtype with values close enough."""
    if isinstance(found, str) or isinstance(expected, str):
        return found == expected
    return found[:2] == expected[:2] and np.allclose(
        found[2], expected[2], rtol=RELATIVE, atol=ABSOLUTE, equal_nan=True
    )


def load():
    """The results that were recorded, by call."""
    return json.loads(gzip.decompress(GOLDEN.read_bytes()))


if __name__ == "__main__":
    count = 0
    for call, here, there in differences(load(), evaluate.loaded("engine")):
        count += 1
        print(f"{call}\n    here  {json.dumps(here)[:300]}\n    MXNet {json.dumps(there)[:300]}")
    print(count, "differ")
