"""The learner's process: the kernel, its IPython extension, and all that watches, judges and puts back.

`python -P -m tutor.inside -f FILE` is the tutor's own kernel (`__main__.py`); in any other kernel,
`%load_ext tutor.inside` does the same but for the limits of the process. What happens there leaves as
events of `tutor.events` through `wire.publish`; what the session wants comes in through `commands`.
"""

from __future__ import annotations

from typing import Any


def load_ipython_extension(shell: Any) -> None:
    """Called by `%load_ext tutor.inside`."""
    from tutor.inside.extension import load

    load(shell)
