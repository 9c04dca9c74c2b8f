"""Asks real MXNet for the results of all calls, and keeps them as `golden.json.gz`.

    python record.py PYTHON_WITH_MXNET

Each call is made twice, by two processes; what differs between them is left out, and so is what ends a
process. Both are counted. Results are kept with six digits; calls that come from one expression with
the same result are kept once each, since the file shrinks to little anyway.
"""

import contextlib
import gzip
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from lines import generate

HERE = Path(__file__).parent
GOLDEN = HERE / "golden.json.gz"

#: Seconds for all calls: a guard against what hangs.
LONGEST = 600


def ask(python, side, lines, folder, label):
    """The results of all lines; None for those at which the process died."""
    calls, results = folder / "calls.txt", folder / f"{label}.jsonl"
    calls.write_text("\n".join(lines), encoding="utf-8")
    done = []
    while len(done) < len(lines):
        results.write_text("")
        command = [python, str(HERE / "evaluate.py"), side, str(calls), str(results), str(len(done))]
        with contextlib.suppress(subprocess.TimeoutExpired):  # what hangs counts as dead
            subprocess.run(command, check=False, capture_output=True, timeout=LONGEST)
        answers = [json.loads(line) for line in results.read_text().splitlines() if line.endswith("}")]
        done += answers
        if len(done) < len(lines):
            done.append(None)
    return done


def main(python):
    """Records, and says how many calls there are, and how many were left out."""
    lines = generate()
    with tempfile.TemporaryDirectory() as folder:
        first, second = (ask(python, "mxnet", lines, Path(folder), label) for label in ("first", "second"))
    pairs = list(zip(lines, first, second, strict=True))
    died = [line for line, one, other in pairs if one is None or other is None]
    varied = [line for line, one, other in pairs if None not in (one, other) and not same(one, other)]
    kept = {line: one for line, one, _ in pairs if line not in {*died, *varied}}
    with gzip.GzipFile(GOLDEN, "wb", mtime=0) as file:
        file.write(json.dumps(kept, separators=(",", ":")).encode())
    print(f"{len(lines)} calls, {len(kept)} kept; {len(died)} ended the process, {len(varied)} vary")
    for line in died + varied:
        print("left out:", line)


def same(one, other):
    """Whether two results of one side are the same, nan included."""
    return json.dumps(one) == json.dumps(other)


if __name__ == "__main__":
    main(sys.argv[1])
