"""Named answers are read with their headers and nothing of their source is lost."""

from course.test_power.answer_files import NamedAnswer, read_answers


def test_answers_are_split_and_headers_taken_off(tmp_path):
    (tmp_path / "double.py").write_text(
        "# %% square\n# message: 2倍\n# note: 2乗と取り違える\ndef double(x):\n"
        "    # %% is no header here\n    return x * x\n\n\n# %% none\n# message: None\nx = 1\n",
        encoding="utf-8",
    )
    square, none = read_answers(tmp_path)
    source = "def double(x):\n    # %% is no header here\n    return x * x"
    assert square == NamedAnswer("double", "square", source, "2倍", "2乗と取り違える")
    assert none == NamedAnswer("double", "none", "x = 1", "None", "")


def test_missing_folder_means_no_answers(tmp_path):
    assert read_answers(tmp_path / "nothing") == []
