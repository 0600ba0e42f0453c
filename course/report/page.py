"""Pages from numbers: templates that escape everything, plots, and answers side by side."""

from difflib import SequenceMatcher
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from course.report import plots
from course.report.help import RULE
from course.report.messages import parts
from course.report.numbers import outcome
from course.report.read import Chapter, Item, Scored
from course.report.similarity import Match

TEMPLATES = Path(__file__).parent / "templates"
MOST_MATCHES, MOST_MESSAGES = 50, 40  # on the page; report.json has all


def file_name(student: str) -> str:
    """The page of a student; an id is never a path."""
    return f"{quote(student, safe='@')}.html"


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,  # ids, answers and messages are the students' own words
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"percent": _percent, "number": _number, "page": _link}
    environment.globals |= {"LABELS": plots.LABELS, "MOST_MESSAGES": MOST_MESSAGES}
    return environment


def _percent(share: float | None) -> str:
    return "－" if share is None else f"{share:.0%}"


def _number(value: float | None, digits: int | None = None) -> str:
    if value is None:
        return "－"
    return f"{value:g}" if digits is None else f"{value:.{digits}f}"


def _link(student: str) -> str:
    return quote(f"students/{file_name(student)}")


ENVIRONMENT = _environment()


def chapter_page(chapter: Chapter, numbers: dict, matches: dict[str, list[Match]]) -> str:
    """The instructor's page of one chapter."""
    shown = [(item, match) for item in chapter.items for match in matches.get(item.name, [])]
    shown.sort(key=lambda entry: (-entry[1].similarity, -entry[1].tokens))
    return ENVIRONMENT.get_template("chapter.html.j2").render(
        numbers,
        items={item.name: item for item in chapter.items},
        rule=RULE,
        histogram_plot=plots.score_histogram(numbers["histogram"], numbers["shares"]),
        outcome_plot=plots.outcome_bars(numbers["exercises"]),
        item_plot=plots.difficulty_and_discrimination(numbers["exercises"]),
        matches=[(item, match, side_by_side(match)) for item, match in shown[:MOST_MATCHES]],
        more_matches=len(shown[MOST_MATCHES:]),
    )


def student_pages(chapter: Chapter, numbers: dict):
    """File name and page of each student with a score: nothing in it is about anybody else."""
    template = ENVIRONMENT.get_template("student.html.j2")
    shared = {
        "plot": plots.score_histogram(numbers["histogram"]),
        "numbers": numbers,
        "ranked": sum(row["share"] is not None for row in numbers["results"]),
    }
    for row, result in zip(chapter.scored, numbers["results"], strict=True):
        share = result["share"]
        place = None if share is None else plots.place_in_histogram(share)
        rows = [
            _exercise(item, row, exercise)
            for item, exercise in zip(chapter.items, numbers["exercises"], strict=True)
        ]
        yield (
            file_name(row.student),
            template.render(result=result, rows=rows, place=place, **shared),
        )


def _exercise(item: Item, row: Scored, exercise: dict) -> dict:
    verdict = row.verdicts.get(item.name)
    state = outcome(row, item)
    message = verdict["reason"] if verdict else ""
    if (
        not message
        and verdict
        and state not in ("full", "waiting", "not_counted")
        and not item.by_hand
    ):
        message = parts(verdict)[0]
    return {
        "exercise": exercise,
        "points": row.points.get(item.name),
        "state": state,
        "message": "" if state == "full" else message,
    }


def overview_page(chapters: list[dict]) -> str:
    """Chapter means, and students against chapters."""
    students = sorted({row["student"] for chapter in chapters for row in chapter["results"]})
    shares = [{row["student"]: row["share"] for row in c["results"]} for c in chapters]
    return ENVIRONMENT.get_template("overview.html.j2").render(
        chapters=chapters,
        plot=plots.chapter_means(chapters),
        rows=[(student, [found.get(student) for found in shares]) for student in students],
    )


def side_by_side(match: Match) -> list[tuple[str | None, str | None, bool]]:
    """The lines of both answers next to each other, and whether they are the same."""
    left, right = (source.splitlines() for _, source in (match.left, match.right))
    rows = []
    for what, i, j, k, m in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        height = max(j - i, m - k)
        columns = ([*lines, *[None] * (height - len(lines))] for lines in (left[i:j], right[k:m]))
        rows += [(a, b, what == "equal") for a, b in zip(*columns, strict=True)]
    return rows
