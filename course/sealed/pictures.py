"""Pictures that a learner has pasted into text: PNG and JPEG, drawn anew from what they show.

An editor keeps a pasted picture beside the cell (`attachment:image.png`) or within its text
(`data:image/png;base64,…`). Both become an attachment under a name of ours. No byte of the file
goes into a page: it is decoded and encoded again, and is no larger than a page needs.
"""

import base64
import binascii
import hashlib
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

MOST = 10  # pictures of one submission
REFERENCES = 100  # of one cell
LARGEST = 8_000_000  # characters of one in base64, as it comes
PIXELS = 50_000_000
SIDE = 1_600  # pixels; larger ones are made smaller
TOGETHER = 6_000_000  # characters in base64 of all, as they are shown
KINDS = {"PNG": "image/png", "JPEG": "image/jpeg"}
NAME = "picture-{}"
DATA = r"data:image/[\w.+-]{1,20};base64,[A-Za-z0-9+/=]*"
IMAGE = re.compile(
    rf"""!\[[^\]\n]{{0,300}}\]\(\s{{0,20}}
        (?P<target><attachment:[^>\n]{{1,300}}>|attachment:[^)\n"']{{1,300}}|{DATA})
        (?:["'][^)\n]{{0,200}})?\s{{0,20}}\)
    |<img\s(?:[^<>\n]{{0,300}}?\s)?src\s{{0,20}}=\s{{0,20}}
        (?P<quote>["'])(?P<source>attachment:[^"'<>\n]{{1,300}}|{DATA})(?P=quote)
        [^<>\n]{{0,300}}>""",
    re.I | re.X,
)
OURS = re.compile(r"!\[\]\(attachment:(picture-[0-9a-f]{16})\)")
ELSEWHERE = re.compile(r"!\[[^\]\n]{0,300}\]\((?!attachment:picture-)[^)\n]{1,300}\)")
NOT_SHOWN = "（ここの画像は、表示できません）"
PASTE = "（ノートブックの Markdown のセルに、PNG か JPEG を貼りつけます）"


def set_aside(text: str, attachments: Mapping) -> tuple[str, dict[str, str]]:
    """The text with names of ours for its pictures, and these pictures by their names."""
    found: dict[str, str] = {}
    if "attachment:" not in text and "data:image" not in text:
        return text, found
    if text.count("![") + text.lower().count("<img") > REFERENCES:
        return text, found  # it would take long, and nobody pastes so many
    names: dict[str, str] = {}  # a picture of megabytes is looked at once, however often it stands

    def named(match: re.Match) -> str:
        target = match["target"] or match["source"]
        if target not in names:
            data = _data(target, attachments)
            names[target] = NAME.format(hashlib.sha256(data.encode()).hexdigest()[:16])
            found[names[target]] = data
        return f"![](attachment:{names[target]})"

    return IMAGE.sub(named, text), found


def _data(target: str, attachments: Mapping) -> str:
    """What a reference leads to, in base64; nothing where it leads nowhere."""
    kind, _, rest = target.strip().strip("<>").partition(":")
    if kind.lower() == "data":
        data = rest.partition(",")[2]
    elif re.fullmatch(r"picture-[0-9a-f]{16}", rest) and isinstance(attachments.get(rest), dict):
        return str(next(iter(attachments[rest].values()), ""))  # set aside before
    else:
        about = attachments.get(rest, attachments.get(unquote(rest)))
        kinds = about.values() if isinstance(about, dict) else ()
        data = next((text for text in kinds if isinstance(text, str | list)), "")
    data = "".join(map(str, data)) if isinstance(data, list) else data
    return data[: LARGEST + 1]


@dataclass
class Album:
    """The pictures of one submission as they are shown; `remarks` tell of those that are not."""

    remarks: list[str] = field(default_factory=list)
    _used: int = 0
    _length: int = 0

    def shown(
        self, text: str, pictures: Mapping[str, str], place: str
    ) -> tuple[str, dict[str, dict]]:
        """The text with its attachments; what cannot be used is said, and nothing refers to it."""
        attachments: dict[str, dict] = {}
        for number, match in enumerate(OURS.finditer(text), start=1):
            name = match[1]
            if name in attachments:
                continue
            try:
                attachments[name] = self._drawn(pictures.get(name, ""))
            except ValueError as why:
                self.remarks.append(
                    f"{place} の {number} 枚目の画像は、{why}ので、表示していません{PASTE}"
                )
        if ELSEWHERE.search(text):
            self.remarks.append(
                f"{place} の文が参照する画像は、提出物に入っていないので、表示していません{PASTE}"
            )
        known = OURS.sub(lambda match: match[0] if match[1] in attachments else NOT_SHOWN, text)
        return known, attachments

    def _drawn(self, data: str) -> dict:
        if self._used == MOST:
            raise ValueError(f"{MOST} 枚を超えた")
        kind, text = drawn_anew(data)
        if self._length + len(text) > TOGETHER:
            raise ValueError("ほかの画像と合わせて大きすぎる")
        self._used, self._length = self._used + 1, self._length + len(text)
        return {kind: text}


def drawn_anew(data: str) -> tuple[str, str]:
    """Kind and base64 of the picture; ValueError says why there is none."""
    if not data:
        raise ValueError("ファイルの中にない")
    if len(data) > LARGEST:
        raise ValueError(f"大きすぎる（上限は {LARGEST * 3 // 4 // 1_000_000} MB）")
    try:
        content = base64.b64decode(data)
    except (binascii.Error, ValueError):
        raise ValueError("壊れている") from None
    try:
        return _encoded(content)
    except ValueError:
        raise
    except Exception:  # of many kinds: whatever a decoder stumbles over
        raise ValueError("PNG でも JPEG でもないか、壊れている") from None


def _encoded(content: bytes) -> tuple[str, str]:
    from PIL import Image, ImageOps  # only where there is a picture

    image = Image.open(io.BytesIO(content), formats=tuple(KINDS))
    kind = image.format
    if image.width * image.height > PIXELS:
        raise ValueError(f"画素が多すぎる（{image.width}×{image.height}）")
    image.draft("RGB", (2 * SIDE, 2 * SIDE))  # of a JPEG no more than is used
    image = ImageOps.exif_transpose(image)
    image = image.convert("RGB" if kind == "JPEG" else "RGBA")
    image.thumbnail((SIDE, SIDE))
    stream = io.BytesIO()
    Image.frombytes(image.mode, image.size, image.tobytes()).save(stream, kind)
    return KINDS[kind], base64.b64encode(stream.getvalue()).decode("ascii")


def kept_attachments(cell: Mapping, count: int = 2 * MOST) -> dict:
    """What a cell says is attached to it, as far as it can be pictures."""
    attachments = cell.get("attachments")
    if not isinstance(attachments, dict):
        return {}
    found = {}
    for name, about in list(attachments.items())[:count]:
        texts = about.items() if isinstance(about, dict) else ()
        pairs = {str(kind)[:100]: data for kind, data in list(texts)[:1] if isinstance(data, str)}
        if pairs:
            found[str(name)[:300]] = pairs
    return found
