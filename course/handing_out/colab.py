"""Notebooks of the students' repository that open in Google Colab: a link and a first code cell.

The instructors' notebooks stay as they are; `course bundle` puts both cells into its copies.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from string import Template

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from course.errors import CourseError
from course.layout import Course
from course.nbgrader_setup import load_config

GITHUB = re.compile(r"https://github\.com/(?P<name>[\w.-]+/[\w.-]+?)(?:\.git)?/?")
BRANCH = re.compile(r"[\w./-]+")
SETUP = Path(__file__).parent / "templates" / "colab_cell.txt"
PACKAGES = ("matplotlib-fontja", "anywidget")  # Colab has the others
NOT_HERE = (
    "Colab で開くリンクは入れていません"
    "（nbgrader_config.py の {} に、公開する場所を書くと入ります）"
)
LINK = (
    "[**Google Colab で開く**]({this})　ブラウザだけで動かせます（Google のアカウントが要ります）。"
    "はじめに［ファイル］→［ドライブにコピーを保存］を選ぶと、書いたものが残ります。{partner}"
)


@dataclass(frozen=True)
class StudentsRepository:
    """Where the students' repository is published, as nbgrader_config.py says."""

    url: str
    branch: str = "main"

    @staticmethod
    def setting(self_study: bool = False) -> str:
        """The name of the address in nbgrader_config.py: each edition has its own."""
        return f"c.StudentsRepository.{'self_study_url' if self_study else 'url'}"

    @classmethod
    def of(cls, course: Course, self_study: bool = False) -> "StudentsRepository | None":
        """None where no address is set."""
        section = load_config(course).StudentsRepository
        name = cls.setting(self_study).rpartition(".")[2]
        url, branch = str(section.get(name, "")), str(section.get("branch", "main"))
        if not url:
            return None
        if not GITHUB.fullmatch(url) or not BRANCH.fullmatch(branch):
            raise CourseError(
                f"c.StudentsRepository の {url}（{branch}）は、Colab で開けません"
                "（https://github.com/名前/リポジトリ と、ブランチの名前を書いてください）"
            )
        return cls(url, branch)

    def link(self, place: str) -> str:
        """The address at which Colab opens a notebook of the repository."""
        return f"https://colab.research.google.com/github/{self._name}/blob/{self.branch}/{place}"

    @property
    def archive(self) -> str:
        """The address of the repository as a zip."""
        return f"https://github.com/{self._name}/archive/refs/heads/{self.branch}.zip"

    @property
    def _name(self) -> str:
        return GITHUB.fullmatch(self.url)["name"]


def setup_code(
    repository: StudentsRepository, place: str, packages: Sequence[str] = PACKAGES
) -> str:
    """The first code cell: nothing on a laptop; in Colab the course's files, path and packages."""
    parts = {
        "url": repository.url,
        "branch": repository.branch,
        "name": PurePosixPath(repository.url.rstrip("/")).name.removesuffix(".git"),
        "packages": " ".join(packages),
        "place": PurePosixPath(place).parent.as_posix(),
    }
    return Template(SETUP.read_text(encoding="utf-8")).substitute(parts).rstrip("\n")


def add_cells(
    notebook: NotebookNode,
    repository: StudentsRepository,
    place: str,
    partner: str = "",
    packages: Sequence[str] = PACKAGES,
) -> None:
    """Put the link at the top and the setup before everything that runs."""
    code = [number for number, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    setup = new_code_cell(setup_code(repository, place, packages), id="prepare_colab")
    notebook.cells.insert(code[0] if code else len(notebook.cells), setup)
    link = LINK.format(this=repository.link(place), partner=_partner(repository, partner))
    notebook.cells.insert(0, new_markdown_cell(link, id="open_in_colab"))


def _partner(repository: StudentsRepository, place: str) -> str:
    """Relative links do not work in Colab: the way from a chapter to its exercises and back."""
    if not place:
        return ""
    what = "章" if place.startswith("notebooks/") else "やってみよう"
    return f"この{what}を Colab で開くのは[こちら]({repository.link(place)})です。"
