"""Is everything there that the tutor needs, or could use? Each finding with the line that mends it.

`checks.py` looks at this process and the files, `process.py` starts the learner's, `findings.py` says
what a finding is. `d2l-tutor doctor` prints them. No front end imports this room.
"""

from tutor.doctor.checks import examine
from tutor.doctor.findings import Finding, State

__all__ = ["Finding", "State", "examine"]
