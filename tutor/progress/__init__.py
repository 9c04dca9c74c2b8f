"""What survives a sitting: where the learner stands, how each step went, the cells and what was seen of them.

`store` reads and writes it, `records` are its values, `schema` its tables, `moving` takes it elsewhere.
"""

from tutor.progress.records import Cell, Review, StepState, Wire, effective
from tutor.progress.schema import VERSION
from tutor.progress.store import Progress, default_path, peek

__all__ = ["VERSION", "Cell", "Progress", "Review", "StepState", "Wire", "default_path", "effective", "peek"]
