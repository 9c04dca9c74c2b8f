"""The kernel room: one kernel process over Jupyter's protocol, its messages turned into events.

Importing it is cheap: `jupyter_client` is loaded when a kernel starts, after the first screen is drawn.
"""

from tutor.kernel.answers import Completion, Completions
from tutor.kernel.kernel import Kernel
from tutor.kernel.process import KernelFailed

__all__ = ["Completion", "Completions", "Kernel", "KernelFailed"]
