"""The documents: every command can be typed as it stands there, every link leads somewhere."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
import typer
from nbgrader.apps.nbgraderapp import NbGraderApp

from course.cli import app
from course.layout import Course
from course.nbgrader_setup import load_config

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted(p for folder in (".", "common", "docs") for p in (ROOT / folder).glob("*.md"))
TEXTS = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in DOCUMENTS}
GUIDE = TEXTS["docs/guide.md"]
BLOCK = re.compile(r"^( *)```(\w+)\n(.*?)^ *```", re.M | re.S)
CODE = re.compile(r"```.*?```|`([^`\n]+)`", re.S)
LINK = re.compile(r"\]\(([^)#:\s]*)(?:#([^)]*))?\)")
PROGRAMS = ("course", "make", "nbgrader")


def blocks(text):
    """(language, code) of every block, without the margin that it has in a list."""
    for margin, language, code in BLOCK.findall(text):
        yield language, re.sub(rf"^{margin}", "", code, flags=re.M)


def typed(line):
    """The commands of ours in a line of shell."""
    try:
        words = shlex.split(line, comments=True)
    except ValueError:
        return
    while words and (words[0] == "export" or re.match(r"\w+=", words[0])):
        words = words[1:]
    if words and words[0] in PROGRAMS:
        yield tuple(words)


def whole(text):
    """Commands in blocks, which are complete."""
    lines = [line for kind, code in blocks(text) if kind == "bash" for line in code.splitlines()]
    return {words for line in lines for words in typed(line)}


def mentioned(text):
    """Commands within sentences, of which something may be left out."""
    found = {words for code in CODE.findall(text) for words in typed(code)}
    return {words for words in found if len(words) > 1 and "…" not in words[1]}


def named(texts, program, find):
    return sorted({w for text in texts for w in find(text) if w[0] == program})


ALL = TEXTS.values()


def test_guide_shows_the_commands_of_a_whole_term():
    shown = {words[1] for words in whole(GUIDE) if words[0] == "course"}
    assert shown >= {"students", "build", "bundle", "collect", "grade", "report", "export"}
    assert shown >= {"gradebook", "new", "text", "ipynb", "survey"}


@pytest.mark.parametrize("words", named(ALL, "course", whole), ids=" ".join)
def test_course_command_can_be_typed_as_shown(words):
    parse_course(words)


@pytest.mark.parametrize("words", named(ALL, "course", mentioned), ids=" ".join)
def test_course_command_that_is_mentioned_exists_with_these_options(words):
    try:
        parse_course(words)
    except Exception as error:
        assert type(error).__name__ == "MissingParameter", error


def parse_course(words):
    """What typer itself does before anything is run."""
    command, rest = typer.main.get_command(app), list(words[1:])
    while rest and hasattr(command, "commands") and rest[0] != "--help":
        assert rest[0] in command.commands, f"no such command: {' '.join(words)}"
        command = command.commands[rest.pop(0)]
    if not hasattr(command, "commands"):
        command.make_context(words[0], rest)


def test_course_command_that_does_not_exist_is_noticed():
    with pytest.raises(AssertionError):
        parse_course(("course", "grades", "1_1"))
    with pytest.raises(Exception, match="--force"):
        parse_course(("course", "grade", "1_1", "--force"))
    with pytest.raises(Exception, match="chapters"):
        parse_course(("course", "grade"))


@pytest.mark.parametrize(
    "target", sorted({w[1] for t in ALL for w in whole(t) | mentioned(t) if w[0] == "make"})
)
def test_make_target_exists(target):
    subprocess.run(["make", "--dry-run", target], cwd=ROOT, check=True, capture_output=True)


@pytest.mark.parametrize(
    "words",
    sorted({w for t in ALL for w in whole(t) | mentioned(t) if w[0] == "nbgrader"}),
    ids=" ".join,
)
def test_nbgrader_command_exists_with_these_options(words):
    program, rest = NbGraderApp(), list(words[1:])
    while rest and rest[0] in program.subcommands:
        program = program.subcommands[rest.pop(0)][0]()
    assert not program.subcommands or type(program) is not NbGraderApp, words
    options = {word.split("=")[0].lstrip("-") for word in rest if word.startswith("-")}
    assert options <= program.aliases.keys() | program.flags.keys()


@pytest.mark.parametrize(
    ("document", "link", "anchor"),
    sorted({(name, *found) for name, text in TEXTS.items() for found in LINK.findall(text)}),
)
def test_link_leads_to_a_file_and_its_heading(document, link, anchor):
    path = (ROOT / document).parent / link if link else ROOT / document
    assert path.exists()
    if anchor:
        headings = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.M)
        assert anchor in {anchor_of(heading) for heading in headings}


def anchor_of(heading):
    """The name that GitHub gives to a heading."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def test_guide_names_the_limits_that_hold():
    limits = load_config(Course(ROOT)).SealedExecute
    assert (
        f"1つのセルで {limits.cell_seconds} 秒、ノートブック全体で {limits.notebook_seconds} 秒"
        in GUIDE
    )
    assert limits.cell_seconds == limits.cell_cpu_seconds
    assert limits.notebook_seconds == limits.notebook_cpu_seconds
    assert f"{limits.memory:,} MB、{limits.processes} 個" in GUIDE
    assert f"{limits.file_size} MB、それぞれ {limits.disk} MB" in GUIDE
    assert f"全部で {limits.output} MB" in GUIDE


def test_guide_deletes_all_that_is_about_students():
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8")
    rooms = re.findall(r"^# (.*)\n((?:[^#\n].*\n)+)", ignored, re.M)
    about_people = [names.split() for what, names in rooms if re.search("学生|提出|成績", what)]
    personal = {name.strip("/") for names in about_people for name in names}
    assert len(about_people) == 3
    (line,) = [line for line in GUIDE.splitlines() if "rm -rf gradebook.db" in line]
    assert personal == set(line.split()[2:])


@pytest.fixture
def term(tmp_path):
    """The instructor's folder at the beginning of a term, and the shell that works in it."""
    ignore = shutil.ignore_patterns(".*", "__pycache__")
    folder = tmp_path / "course"
    for name in ("source", "release", "notebooks", "tests"):
        shutil.copytree(ROOT / name, folder / name, ignore=ignore)
    for name in ("nbgrader_config.py", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    return folder


def shell(folder, script):
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    command = ["bash", "-e", "-o", "pipefail", "-c", script]
    done = subprocess.run(
        command, cwd=folder, env=os.environ | {"PATH": path}, capture_output=True, text=True
    )
    assert done.returncode == 0, f"{script}\n{done.stdout[-3000:]}{done.stderr[-3000:]}"
    return done.stdout


def section(heading):
    return re.split(r"^#+ ", GUIDE.split(f"# {heading}\n", 1)[1], flags=re.M)[0]


@pytest.mark.long
@pytest.mark.slow
def test_worked_example_of_a_chapter_works_as_it_is_written(term):
    steps = list(blocks(GUIDE.split("## 章を書く", 1)[1].split("\n## ", 1)[0]))
    kinds = ["bash", "python", "python", "python", "bash", "bash", "bash"]
    assert [kind for kind, _ in steps] == kinds
    begin, wrong, right, cells, tidy, survey, build = (code for _, code in steps)
    shell(term, begin)
    (term / "tests/wrong_answers/1_5_softsign/softsign.py").write_text(wrong, encoding="utf-8")
    (term / "tests/right_answers/1_5_softsign/softsign.py").write_text(right, encoding="utf-8")
    text = term / "text/source/1_5_softsign.py"
    between = r'# %% \[markdown\] id="double_prompt".*(?=# %% \[markdown\] id="slope_prompt")'
    written, count = re.subn(
        between, lambda _: f"{cells}\n", text.read_text(encoding="utf-8"), flags=re.S
    )
    assert count == 1
    text.write_text(written, encoding="utf-8")
    shell(term, tidy)
    assert "見のがした：" not in shell(term, survey)
    assert " passed" in shell(term, build)
    assert (term / "release/1_5_softsign/1_5_softsign.ipynb").is_file()


@pytest.mark.slow
def test_git_repositories_of_students_are_collected_as_the_guide_says(term):
    slug = "1_1_forward_propagation"
    for user in ("hanako-y", "taro-s", "late", "sly"):
        clone(term, term.parent / "dl-submissions" / f"dl-{user}", slug, user)
    roster = ['"identifier","github_username","github_id","name"']
    roster += [f'"{i}","{user}","1","{n}"' for i, user, n in STUDENTS]
    (term.parent / "classroom_roster.csv").write_text(
        "\r\n".join(roster) + "\r\n", encoding="utf-8"
    )
    _, steps = (code for kind, code in blocks(section("GitHub Classroom")))
    enrol, collect = steps.splitlines()[:2]
    shell(term, enrol)
    screen = shell(term, f"{collect} || test $? = 1")  # not everything can be used
    assert {path.name for path in (term / "submitted").iterdir()} == {"s001", "s002"}
    for student, user, _ in STUDENTS[:2]:
        taken = nbformat.read(term / "submitted" / student / slug / f"{slug}.ipynb", 4)
        assert taken.cells[0].source == user
    refused = screen.split("使わなかったもの", 1)[1]
    assert "dl-late\n" in refused and f"dl-sly/release/{slug}/{slug}.ipynb\n" in refused


@pytest.mark.long
@pytest.mark.slow
def test_feedback_goes_back_through_the_exchange_as_the_guide_says(term):
    slug, root, home = "1_1_forward_propagation", term.parent / "exchange", term.parent / "home"
    for folder in (root, home):
        folder.mkdir()
    settings = f'c.CourseDirectory.course_id = "dl2026"\nc.Exchange.root = "{root}"\n'
    config = (term / "nbgrader_config.py").read_text(encoding="utf-8")
    (term / "nbgrader_config.py").write_text(config + settings, encoding="utf-8")
    (home / "nbgrader_config.py").write_text(f"c = get_config()\n{settings}", encoding="utf-8")
    student = f"export HOME={home} JUPYTER_DATA_DIR={home}/data"
    shell(term, f"nbgrader release_assignment {slug}")
    shell(home, f"{student}\nnbgrader fetch_assignment {slug}\nnbgrader submit {slug}")
    steps = [code for kind, code in blocks(section("JupyterHub")) if kind == "bash"]
    shell(term, "\n".join(steps[-2:]))
    shell(home, f"{student}\nnbgrader fetch_feedback {slug}")
    (page,) = (term / "feedback").glob(f"*/{slug}/{slug}.html")
    (fetched,) = home.glob(f"{slug}/feedback/*/{slug}.html")
    assert "　0 / 100 点" in page.read_text(encoding="utf-8")
    assert fetched.read_bytes() == page.read_bytes()
    by_mail = term / "feedback/s003" / slug / f"{slug}.html"
    by_mail.parent.mkdir(parents=True)
    by_mail.write_text("合い言葉のない学生のページ", encoding="utf-8")
    (without,) = re.findall(r"`(--CourseDirectory\S*)`", section("JupyterHub"))
    shell(term, f"{steps[-1].strip()} {without}")


STUDENTS = [("s001", "hanako-y", "山田 花子"), ("s002", "taro-s", "佐藤 太郎")]
STUDENTS += [("s003", "late", "鈴木 次郎"), ("s004", "sly", "田中 三郎")]


def clone(term, folder, slug, user):
    """A repository of a student: solved, without the notebook, or with a link to the answers."""
    place = folder / "release" / slug / f"{slug}.ipynb"
    place.parent.mkdir(parents=True)
    notebook = nbformat.read(term / "release" / slug / f"{slug}.ipynb", as_version=4)
    notebook.cells[0].source = user
    if user == "sly":
        place.symlink_to(term / "source" / slug / f"{slug}.ipynb")
    elif user != "late":
        nbformat.write(notebook, place)
    (folder / "notebooks").mkdir()
    shutil.copy(term / "notebooks" / f"{slug}.ipynb", folder / "notebooks")
    identity = "-c user.name=student -c user.email=student@example.com -c commit.gpgsign=false"
    shell(folder, f"git init -q . && git add -A && git {identity} commit -q -m answers")
