"""Whose a file is: the one student whom its path names, by id or by name; nobody is invented.

Without a class list only the course's own names count: 学籍番号_章.ipynb and a folder or a zip
that is called like an id.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from course.collecting.class_list import ClassList
from course.collecting.file_kinds import plain_name, stem
from course.collecting.identifiers import name_key, usable_id
from course.collecting.similar_names import suggestion
from course.collecting.unusable import Unusable
from course.files import normal_form

SHORT = re.compile(r"\d{1,3}")  # as an id too much like a version, a week or a copy
LETTERS = re.compile(r"[a-z._-]+")  # a user name, which can be a part of another person's name
NO_NAME = {"copy", "of", "final", "report", "submission", "answer", "homework", "kadai", "new"}
WORD = re.compile(r"[a-z0-9]+|[^\W_a-z0-9]+")
AROUND_NAMES = re.compile(
    r"(さん|くん|君|様|氏|の|提出物?|レポート|課題|解答|回答|宿題|コピー|ノートブック)"
)
MOST_WORDS = 8
NO_ID = re.compile(
    r"v\d+|[a-z]{2,}[-.]?\d{1,2}|[a-z]{3,}[-.]?\d*|(?:[a-z]{2,})?[-.]?(?:19|20)\d\d(?:[-.]\d+)*"
)
PIECE = re.compile(r"(?<![^_])(?:[a-z]{2,}|\d{1,2})_|_(?:[a-z]{2,}|\d{1,2})(?![^_])")


class Owner(NamedTuple):
    """A student, and how many parts of the path lead to what names the student."""

    student: str
    depth: int


class Owners:
    """Decides for a whole class."""

    def __init__(self, people: ClassList, slugs: Iterable[str]):
        self.people = people
        words = [r"[\s_-]+".join(map(re.escape, slug.casefold().split("_"))) for slug in slugs]
        words = sorted(words, key=len, reverse=True) or ["(?!)"]
        self._chapter = re.compile(rf"(?<![a-z0-9])(?:{'|'.join(words)})(?![a-z0-9])")
        self._ids, self._names = _by_id(people), _by_name(people)
        ids = sorted(filter(lambda i: not SHORT.fullmatch(i), self._ids), key=len, reverse=True)
        any_id = "|".join(map(re.escape, ids)) or "(?!)"
        self._id = re.compile(rf"(?<![a-z0-9])(?:{any_id})(?![a-z0-9])")
        self.mentioned = cache(self._mentioned)

    def of(self, parts: tuple[str, ...]) -> Owner | None:
        """The one student whom a path names, None if it names nobody; Unusable if it names more."""
        if not self.people.people:
            return self._by_own_name(parts)
        named = [(depth, who) for depth, part in enumerate(parts) for who in self.mentioned(part)]
        if not named:
            return None
        one = frozenset.intersection(*(who for _, who in named))
        if len(one) == 1:
            return Owner(*one, named[0][0] + 1)
        everyone = frozenset.union(*(who for _, who in named))
        raise Unusable(_several(sorted(one or everyone), one))

    def nobody(self, text: str) -> str:
        """What to say of a path that names nobody."""
        if not self.people.people:
            return (
                "だれのものか分かりません（名簿がないので、学籍番号_章.ipynb の名前だけを読みます。"
                "course students import で名簿を登録すると、学籍番号か氏名があれば分かります）"
            )
        return "だれのものか分かりません。" + (
            suggestion(self._chapter.sub(" ", "/".join(map(stem, text.split("/")))), self.people)
            or "名前に、名簿にいる人の学籍番号も氏名もありません（名前に学籍番号を入れるか、"
            "名簿にいない人なら course students import で名簿に加えてください）"
        )

    def _mentioned(self, part: str) -> tuple[frozenset[str], ...]:
        """For each id and name in one part of a path, the students it can mean."""
        text = self._chapter.sub(" ", stem(part))
        whole = re.sub(r"^[\W_]+|[\W_]+$", "", text)
        if SHORT.fullmatch(whole) and whole in self._ids and text.startswith(whole):
            return (self._ids[whole],)
        ids = [match[0] for match in self._id.finditer(text)]
        ids = [i for i in ids if not (LETTERS.fullmatch(i) and _other_letters(text, i))]
        found = [self._ids[i] for i in ids]
        words = WORD.findall(self._id.sub(lambda m: " / " if m[0] in ids else m[0], text))
        words = [piece for word in words for piece in AROUND_NAMES.split(word) if piece]
        return tuple(found + self._named(words, name_key(whole)))

    def _named(self, words: list[str], whole: str) -> list[frozenset[str]]:
        """For each run of words that is a name (a very short one only as a whole), its bearers."""
        found, start = [], 0
        while start < len(words):
            for end in range(min(len(words), start + MOST_WORDS), start, -1):
                key = "".join(words[start:end])
                if key in self._names and (len(key) > 2 or key == whole):
                    found.append(self._names[key])
                    start = end - 1
                    break
            start += 1
        return found

    def _by_own_name(self, parts: tuple[str, ...]) -> Owner | None:
        """The innermost part that is an id, with the chapter behind it or alone."""
        named = [
            (depth + 1, text)
            for depth, part in enumerate(parts)
            if (text := self._own_id(part, is_file=depth == len(parts) - 1))
        ]
        if not named:
            return None
        texts = {text for _, text in named}
        if len(texts) > len(set(map(_shape, texts))):
            raise Unusable(_several(sorted(texts), frozenset()))
        depth, text = named[-1]
        return Owner(text, depth)

    def _own_id(self, part: str, is_file: bool) -> str | None:
        text, ending = stem(part), part.casefold().endswith(".zip")
        if chapter := self._chapter.search(text):
            text = text[: chapter.start()].rstrip(" _-")
        elif is_file and not ending:
            return None
        if NO_ID.fullmatch(text) or PIECE.search(text) or not re.search(r"[\d@]", text):
            return None
        written = re.search(re.escape(text), normal_form(part, "NFKC"), re.IGNORECASE)
        try:
            return usable_id(written[0] if written else text)
        except Unusable:
            return None


def _other_letters(text: str, user: str) -> bool:
    """Are there words in Latin letters that can be the rest of somebody's name?"""
    return bool(set(re.findall(r"[a-z]+", text)) - set(re.findall(r"[a-z]+", user)) - NO_NAME)


def _by_id(people: ClassList) -> dict[str, frozenset[str]]:
    found = defaultdict(set)
    for person in people.people.values():
        for text in filter(None, (person.student, person.email)):
            found[plain_name(text).strip()].add(person.student)
    return {text: frozenset(who) for text, who in found.items()}


def _by_name(people: ClassList) -> dict[str, frozenset[str]]:
    found = defaultdict(set)
    for person in people.people.values():
        for name in (person.last_name + person.first_name, person.first_name + person.last_name):
            found[name_key(name)].add(person.student)
    return {name: frozenset(who) for name, who in found.items() if name}


def _shape(text: str) -> str:
    return re.sub(r"[A-Za-z]", "a", re.sub(r"\d", "0", text))


def _several(students: Iterable[str], namesakes: frozenset[str]) -> str:
    if namesakes:
        who = " と ".join(students)
        return f"同じ名前の {who} のどれか分かりません。名前に学籍番号を入れてください"
    return (
        f"名前に {' と '.join(students)} の{len(students)}人がいて、だれのものか分かりません。"
        "1人の学籍番号だけにしてください"
    )
