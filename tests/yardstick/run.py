"""Runs MXNet's own unit tests on real MXNet and on this engine, and keeps what came out as `results.txt`.

    MXNET_TESTS=…/tests/python/unittest python run.py [PYTHON_WITH_MXNET] [FILE | FILE.TEST …]

The tests stay where they are: nothing of them is copied. Both Pythons need scipy, which some of the tests
import. Without a Python that has MXNet, its column of `results.txt` stays; with names of files or tests, only
these run, and the others' lines stay. Each that does not pass on both is printed, with how it fails here.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import rule

HERE = Path(__file__).parent
RESULTS = HERE / "results.txt"
LIMIT = 60
"""Seconds of computing that one test may take, however busy the machine is."""

HEAD = """\
# MXNet's own unit tests (branch v1.9.x) that keep to its imperative API: what real MXNet 1.9.1 gives, and
# what this engine gives. Written by run.py; why a test is left out stands in left_out.py.
"""


def run(python, side, folder, file, names):
    """What each of a file's tests gave: a dict of (result, reason), where a test may end the process."""
    found = {}
    with tempfile.TemporaryDirectory() as room:
        answers = Path(room) / "answers"
        while waiting := [name for name in names if name not in found]:
            answers.write_text("")
            command = [python, HERE / "one_file.py", side, folder, file, answers, str(LIMIT), *waiting]
            end = watch(subprocess.Popen(command, cwd=room, env=quiet(), **_UNHEARD), answers)
            for line in answers.read_text().splitlines():
                name, result, reason = json.loads(line)
                found[name] = result, reason
            if lost := [name for name in waiting if name not in found]:
                found[lost[0]] = "fail", end
    return found


_UNHEARD = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def quiet():
    """One thread for a product: two Pythons do not wait for each other."""
    return {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def watch(process, answers):
    """Waits for a process, and ends it where no test has finished for too long; says how it ended."""
    size, since = 0, time.monotonic()
    while process.poll() is None:
        time.sleep(0.05)
        if (now := answers.stat().st_size) != size:
            size, since = now, time.monotonic()
        elif time.monotonic() - since > 5 * LIMIT:
            process.kill()
            process.wait()
            return "hangs"
    return f"the process ended with {process.returncode}"


def read():
    """The committed results: {test: (MXNet's, the engine's)}."""
    lines = RESULTS.read_text(encoding="utf-8").splitlines() if RESULTS.exists() else []
    rows = [line.split() for line in lines if line and not line.startswith("#")]
    return {name: (mxnet, engine) for name, mxnet, engine in rows}


def write(results):
    """Writes the results, and says how many there are."""
    width = max(map(len, results))
    rows = [f"{name:{width}}  {mxnet:4}  {engine}\n" for name, (mxnet, engine) in results.items()]
    RESULTS.write_text(HEAD + "".join(rows), encoding="utf-8")
    for file in (*rule.FILES, ""):
        mine = [pair for name, pair in results.items() if name.startswith(f"{file}.") or not file]
        passing = [engine for mxnet, engine in mine if mxnet == "pass"]
        print(
            f"{file or 'all'}: {len(mine)} tests, {len(passing)} pass on MXNet, "
            f"{passing.count('pass')} of these here"
        )


def main(folder, arguments):
    """Runs the chosen tests, or those that are named, and writes what they gave."""
    mxnet = arguments.pop(0) if arguments and "/" in arguments[0] else None
    before, results = read(), {}
    for file, names in rule.chosen(folder).items():
        wanted = [name for name in names if not arguments or {file, f"{file}.{name}"} & set(arguments)]
        theirs = run(mxnet, "mxnet", folder, file, wanted) if mxnet else {}
        ours = run(sys.executable, "engine", folder, file, wanted)
        for name in names:
            test = f"{file}.{name}"
            known = before.get(test, ("?", "?"))
            there, here = theirs.get(name, known[:1]), ours.get(name, known[1:])
            results[test] = there[0], here[0]
            if name in ours and results[test] != ("pass", "pass"):
                print(f"{test}: MXNet {there[0]}, here {here[0]}: {here[1]}", flush=True)
    write(results)


if __name__ == "__main__":
    main(os.environ["MXNET_TESTS"], sys.argv[1:])
