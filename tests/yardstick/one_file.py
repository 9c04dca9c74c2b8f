"""Runs tests of one file of MXNet's, on real MXNet or on this engine, and writes what each gave.

    python one_file.py mxnet|engine FOLDER FILE ANSWERS LIMIT TEST …

A line of JSON for each test, `[name, "pass" | "skip" | "fail", reason]`: a process that dies has said where.
"""

import importlib.util
import json
import random
import signal
import sys
import traceback
import unittest
import warnings
from pathlib import Path

import numpy
import stand_ins


def load(folder, file):
    """The file as a module, under its own name, as pickles of its classes want."""
    spec = importlib.util.spec_from_file_location(file, Path(folder) / f"{file}.py")
    module = sys.modules[file] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(test, limit):
    """What a test gave, and why it failed."""
    import mxnet

    random.seed(1)
    numpy.random.seed(1)
    mxnet.random.seed(1)
    signal.setitimer(signal.ITIMER_PROF, limit)
    try:
        test()
        mxnet.nd.waitall()
    except unittest.SkipTest as reason:
        return "skip", str(reason)
    except BaseException as problem:
        return "fail", f"{type(problem).__name__}: {str(problem)[:300]} [{where(problem)}]"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return "pass", ""


def where(problem):
    """The last line of the test's file, and the last of all, on the way to an exception."""
    frames = traceback.extract_tb(problem.__traceback__)
    tests = [frame for frame in frames if Path(frame.filename).name.startswith("test_")]
    return " … ".join(f"{Path(f.filename).name}:{f.lineno} {f.line}" for f in (*tests[-1:], *frames[-1:]))


def too_long(*_):
    """The alarm's answer."""
    raise TimeoutError("takes too long")


def main(side, folder, file, answers, limit, *names):
    """Runs the tests one after the other."""
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGPROF, too_long)
    stand_ins.install(side)
    try:
        module, broken = load(folder, file), None
    except Exception as problem:
        module, broken = None, ("fail", f"the file: {problem!r} [{where(problem)}]")
    for name in names:
        result = broken or run(getattr(module, name), int(limit))
        with open(answers, "a", encoding="utf-8") as lines:
            lines.write(json.dumps([name, *result]) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
