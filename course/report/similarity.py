"""Answers that are more alike than chance explains: a hint for a person, never a proof.

What many write is the natural answer and says nothing. An answer counts only if it holds runs of
tokens that few in the class share; only answers that share such a run are compared with each
other, so the work grows with the class and not with its square.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import combinations

from course.report.tokens import is_own_name

RUN = 12  # tokens: long enough to be rare among thousands, too
RARE_RUNS = 15  # that few share: one changed token makes at most RUN of them
SHARED = 1 / 3  # of the rare runs: what is compared in full
OWN_TOKENS = 40  # beyond what was handed out
ALIKE = 0.9
LONGEST = 5_000  # characters that are compared
Tokens = tuple[str, ...]


@dataclass(frozen=True)
class Match:
    """Students whose answers are (nearly) the same, and two of these answers."""

    students: list[str]
    similarity: float
    tokens: int
    left: tuple[str, str]  # student, answer
    right: tuple[str, str]


def few(students: int) -> int:
    """Up to so many with the same answer are suspicious; more, and it is a natural answer."""
    return min(10, max(3, math.ceil(students / 10)))


def similar_answers(
    answers: dict[str, str],
    normalise: Callable[[str], Tokens],
    ordinary: Iterable[str] = (),
    handed_out: str = "",
) -> list[Match]:
    """Matches among the answers to one exercise, the most alike and longest first.

    `ordinary` are answers that anybody may write: the reference, and those the course knows.
    """
    answers = {student: source[:LONGEST] for student, source in sorted(answers.items())}
    forms = _forms(answers, normalise)
    expected = {run for source in ordinary for run in _runs(normalise(source))}
    shortest = len(normalise(handed_out)) + OWN_TOKENS
    special = {
        form: runs
        for form, runs in _rare_runs(forms, expected, few(len(answers))).items()
        if len(form) >= shortest and len(runs) >= RARE_RUNS
    }
    same = [_match(answers, forms[f], f, 1.0) for f in special if len(forms[f]) > 1]
    near = [
        _match(answers, [forms[a][0], forms[b][0], *forms[a][1:], *forms[b][1:]], a, ratio)
        for a, b in _candidates(special)
        if (ratio := _ratio(a, b)) >= ALIKE
    ]
    return _connected(sorted(same + near, key=lambda m: (-m.similarity, -m.tokens, m.students)))


def _connected(matches: list[Match]) -> list[Match]:
    """One match for all who are connected, with the two answers that are most alike."""
    group: dict[str, set[str]] = {}
    for match in matches:
        union = {*match.students}.union(*(group.get(s, ()) for s in match.students))
        group |= dict.fromkeys(union, union)
    found: dict[tuple[str, ...], Match] = {}
    for match in matches:  # the most alike first
        students = sorted(group[match.students[0]])
        found.setdefault(tuple(students), replace(match, students=students))
    return list(found.values())


def _forms(answers: dict[str, str], normalise) -> dict[Tokens, list[str]]:
    """Students by normalised answer; equal texts are normalised once."""
    by_text: dict[str, list[str]] = defaultdict(list)
    for student, source in answers.items():
        by_text[source].append(student)
    forms: dict[Tokens, list[str]] = defaultdict(list)
    for source, students in by_text.items():
        forms[normalise(source)] += students
    return {form: sorted(students) for form, students in forms.items()}


def _runs(form: Tokens) -> list[int]:
    """Runs of tokens; own names count from 1 in each, so that one more above changes nothing."""
    own = {token for token in form if is_own_name(token)}
    return [hash(_renumbered(form[i : i + RUN], own)) for i in range(len(form) - RUN + 1)]


def _renumbered(run: Tokens, own: set[str]) -> tuple:
    places: dict[str, int] = {}
    return tuple([places.setdefault(t, len(places)) if t in own else t for t in run])


def _rare_runs(
    forms: dict[Tokens, list[str]], expected: set[int], limit: int
) -> dict[Tokens, set[int]]:
    """For each form its runs that few students have, and no ordinary answer."""
    runs = {form: set(_runs(form)) for form in forms}
    count: Counter[int] = Counter()
    for form, students in forms.items():
        for run in runs[form]:
            count[run] += len(students)
    return {
        form: {run for run in found if count[run] <= limit and run not in expected}
        for form, found in runs.items()
    }


def _candidates(special: dict[Tokens, set[int]]) -> list[tuple[Tokens, Tokens]]:
    """Pairs of forms that share enough of their rare runs, found through an index of the runs."""
    forms = list(special)
    having: dict[int, list[int]] = defaultdict(list)
    for number, form in enumerate(forms):
        for run in special[form]:
            having[run].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for numbers in having.values():
        shared.update(combinations(numbers, 2))
    return [
        (forms[a], forms[b])
        for (a, b), count in shared.items()
        if count >= SHARED * max(RARE_RUNS, *(len(special[forms[n]]) for n in (a, b)))
    ]


def _ratio(a: Tokens, b: Tokens) -> float:
    """Twice the matching tokens over all tokens (Ratcliff and Obershelp), own names all alike."""
    left, right = (["<>" if is_own_name(token) else token for token in form] for form in (a, b))
    return SequenceMatcher(None, left, right, autojunk=False).ratio()


def _match(answers: dict[str, str], students: list[str], form: Tokens, ratio: float) -> Match:
    """The first two of the students stand for their forms."""
    left, right = students[:2]
    texts = (left, answers[left]), (right, answers[right])
    return Match(sorted(students), ratio, len(form), *texts)
