"""The one error that `course` shows to people: a clear Japanese message instead of a traceback."""


class CourseError(Exception):
    """Something the user can mend; the message says what and how, one problem per line."""

    def __init__(self, *problems: str):
        super().__init__("\n".join(problems))
        self.problems = problems
