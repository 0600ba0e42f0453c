"""The headings of tables: which columns are meant, however an office or a system calls them."""

import re
import unicodedata

HEADINGS = {
    "student": {
        "学籍番号", "学生番号", "学生証番号", "生徒番号", "学籍no", "学生no", "学籍id", "学生id",
        "学籍コード", "学生コード", "学番", "studentid", "studentnumber", "studentno",
        "studentidnumber", "studentidno", "studentcode", "学籍番号id",
    },
    "number": {"id番号", "idナンバー", "idnumber"},
    "username": {"ユーザー名", "ユーザ名", "ユーザーid", "ユーザid", "username", "loginname"},
    "full_name": {
        "氏名", "名前", "姓名", "フルネーム", "学生氏名", "学生名", "受講者氏名", "生徒氏名",
        "漢字氏名", "氏名漢字", "fullname", "name", "studentname",
    },
    "last_name": {"姓", "surname", "lastname", "familyname"},
    "first_name": {"名", "firstname", "givenname"},
    "email": {
        "メールアドレス", "メール", "eメール", "eメールアドレス", "電子メール",
        "email", "emailaddress", "mail", "mailaddress",
    },
    "github": {"githubusername", "githubユーザー名", "githubユーザ名", "github"},
    "identifier": {"識別子", "参加者id", "identifier", "id"},
    "submitted": {"最終更新日時(提出)", "最終更新日時(提出物)", "lastmodified(submission)"},
    "grade": {"評定", "評点", "成績", "grade"},
    "maximum": {"最大評定", "最大評点", "最高評点", "maximumgrade"},
    "comments": {"フィードバックコメント", "feedbackcomments"},
}  # fmt: skip
MEANING = {spelling: column for column, spellings in HEADINGS.items() for spelling in spellings}
WHO = {"student", "number", "username", "email", "identifier"}  # one of them tells people apart
BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕|<[^<>]*>|[※*].*", re.S)
ANOTHER_FORM = re.compile(r"カナ|かな|ガナ|がな|ローマ|英[語字文]|kana|roman|旧")


def columns_in(row: list[str]) -> dict[str, int]:
    """Where the columns stand; of two with one meaning the exact heading counts, else the first."""
    found: dict[str, int] = {}
    for meaning in (_exact, _in_parts):
        for place, heading in enumerate(row):
            if (column := meaning(heading)) and place not in found.values():
                found.setdefault(column, place)
    return found


def _exact(heading: str) -> str | None:
    return MEANING.get(re.sub(r"[\s_\-]", "", _plain(heading)))


def _in_parts(heading: str) -> str | None:
    """What is said twice (学籍番号/Student ID) or with a remark (学籍番号（半角））."""
    plain = _plain(heading)
    if ANOTHER_FORM.search(plain):
        return None
    without_remark = BRACKETS.sub(" ", plain)
    plain = without_remark if _letters(without_remark) else plain
    whole = _letters(plain)
    languages = re.findall(r"[a-z0-9]+|[^a-z0-9]+", whole)
    known = {MEANING.get(_letters(part)) for part in (plain, *re.split(r"[/|:・\n]", plain))}
    known = known - {None} or {MEANING.get(words) for words in languages}
    return known.pop() if len(known) == 1 else None


def _plain(heading: str) -> str:
    return unicodedata.normalize("NFKC", heading).casefold()


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text)
