"""One side of the comparison in a process of its own, which runs steps when asked.

    python worker.py SIDE

SIDE is `engine`, `mxnet`, or another module of this folder. On standard input come lines of JSON,
["make", loop], ["run", loop, steps] or ["memory", loop, steps]; each is answered with one line: whether the
side has the loop, the seconds that the steps took, or the growth of resident memory in KiB. Seconds are the
smaller of the wall clock's and the processor's: others on the machine lengthen the first, threads of a
side's own the second.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from itertools import islice
from time import perf_counter, process_time


def side(name):
    """The module with a side's loops, and what waits until all its computing is done."""
    if name == "engine":
        import engine

        engine.install_as_mxnet()
    if name in ("engine", "mxnet"):
        from mxnet import nd

        return import_module("book"), nd.waitall
    return import_module(name), lambda: None


def seconds(loop, steps, wait):
    wall, processor = perf_counter(), process_time()
    for _ in islice(loop, steps):
        pass
    wait()
    return min(perf_counter() - wall, process_time() - processor)


def resident(field):
    """Resident memory in KiB: now ("VmRSS") or the most so far ("VmHWM"). Linux knows it."""
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(field))


def growth(loop, steps, wait):
    """By how many KiB resident memory rises at most, over its level before the steps."""
    before = resident("VmRSS")
    with open("/proc/self/clear_refs", "w") as reset:
        reset.write("5")  # the most so far begins anew
    seconds(loop, steps, wait)
    return resident("VmHWM") - before


def main():
    module, wait = side(sys.argv[1])
    loops = {}
    answers, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        order, name, *steps = json.loads(line)
        if order == "make":
            make = getattr(module, name, None)
            if make is not None:
                loops[name] = make()
            answer = make is not None
        elif order == "run":
            answer = seconds(loops[name], steps[0], wait)
        else:
            answer = growth(loops[name], steps[0], wait)
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
