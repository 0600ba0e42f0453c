"""What the report says of a class, computed by hand."""

import pytest
from scipy.stats import pointbiserialr

from course.report.numbers import chapter_numbers

SOLVED = {
    "s1": ("add", "scale", "mean", "norm"),
    "s2": ("add", "scale", "mean"),
    "s3": ("add", "scale"),
    "s4": ("add", "norm"),
    "s5": ("add",),
    "s6": (),
}


@pytest.fixture
def graded(small_class):
    for student, solved in SOLVED.items():
        small_class.grade(student, solved)
    return small_class


def numbers(small_class):
    return chapter_numbers(small_class.read(), {})


def exercise(small_class, name):
    return next(e for e in numbers(small_class)["exercises"] if e["name"] == name)


def test_pass_rate_and_difficulty_of_an_exercise(graded):
    found = exercise(graded, "scale")
    assert (found["number"], found["title"], found["full"]) == ("2", "問題scale", 3)
    assert (found["passed"], found["scored"], found["waiting"]) == (3, 6, 0)
    assert found["pass_rate"] == found["difficulty"] == 0.5


def test_partial_points_count_for_difficulty_and_not_for_the_pass_rate(graded):
    full = {"add": 4, "scale": 3, "mean": 2, "norm": 1, "discussion": 5}
    graded.gradebook({"s1": full, "s2": full | {"scale": 1.5}})
    found = exercise(graded, "scale")
    assert found["pass_rate"] == 0.5
    assert found["difficulty"] == 0.75
    assert found["outcomes"]["partly"] == 1


@pytest.mark.parametrize("name", ["scale", "mean", "norm"])
def test_discrimination_is_with_the_total_of_the_other_exercises(graded, name):
    solved = [name in answers for answers in SOLVED.values()]
    others = [
        sum(graded.full[other] for other in answers if other != name) for answers in SOLVED.values()
    ]
    expected = pointbiserialr(solved, others).statistic
    assert exercise(graded, name)["discrimination"] == pytest.approx(expected, abs=1e-6)


def test_discrimination_where_everybody_solved_it_is_none(small_class):
    for student, solved in SOLVED.items():
        small_class.grade(student, {*solved, "add"})
    assert exercise(small_class, "add")["discrimination"] is None


def test_exercise_that_waits_for_a_person_is_no_zero(graded):
    found = numbers(graded)
    discussion = found["exercises"][-1]
    assert (discussion["waiting"], discussion["scored"]) == (6, 0)
    assert discussion["pass_rate"] is discussion["difficulty"] is None
    assert discussion["outcomes"]["waiting"] == 6
    assert found["waiting"] == 6
    best = found["results"][0]
    assert (best["total"], best["full"], best["share"]) == (10, 10, 1)
    assert best["points"]["discussion"] is None


def test_exercise_that_does_not_count_for_a_student_is_neither_points_nor_waiting(small_class):
    for student in ("s1", "s2"):
        small_class.grade(student, solved=("add",))
    some = {"add": 4, "scale": 0, "mean": 0, "norm": 0, "discussion": 5}
    small_class.gradebook(
        {"s1": some | dict.fromkeys(("norm", "mean"), small_class.out), "s2": some}
    )
    late, other = numbers(small_class)["results"]
    assert (late["total"], late["full"], late["not_counted"]) == (9, 12, ["mean", "norm"])
    assert (other["total"], other["full"], other["not_counted"]) == (9, 15, [])
    assert "norm" not in late["points"] and late["waiting"] == []
    norm = exercise(small_class, "norm")
    assert (norm["scored"], norm["waiting"], norm["not_counted"]) == (1, 0, 1)
    assert (norm["outcomes"]["not_counted"], norm["outcomes"]["wrong"]) == (1, 1)


def test_exercise_that_waits_for_one_student_is_in_no_total_that_is_compared(graded):
    points = {
        student: {name: graded.full[name] * (name in solved) for name in graded.full}
        | {"discussion": number % 3}
        for number, (student, solved) in enumerate(SOLVED.items())
    }
    points["s4"]["discussion"] = None
    before = exercise(graded, "scale")["discrimination"]
    graded.gradebook(points)
    assert exercise(graded, "scale")["discrimination"] == before
    assert exercise(graded, "discussion")["scored"] == 5


def test_points_given_by_hand_and_late_penalty_come_from_the_gradebook(graded):
    points = {"add": 4, "scale": 3, "mean": 0, "norm": 1, "discussion": 4}
    graded.gradebook({"s1": points, "s2": points}, penalties={"s2": 2.0})
    on_time, late = numbers(graded)["results"]
    assert (on_time["total"], on_time["full"], on_time["penalty"]) == (12, 15, 0)
    assert (late["total"], late["penalty"]) == (10, 2)
    assert (on_time["rank"], late["rank"]) == (1, 2)


def test_penalty_larger_than_the_points_leaves_zero(graded):
    graded.gradebook({"s1": dict.fromkeys((*graded.full, "discussion"), 0.5)}, penalties={"s1": 9})
    assert numbers(graded)["results"][0]["total"] == 0


def test_class_list_tells_who_has_handed_in_nothing(graded):
    full = graded.full | {"discussion": 5}
    graded.put_aside(f"s8/{graded.slug}")
    graded.gradebook({"s1": full}, class_list=["s1", "s8", "s9"])
    found = numbers(graded)
    assert found["not_handed_in"] == ["s9"]
    assert found["handed_in"] == 1
    assert found["set_aside"][0]["place"] == f"s8/{graded.slug}"
    assert found["need_help"] == [{"student": "s9", "reasons": ["未提出"]}]


def test_no_gradebook_is_made_by_reading(graded):
    numbers(graded)
    assert not (graded.course.root / "gradebook.db").exists()


def test_outcomes_tell_kinds_of_mistakes_apart(small_class):
    kinds = {"add": "time", "scale": "error in the answer", "mean": "not answered"}
    small_class.grade("s1", (), kinds=kinds)
    found = [
        next(k for k, n in e["outcomes"].items() if n) for e in numbers(small_class)["exercises"]
    ]
    assert found == ["stopped", "error", "not_answered", "wrong", "waiting"]


def test_messages_are_counted_by_exercise_and_first_line(small_class):
    shape = "✗ add：形が違います\n  手がかり：転置していませんか。\n  読み返すところ：1.1"
    other = "✗ add：形が違います\n  手がかり：軸を確かめましょう。"
    crash = "✗ scale：あなたのコードでエラーが起きました\n  IndexError: index 2 is out of bounds"
    for student, reason in (("s1", shape), ("s2", other), ("s3", shape)):
        small_class.grade(student, ("mean", "norm"), reasons={"add": reason, "scale": crash})
    small_class.grade("s4", ("scale", "mean", "norm"), kinds={"add": "not answered"})
    first, second = numbers(small_class)["messages"]
    assert (first["exercise"], first["message"], first["count"]) == ("add", "形が違います", 3)
    assert first["hints"] == [
        {"hint": "転置していませんか。", "count": 2},
        {"hint": "軸を確かめましょう。", "count": 1},
    ]
    assert second["message"] == "あなたのコードでエラーが起きました"
    assert second["hints"] == [{"hint": "IndexError", "count": 3}]


def test_message_without_a_reason_still_says_what_happened(small_class):
    kinds = dict.fromkeys(small_class.full, "time")
    small_class.grade("s1", ("scale", "mean", "norm"), kinds=kinds, reasons={"add": ""})
    assert numbers(small_class)["messages"][0]["message"] == "時間切れ"


def test_students_who_need_help_have_reasons(small_class):
    for number in range(7):
        small_class.grade(f"s{number}")
    small_class.grade("s7", ("add",))
    small_class.grade("s8", ())
    found = {entry["student"]: entry["reasons"] for entry in numbers(small_class)["need_help"]}
    assert found == {
        "s7": ["得点率 40%（下から 25% に入る）"],
        "s8": ["得点率 0%（下から 25% に入る）", "自動採点の問題がすべて0点"],
    }


def test_low_score_in_a_class_of_low_scores_is_no_reason(small_class):
    for number in range(6):
        small_class.grade(f"s{number}", ("scale", "norm"))
    small_class.grade("s9", ("norm", "scale", "mean"))
    assert len(numbers(small_class)["need_help"]) == 6  # all of them are the lowest quarter
    for number in range(3):
        small_class.grade(f"t{number}", ("norm",))
    assert [e["student"] for e in numbers(small_class)["need_help"]] == ["t0", "t1", "t2"]


def test_seconds_of_an_exercise_are_those_of_its_answer_and_its_tests(small_class):
    small_class.grade("s1", seconds={"add": 0.5, "add_test": 1.0, "cell-3": 2.0})
    small_class.grade("s2", seconds={"add": 0.5, "add_test": 3.0})
    found = numbers(small_class)
    assert found["exercises"][0]["seconds"]["median"] == 2.5
    assert found["exercises"][1]["seconds"] is None
    assert (found["seconds"]["min"], found["seconds"]["max"]) == (3.5, 3.5)
