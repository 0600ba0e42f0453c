"""nbgrader's exchange: nbgrader itself collects, into a folder looked at like any other."""

import glob
import logging
from pathlib import Path

from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeError, ExchangeFactory
from traitlets.config import Config

from course.collecting.hand_in import Found, HandIn
from course.collecting.identifiers import usable_id
from course.collecting.receipt import Receipt
from course.collecting.sources import EXCHANGE, folder_contents
from course.collecting.unusable import Refused, Unusable, listed, shown
from course.errors import CourseError
from course.grading.exchange_files import SECRET, TIMESTAMP, exchange_text
from course.layout import Course
from course.nbgrader_setup import load_config, programs_on_path

SOURCE = "exchange に置かれた時刻"
NO_SECRET = f"{SECRET} がないか、使えません（フィードバックを exchange に返せません）"


class _Messages(logging.Handler):
    """What nbgrader says of its own accord: doubts about owners, and why it fails."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(" ".join(record.getMessage().split()))


def hand_ins(course: Course, slug: str, source: str, folder: Path) -> Found:
    """The last hand-in of every student, copied by nbgrader into `folder`."""
    config = load_config(course)
    real = CourseDirectory(config=config, root=str(course.root))
    _name_the_course(config, real.course_id, source)
    coursedir = CourseDirectory(config=config, root=str(folder), db_url=real.db_url)
    coursedir.assignment_id = slug
    messages, log = _Messages(), logging.Logger("collect")
    log.addHandler(messages)
    collect = ExchangeFactory(config=config, log=log).Collect(
        coursedir=coursedir, authenticator=Authenticator(config=config), config=config, log=log
    )
    try:
        with programs_on_path():
            collect.start()
    except (ExchangeError, OSError, ValueError, RuntimeError) as error:
        reason = messages.lines[-1] if messages.lines else str(error)
        raise CourseError(f"nbgrader collect {slug} が失敗しました：{shown(reason)}") from None
    found = Found(notes=[f"nbgrader：{shown(line)}" for line in messages.lines])
    for record in collect.src_records:
        _add(found, record, Path(collect.inbound_path), folder / "submitted", slug)
    return found


def _name_the_course(config: Config, course_id: str, source: str) -> None:
    """Tell nbgrader which exchange and which course in it are meant."""
    if source != EXCHANGE:
        root = Path(source).resolve()
        courses = sorted(path.parent.name for path in root.glob("*/inbound"))
        if (root / "inbound").is_dir():
            root, courses = root.parent, [root.name]
        if course_id not in courses:
            course_id = _only(courses, root)
        config.Exchange.root = str(root)
    if not course_id:
        raise CourseError(
            "どのコースの exchange か分かりません（exchange のフォルダを渡すか、"
            "nbgrader_config.py に c.CourseDirectory.course_id を書いてください）"
        )
    config.CourseDirectory.course_id = course_id


def _only(courses: list[str], root: Path) -> str:
    if len(courses) == 1:
        return courses[0]
    names = listed(courses) or "ありません"
    raise CourseError(
        f"{root} の中のコースを1つ選び、そのフォルダを渡してください（コース：{names}）"
    )


def _add(found: Found, record: dict, inbound: Path, submitted: Path, slug: str) -> None:
    try:
        student = usable_id(record["username"])
        _check_links(inbound / record["filename"])
    except Unusable as problem:
        found.refused.append(Refused(record["filename"], str(problem)))
        return
    pattern = f"{glob.escape(record['username'])}+{slug}+*"
    earlier = sorted(p.name for p in inbound.glob(pattern) if p.name != record["filename"])
    notes = (f"前に出したもの{listed(earlier)}は使いません",) if earlier else ()
    folder = submitted / record["username"] / slug
    receipt = Receipt(record["timestamp"], SOURCE, exchange_text(folder / SECRET))
    notes += () if receipt.secret else (NO_SECRET,)
    members = folder_contents(folder).members
    files = tuple(member for member in members if member.path not in (TIMESTAMP, SECRET))
    label = record["filename"]
    found.hand_ins.append(HandIn(student, label, files, receipt, notes=notes, exact=True))


def _check_links(folder: Path) -> None:
    """nbgrader copies what links lead to, with the rights of whoever collects: answers as well."""
    contents = folder_contents(folder)
    if contents.refused:
        place, reason = contents.refused[0]
        raise Unusable(f"中の{listed([place])}：{reason}。出し直してもらってください")
