"""Evaluates calls on whichever of the two stands behind `mxnet`: the real one, or this engine.

A call is a line `names = arrays; expression`: `x (2, 3) float32 -2 2; nd.clip(x, 0, 1)` draws `x` between -2
and 2 and evaluates the expression. What comes out, and the gradients of the arrays of floats where it can be
differentiated, is a result: lists of [shape, dtype, values], or the type of the exception.

    python evaluate.py mxnet|engine CALLS RESULTS [START]

evaluates the lines of a file, writing a line of JSON after each, so that a process that dies says where.
"""

import json
import sys
import warnings
import zlib
from pathlib import Path

import numpy as np
import passes


def loaded(name):
    """The namespace of the expressions: `nd`, `autograd`, `mx`, `np`, and the functions of `passes.py`."""
    if name == "engine":
        import engine

        engine.install_as_mxnet()
    import mxnet as mx

    return {"mx": mx, "nd": mx.nd, "autograd": mx.autograd, "np": np, **passes.functions(mx)}


def draw(shape, dtype, low, high, seed):
    """Values that NumPy's old generator gives, which is the same in every version."""
    rng = np.random.RandomState(seed)
    if np.dtype(dtype).kind in "iu":
        return rng.randint(int(float(low)), int(float(high)) + 1, shape).astype(dtype)
    return rng.uniform(float(low), float(high), shape).astype(dtype)


def evaluate(line, names):
    """The result of a call."""
    declarations, expression = line.split("; ", 1)
    arrays = {}
    for number, declaration in enumerate(filter(None, declarations.split(" | "))):
        name, shape, dtype, low, high = declaration.replace(", ", ",").split(" ")
        seed = zlib.crc32(line.encode()) % 100003 + number
        values = draw(eval(shape), dtype, low, high, seed)
        arrays[name] = names["nd"].array(values, dtype=dtype)
    floats = [array for array in arrays.values() if array.dtype in (np.float32, np.float64)]
    try:
        if expression.startswith("plain: "):
            with names["autograd"].pause():  # a program that records itself may end before it stops
                return {"out": parts(run(expression, {**names, **arrays}), names)}
        for array in floats:
            array.attach_grad()
        with names["autograd"].record():
            output = run(expression, {**names, **arrays})
        result = {"out": parts(output, names)}
    except Exception as problem:
        return {"error": kind(problem)}
    heads = [head for head in flat(output) if hasattr(head, "attach_grad")]
    heads = [head for head in heads if head.dtype in (np.float32, np.float64)]
    if not floats or not heads:
        return result
    try:
        weights = [weights_of(head, names) for head in heads]
        names["autograd"].backward(heads, weights)
        result["grad"] = parts([array.grad for array in floats], names)
    except Exception as problem:
        result["grad_error"] = kind(problem)
    return result


def run(expression, names):
    """The value of an expression; of a program, `do: statement // … // expression`, that of its end.

    A program that begins with `plain: ` is not recorded.
    """
    kind, _, program = expression.partition(": ")
    if kind not in ("do", "plain"):
        return eval(expression, names)
    *statements, end = program.split(" // ")
    for statement in statements:
        exec(statement, names)
    return eval(end, names)


def weights_of(head, names):
    """The gradient that a head begins with: numbers between -1 and 1, none like another."""
    values = np.cos(np.arange(head.size) * 1.7 + 0.3).reshape(head.shape)
    return names["nd"].array(values, dtype=head.dtype)


def kind(problem):
    """The type of an exception, by which both sides are compared."""
    return type(problem).__name__


def flat(output):
    """Outputs as a list."""
    return list(output) if isinstance(output, (list, tuple)) else [output]


def parts(output, names):
    """Outputs as lists of [shape, dtype, values]; whatever is no array as its text."""
    result = []
    for part in flat(output):
        if not hasattr(part, "asnumpy"):
            result.append(repr(part) if not isinstance(part, np.generic) else repr(part.item()))
            continue
        values = part.asnumpy()
        numbers = [float(f"{value:.6g}") for value in values.ravel().astype("float64")]
        result.append([list(values.shape), values.dtype.name, numbers])
    return result


def main(side, calls, results, start="0"):
    """Evaluates the lines of a file from one on."""
    warnings.simplefilter("ignore")
    names = loaded(side)
    lines = Path(calls).read_text(encoding="utf-8").splitlines()
    with open(results, "a", encoding="utf-8") as out:
        for line in lines[int(start) :]:
            print(json.dumps(evaluate(line, names)), file=out, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
