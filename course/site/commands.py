"""The command `course site`."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from course.layout import Course


def site(
    output: Annotated[
        Path | None, typer.Option("--output", help="書き出すフォルダ。省略すると dist/site/。")
    ] = None,
    without_instructors: Annotated[
        bool,
        typer.Option("--without-instructors", help="講師のページ（手引き、採点など）を入れない。"),
    ] = False,
) -> None:
    """講座のサイトを dist/site/ に作る（答えなし）。

    章、やってみよう、用語集、講師の手引きを、検索のできる静的なページにする。ネットワークは使わない。
    """
    from course.site.make_site import write_site

    write_site(Course.find(), Console(highlight=False), output, not without_instructors)
