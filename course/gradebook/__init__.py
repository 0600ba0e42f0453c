"""The gradebook: SQLite in the course's folder, or PostgreSQL for several graders at once.

address.py   where it is (a URL), how to open it, and one clear line where that fails
move.py      `course gradebook move`: a copy in another place, compared before it counts
nbgrader_patches.py  what nbgrader needs for PostgreSQL and for several graders at once
"""
