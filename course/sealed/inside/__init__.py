"""The part of sealed grading that also lives in the sandbox.

It must not import anything of the course but `common.classroom.exercise`, and nothing that is
secret.
"""
