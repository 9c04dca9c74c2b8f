"""The tutor: lessons, the learner's kernel, and the front ends that draw what happens there.

Nothing here imports the engine or NumPy outside `tutor.inside`, the one room that runs in the
learner's process. `docs/architecture.md` has the picture.
"""

__version__ = "0.1.0"
