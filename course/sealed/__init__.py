"""Sealed grading: the learner's cells run in a sandbox, the tests outside it.

inside/      what both sides share and what runs in the sandbox (standard library, NumPy, IPython)
view.py      what can be seen inside; fork_server.py: the process that sandboxes are forked from
sandbox.py   a running sandbox and its limits
session.py   the grader's end of one sandbox
running.py   one pass over a notebook: learner's cells in the sandbox, test cells here
show.py      the display copy, first: visible tests, the learner's own words
judge.py     the verdicts, second: hidden tests too, the author's words only
executor.py  show, judge, and what people may see of both
caps.py      how much of a submission is parsed, run and drawn
display.py   outputs for the page, whatever a submission says they are
verdicts.py  what can be said of an exercise: a closed list (judge decides which)
seccomp.py   the system calls that a sandbox may not make
borrowed.py  what an answer seems to have copied from common: for people, never for the score
guard.py     one clock and one memory limit for all of this: child, guarded are its two ends
rebuild.py   the notebook to grade: structure and tests from source/, answers from the submission
             (submitted_cells: however an editor saved them; split_cells; syntax: code compared;
             learners_markdown, pictures: what free texts may hold)
answer_errors.py  what is said of an answer that Python cannot read
preprocessors.py  in the places of nbgrader's Execute and SaveAutoGrades
safe_unzip.py     in the place of nbgrader's extractor of archives

Nothing that happens in the sandbox can turn a wrong value into a right one: hidden tests and
expected values never enter it, and only plain values come out of it.
"""
