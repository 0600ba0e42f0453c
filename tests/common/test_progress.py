"""What is left of the learner's progress, and the table that shows it."""

import json
from pathlib import Path

import pytest
from jupyter_client.manager import start_new_kernel

from common import checking, progress
from common.classroom.exercise import CheckFailed
from common.progress import ProgressTable


def markdown(source, **nbgrader):
    return {"cell_type": "markdown", "source": [source], "metadata": {"nbgrader": nbgrader}}


def test_cell(name, points):
    metadata = {"nbgrader": {"grade": True, "grade_id": f"{name}_test", "points": points}}
    return {"cell_type": "code", "source": [], "metadata": metadata}


test_cell.__test__ = False

CELLS = [
    markdown("# 章\n\n### やってみよう 1　全結合 & <和>\n本文"),
    {"cell_type": "code", "source": ["def linear(): ..."], "metadata": {}},
    test_cell("linear", 5),
    markdown("## 確認\n\n### やってみよう 2　図を読む"),
    test_cell("layer_sizes", 2.5),
    markdown("### やってみよう 3　なぜ"),
    markdown("考察", grade=True, solution=True, grade_id="discussion", points=4),
]


@pytest.fixture(autouse=True)
def in_own_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = json.dumps({"cells": CELLS}, ensure_ascii=False)
    Path("1_1.ipynb").write_text(text, encoding="utf-8")


def test_table_before_anything_shows_titles_points_and_what_is_graded_by_hand():
    assert ProgressTable("1_1").rows == [
        ("やってみよう 1　全結合 & <和>", 5, "－ これから"),
        ("やってみよう 2　図を読む", 2.5, "－ これから"),
        ("やってみよう 3　なぜ", 4, "講師が採点"),
    ]


@pytest.mark.parametrize(
    "result, mark",
    [
        ("passed", "✓ 見えるテストに合格"),
        ("failed", "✗ もう少し"),
        ("answered", "○ 答えた（正解かどうかは採点で）"),
        ("unsolved", "－ これから"),
        ("something else", "－ これから"),
    ],
)
def test_recorded_result_gets_its_mark(result, mark):
    progress.record("linear", result)
    marks = [row[2] for row in ProgressTable("1_1").rows]
    assert marks == [mark, "－ これから", "講師が採点"]


TWO_PARTS = [
    {
        "cell_type": "code",
        "source": [],
        "metadata": {"nbgrader": {"grade_id": "linear", "solution": True, "grade": False}},
    },
    test_cell("linear", 5),
    test_cell("linear_test_large", 2),
    test_cell("relu", 1),
]


@pytest.mark.parametrize(
    "results, mark, summary",
    [
        ({}, "－ これから", "0 / 2 問が合格です（0 / 8 点）"),
        ({"linear": "unsolved", "linear_test_large": "unsolved"}, "－ これから", "（0 / 8 点）"),
        ({"linear": "failed"}, "✗ もう少し", "（0 / 8 点）"),
        ({"linear": "passed"}, "△ 一部が合格（5 / 7 点）", "0 / 2 問が合格です（5 / 8 点）"),
        (
            {"linear": "failed", "linear_test_large": "passed"},
            "△ 一部が合格（2 / 7 点）",
            "0 / 2 問が合格です（2 / 8 点）",
        ),
        (
            {"linear": "passed", "linear_test_large": "passed"},
            "✓ 見えるテストに合格",
            "1 / 2 問が合格です（7 / 8 点）",
        ),
    ],
)
def test_exercise_with_several_test_cells_is_one_row_that_counts_each_part(results, mark, summary):
    Path("1_1.ipynb").write_text(json.dumps({"cells": TWO_PARTS}), encoding="utf-8")
    for name, result in results.items():
        progress.record(name, result)
    table = ProgressTable("1_1")
    assert table.rows == [("linear", 7, mark), ("relu", 1, "－ これから")]
    assert summary in table.summary


def test_each_part_of_an_exercise_writes_down_its_own_result(capsys):
    with checking.exercise("linear"):
        pass
    with (
        pytest.raises(CheckFailed, match="linear（大きな値）：違います"),
        checking.exercise("linear", part="large", about="大きな値"),
    ):
        checking.assert_true(False, "違います")
    assert json.loads(Path(progress.FILE_NAME).read_text(encoding="utf-8")) == {
        "linear": "passed",
        "linear_test_large": "failed",
    }


@pytest.mark.slow
def test_results_outlive_the_kernel_and_come_in_any_order():
    start = "from common import checking as check\nfrom common.progress import ProgressTable\n"
    fail = "with check.exercise('linear'):\n    check.assert_true(False, '題')"
    run_in_new_kernel(start + "with check.exercise('layer_sizes', quiz=True): pass", fail)
    run_in_new_kernel(start + "with check.exercise('linear'): pass")
    out = run_in_new_kernel(start + "print(ProgressTable('1_1'))")
    assert [line[0] for line in out.splitlines()[:3]] == ["✓", "○", "講"]
    assert "1 / 3 問が合格です（5 / 11.5 点）" in out


def run_in_new_kernel(*cells):
    """What the last cell prints; the kernel is gone then."""
    manager, client = start_new_kernel(cwd=str(Path.cwd()))
    told = []
    try:
        for cell in cells:
            told.clear()
            client.execute_interactive(
                cell, timeout=60, output_hook=lambda m: told.append(m["content"].get("text", ""))
            )
        return "".join(told)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def test_later_result_replaces_the_earlier_one_and_leaves_no_other_file(tmp_path):
    progress.record("linear", "failed")
    progress.record("layer_sizes", "answered")
    progress.record("linear", "passed")
    table = ProgressTable("1_1")
    assert table.summary == (
        "見えるテストでは、1 / 3 問が合格です（5 / 11.5 点）。"
        "ほかに 1 問（2.5 点）は、答えを書きました。"
    )
    assert sorted(p.name for p in tmp_path.iterdir()) == [".progress.json", "1_1.ipynb"]


def test_summary_counts_only_passed_exercises():
    progress.record("linear", "failed")
    assert ProgressTable("1_1").summary == "見えるテストでは、0 / 3 問が合格です（0 / 11.5 点）。"


def test_html_escapes_titles_and_has_one_row_each():
    shown = ProgressTable("1_1")._repr_html_()
    assert "全結合 &amp; &lt;和&gt;" in shown
    assert shown.count("<tr>") == 1 + len(ProgressTable("1_1").rows)


def test_text_has_one_line_each_and_the_summary():
    progress.record("linear", "passed")
    lines = repr(ProgressTable("1_1")).splitlines()
    assert lines[0] == "✓ 見えるテストに合格  やってみよう 1　全結合 & <和>（5 点）"
    assert lines[-1] == "見えるテストでは、1 / 3 問が合格です（5 / 11.5 点）。"


def test_table_of_a_grading_says_so():
    progress.record("linear", "passed")
    table = ProgressTable("1_1", graded=True)
    assert table.rows[0][2] == "✓ できた"
    assert table.summary == "採点では、1 / 3 問が合格です（5 / 11.5 点）。"


@pytest.mark.parametrize("content", ["", "{broken", "[1, 2]", "null", "\udcff"])
def test_unreadable_progress_starts_again(content):
    Path(".progress.json").write_text(content, encoding="utf-8", errors="surrogateescape")
    progress.record("linear", "passed")
    assert ProgressTable("1_1").rows[0][2] == "✓ 見えるテストに合格"


@pytest.mark.parametrize("content", [None, "", "{}", "{broken"])
def test_missing_or_broken_notebook_is_said(content):
    if content is None:
        Path("1_1.ipynb").unlink()
    else:
        Path("1_1.ipynb").write_text(content, encoding="utf-8")
    assert "1_1.ipynb が隣に見つからない" in ProgressTable("1_1").summary


def test_folder_that_cannot_be_written_costs_nothing_and_is_said(monkeypatch, tmp_path):
    def refuse(self, *args, **kwargs):
        raise PermissionError

    monkeypatch.setattr(Path, "write_bytes", refuse)
    monkeypatch.setattr("os.access", lambda path, mode: False)
    progress.record("linear", "passed")
    assert "書き込めない" in ProgressTable("1_1").summary
    assert not (tmp_path / ".progress.json").exists()


def test_folder_that_is_gone_costs_nothing(tmp_path, monkeypatch):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    progress.record("linear", "passed")
