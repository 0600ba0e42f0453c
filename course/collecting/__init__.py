"""What comes in: class lists, and the files that students handed in somewhere else.

collect.py   the command's work; sources.py: what kind of source it is given
archives.py  reads zips without unpacking them; file_kinds.py: what else a file may be
moodle.py, per_student.py, github.py, exchange.py  each way of handing in
owners.py    whose a file is: exactly one known id or name; copies.py: which of several counts
submitted_folder.py  writes submitted/
students.py  class lists and table_files.py: tables, however they were saved
worksheet.py Moodle's table of grades
"""
