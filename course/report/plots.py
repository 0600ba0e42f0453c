"""The plots: SVG that takes its colours and its font from the page, so light and dark both fit.

Text stays text (svg.fonttype none): it is shown in the font in which the page is, and small.
"""

import io
import re
from xml.sax.saxutils import quoteattr

import matplotlib
import matplotlib_fontja  # noqa: F401  Japanese glyphs, so that the layout knows their widths
from markupsafe import Markup
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, MultipleLocator, PercentFormatter

# drawn in stand-in colours; in the page they are these CSS colours
INK, FAINT, MAIN, MARK = "#010101", "#010102", "#010103", "#010104"
OUTCOME = {
    "full": "#010105",
    "partly": "#010106",
    "wrong": "#010107",
    "error": "#010108",
    "not_answered": "#010109",
    "stopped": "#01010a",
    "waiting": "#01010b",
    "not_counted": "#01010c",
}
CSS = {INK: "currentColor", FAINT: "var(--faint)", MAIN: "var(--main)", MARK: "var(--mark)"}
CSS |= {color: f"var(--{name.replace('_', '-')})" for name, color in OUTCOME.items()}
LABELS = {
    "full": "満点",
    "partly": "部分点",
    "wrong": "誤り",
    "error": "エラー",
    "not_answered": "未解答",
    "stopped": "途中で止めた",
    "waiting": "採点待ち",
    "not_counted": "対象外",
}
STYLE = {
    "svg.fonttype": "none",
    "svg.hashsalt": "course report",
    "text.parse_math": False,
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": FAINT,
    "axes.axisbelow": True,
    "grid.color": FAINT,
    "grid.alpha": 0.5,
} | dict.fromkeys(("text.color", "axes.labelcolor", "xtick.color", "ytick.color"), INK)
LEFT, RIGHT = 0.08, 0.97  # where the histogram's 0 % and 100 % are, as shares of its width


def score_histogram(histogram: dict, shares: dict | None = None) -> Markup:
    """How many students have which share of the points; with mean and median where given."""
    with matplotlib.rc_context(STYLE):
        figure, axes = _figure(7, 2.6)
        figure.subplots_adjust(LEFT, 0.2, RIGHT, 0.86)
        edges, counts = histogram["edges"], histogram["counts"]
        bars = axes.bar(edges[:-1], counts, width=edges[1], align="edge", color=MAIN, zorder=2)
        bars_with = [str(count) if count else "" for count in counts]
        axes.bar_label(bars, bars_with, padding=2, color=INK)
        top = max(1, *counts) * 1.35
        for name, label in (("mean", "平均"), ("median", "中央値")) if shares else ():
            filled = MARK if name == "mean" else "none"
            axes.plot(shares[name], top * 0.93, "v", mec=MARK, mfc=filled, label=label, ms=8)
        if shares:
            axes.legend(loc="lower right", bbox_to_anchor=(1, 0.97), ncols=2, frameon=False)
        axes.set(xlim=(0, 1), xlabel="得点率", ylabel="人数")
        _in_percent(axes.xaxis)
        axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
        axes.set_ylim(0, top)
        return _svg(figure, "histogram", "得点率ごとの人数")


def place_in_histogram(share: float) -> float:
    """Where a share of the points is in the histogram, in percent of its width."""
    return 100 * (LEFT + (RIGHT - LEFT) * min(max(share, 0), 1))


def outcome_bars(exercises: list[dict]) -> Markup:
    """For each exercise, what became of the answers."""
    with matplotlib.rc_context(STYLE):
        figure, axes = _figure(8.5, 1 + 0.27 * len(exercises))
        rows, left = range(len(exercises)), [0] * len(exercises)
        axes.set_yticks(rows, [f"{e['number']} {e['title']}" for e in exercises])
        for name, color in OUTCOME.items():
            counts = [e["outcomes"][name] for e in exercises]
            if any(counts):
                axes.barh(rows, counts, left=left, color=color, label=LABELS[name], height=0.72)
            left = [a + b for a, b in zip(left, counts, strict=True)]
        axes.invert_yaxis()
        axes.set(xlabel="人数", xlim=(0, max(left, default=1)))
        axes.xaxis.set_major_locator(MaxNLocator(8, integer=True))
        axes.tick_params(axis="y", length=0)
        axes.margins(y=0.01)
        legend = {"ncols": len(OUTCOME), "frameon": False, "columnspacing": 1.2}
        axes.legend(loc="lower right", bbox_to_anchor=(1, 1), handlelength=1, **legend)
        return _svg(figure, "outcomes", "問題ごとの、満点・部分点・誤り・エラー・未解答の人数")


def difficulty_and_discrimination(exercises: list[dict]) -> Markup | None:
    """A point for each exercise, named by its number; none where no discrimination is defined."""
    known = [e for e in exercises if e["discrimination"] is not None]
    if not known:
        return None
    with matplotlib.rc_context(STYLE):
        figure, axes = _figure(8.5, 4)
        x, y = ([e[name] for e in known] for name in ("difficulty", "discrimination"))
        axes.axhline(0, color=INK, linewidth=0.8)
        axes.axhline(0.2, color=MARK, linewidth=0.8, linestyle=":")
        axes.scatter(x, y, color=MAIN, s=28, zorder=3)
        for place, numbers in _labels(known).items():
            axes.annotate("・".join(numbers), place, (4, 4), textcoords="offset points")
        axes.set(xlim=(0, 1.04), xlabel="得点率（右ほどやさしい）", ylabel="識別力")
        axes.set_ylim(min(-0.1, *y) - 0.08, max(0.5, *y) + 0.12)
        axes.grid()
        _in_percent(axes.xaxis)
        return _svg(figure, "items", "問題ごとの得点率と識別力の散布図")


def _labels(exercises: list[dict]) -> dict[tuple[float, float], list[str]]:
    """Numbers by place; points so close that their numbers would overlap share one label."""
    found: dict[tuple[float, float], list[str]] = {}
    for exercise in exercises:
        x, y = exercise["difficulty"], exercise["discrimination"]
        close = (p for p in found if abs(p[0] - x) < 0.02 and abs(p[1] - y) < 0.05)
        found.setdefault(next(close, (x, y)), []).append(exercise["number"])
    return found


def chapter_means(chapters: list[dict]) -> Markup:
    """Mean share of the points by chapter, with the middle half of the class."""
    with matplotlib.rc_context(STYLE):
        figure, axes = _figure(8.5, 1 + 0.4 * len(chapters))
        known = [chapter for chapter in chapters if chapter["shares"]]
        rows = range(len(known))
        axes.set_yticks(rows, [chapter["title"] for chapter in known])
        mean, low, high = ([c["shares"][name] for c in known] for name in ("mean", "q1", "q3"))
        axes.barh(rows, mean, color=MAIN, height=0.55, label="平均")
        axes.hlines(rows, low, high, color=MARK, linewidth=3, label="中央の50%の学生")
        axes.invert_yaxis()
        axes.set(xlim=(0, 1), xlabel="得点率")
        axes.tick_params(axis="y", length=0)
        _in_percent(axes.xaxis)
        axes.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=2, frameon=False)
        return _svg(figure, "chapters", "章ごとの得点率の平均")


def _figure(width: float, height: float):
    figure = Figure((width, height), facecolor="none")
    return figure, figure.add_subplot(facecolor="none")


def _in_percent(axis) -> None:
    axis.set_major_formatter(PercentFormatter(1, decimals=0))
    axis.set_major_locator(MultipleLocator(0.1))


def _svg(figure: Figure, name: str, about: str) -> Markup:
    """Ready to stand in a page beside other plots: ids of its own, the page's colours and font."""
    drawn = io.StringIO()
    tight = {} if name == "histogram" else {"bbox_inches": "tight", "pad_inches": 0.05}
    figure.savefig(drawn, format="svg", metadata={"Date": None}, **tight)
    svg = drawn.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.S)
    svg = re.sub(r'(\bid="|href="#|url\(#)', rf"\g<1>{name}-", svg)
    svg = re.sub("|".join(CSS), lambda color: CSS[color[0]], svg)
    svg = svg.replace("'IPAexGothic'", "sans-serif")
    return Markup(svg.replace("<svg", f'<svg role="img" aria-label={quoteattr(about)}', 1))
