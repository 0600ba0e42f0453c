"""Sealed grading: the learner's cells run in a sandbox, the tests outside it.

inside/      what both sides share and what runs in the sandbox (standard library, NumPy, IPython)
sandbox.py   the bubblewrap sandbox and its limits
session.py   the grader's end of one sandbox
executor.py  one notebook: learner's cells in the sandbox, test cells here, a verdict per exercise
guard.py     one clock and one memory limit for all of this: child, guarded are its two ends
rebuild.py   the notebook to grade: structure and tests from source/, answers from the submission
nbgrader.py  the two preprocessors that take the places of nbgrader's Execute and SaveAutoGrades

Nothing that happens in the sandbox can turn a wrong value into a right one: hidden tests and
expected values never enter it, and only plain values come out of it.
"""
