"""What nbgrader's exchange lays beside a hand-in, and asks for beside its feedback page.

`nbgrader release_feedback` hides the page behind the secret, which only the student knows as well:
so it stays in submitted/ and feedback/, and goes neither to a worker nor into an export.
"""

import re
from pathlib import Path

TIMESTAMP = "timestamp.txt"
SECRET = "submission_secret.txt"
LONGEST = 1_000
TEXT = re.compile(rb"[\r\n -~]+")  # students can write anything into a file in the exchange


def exchange_files(submitted: Path) -> dict[str, str]:
    """Both files; none where the hand-in did not come through the exchange."""
    found = {name: exchange_text(submitted / name) for name in (TIMESTAMP, SECRET)}
    return found if all(found.values()) else {}


def exchange_text(path: Path) -> str:
    """What one of the files says, to the letter; nothing where it cannot be nbgrader's."""
    try:
        if path.is_symlink() or not path.is_file():
            return ""
        with path.open("rb") as file:
            data = file.read(LONGEST + 1)
    except OSError:
        return ""
    return data.decode("ascii") if len(data) <= LONGEST and TEXT.fullmatch(data) else ""
