"""A visitor's process: the tutor as its command line opens it, and a watch on the server that started it.

A server that is killed cannot end its visitors; each of them sees that it is gone, and ends itself with
its kernel.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import threading
import time
from typing import Final

LONGEST_GOODBYE: Final = 10
"""Seconds that the session has to close once the server is gone."""


def main() -> None:
    """Run `d2l-tutor ARGUMENT…` while the server lives, as `python -m tutor.serve.child SERVER ARGUMENT…`."""
    server, *arguments = sys.argv[1:]
    threading.Thread(target=_watch, args=(int(server),), daemon=True).start()
    sys.argv = ["d2l-tutor", *arguments]
    runpy.run_module("tutor.cli", run_name="__main__")


def _watch(server: int) -> None:
    while os.getppid() == server:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(LONGEST_GOODBYE)
    os._exit(1)


if __name__ == "__main__":
    main()
