"""Whom a name may mean that is almost one of the class list: suggested, never decided."""

import difflib
import re
from functools import lru_cache

from course.collecting.class_list import ClassList, Person
from course.collecting.identifiers import name_key

VARIANTS = str.maketrans(
    "髙﨑德濵濱邉邊齋齊斉澤廣眞國嶋嶌櫻龍惠榮壽圓條瀨淸萬冨桒𠮷槇槙舘鐵淵渕嶺柗栁曻祐礒兒佛髮o",
    "高崎徳浜浜辺辺斎斎斎沢広真国島島桜竜恵栄寿円条瀬清万富桑吉槙槙館鉄渕渕峰松柳昇祐磯児仏髪0",
)
ALIKE = 0.7  # of the letters; one of four or five may differ
MOST, MOST_PIECES = 3, 40


def suggestion(text: str, people: ClassList) -> str:
    """「名簿の 髙橋 花 ですか」 with the id, or nothing."""
    found = _similar(text, people)
    if not found:
        return ""
    names = "か、".join(f"{p.full_name or p.student} " for p in found)
    ids = "、".join(person.student for person in found)
    return (
        f"名簿の {names}ですか（学籍番号 {ids}）。"
        "そうなら、名前に学籍番号を入れるか、名簿の字をそろえてください"
    )


def _similar(text: str, people: ClassList) -> list[Person]:
    """The same but for variants of letters and marks, else the few that are nearest."""
    keys = _by_spelling(people)
    pieces = [text, *re.split(r"[/／]", text)]
    pieces += [word for piece in pieces for word in re.split(r"[\s_()（）-]+", piece)]
    loose = [key for key in map(_loose, pieces[:MOST_PIECES]) if key]
    found = [person for key in loose for person in keys.get(key, ())]
    if not found:
        names = [key for key in keys if not key.isascii()]
        near = [difflib.get_close_matches(k, names, MOST, ALIKE) for k in loose if not k.isascii()]
        found = [person for matches in near for key in matches for person in keys[key]]
    unique = list(dict.fromkeys(found))
    return unique if len(unique) <= MOST else []


@lru_cache(maxsize=2)
def _by_spelling(people: ClassList) -> dict[str, list[Person]]:
    keys: dict[str, list[Person]] = {}
    for person in people.people.values():
        family = {person.last_name} - {""} if person.first_name else set()
        for spelling in person.spellings | family:
            keys.setdefault(_loose(spelling), []).append(person)
    return keys


def _loose(text: str) -> str:
    return name_key(text).translate(VARIANTS)
