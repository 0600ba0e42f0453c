"""Pictures pasted into a 考察 reach the marker and the learner, or both are told why not."""

import base64
import io
import json

import pytest
from PIL import Image

from course.attacks.attacked_class import SLUG, chapter, solved
from course.feedback.graded_page import Grades, page
from course.grading.notebook_file import read_submission
from course.notebooks.exercises import grade_id
from course.sealed.pictures import MOST, SIDE, drawn_anew
from course.sealed.rebuild import rebuild

SOURCE = chapter()


def picture(kind="PNG", size=(3, 2), **options):
    stream = io.BytesIO()
    mode = "L" if size[0] * size[1] > 10**6 else "RGB"
    Image.new(mode, size, 200).save(stream, kind, **options)
    return base64.b64encode(stream.getvalue()).decode()


PNG, JPEG = picture(), picture("JPEG")


def graded(tmp_path, text, attachments=None):
    document = json.loads(json.dumps(solved(discussion=text)))
    document["cells"][-1]["attachments"] = attachments or {}
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps(document), encoding="utf-8")
    rebuilt = rebuild(read_submission(path), SOURCE)
    (cell,) = [c for c in rebuilt.notebook.cells if grade_id(c) == "discussion"]
    return cell, rebuilt


def attached(kind="image/png", data=PNG):
    return {"image.png": {kind: data}}


SHOWN = {
    "jupyter": ("![image.png](attachment:image.png)", attached(), "image/png"),
    "jpeg": ("![](attachment:image.png)", attached("image/jpeg", JPEG), "image/jpeg"),
    "named-otherwise": ("![](attachment:image.png)", attached("image/png", JPEG), "image/jpeg"),
    "title": ('![a](attachment:image.png "題")', attached(), "image/png"),
    "colab": (f"![image.png](data:image/png;base64,{PNG})", None, "image/png"),
    "resized": ('<img src="attachment:image.png" width="300"/>', attached(), "image/png"),
    "resized-colab": (f"<img width=5 src='data:image/png;base64,{PNG}'>", None, "image/png"),
    "name-with-blanks": (
        "![](attachment:%E5%9B%B3%201.png)",
        {"図 1.png": {"image/png": PNG}},
        "image/png",
    ),
    "name-in-brackets": (
        "![](<attachment:a (1).png>)",
        {"a (1).png": {"image/png": PNG}},
        "image/png",
    ),
}


@pytest.mark.parametrize(("text", "attachments", "kind"), SHOWN.values(), ids=SHOWN)
def test_picture_is_kept_drawn_anew_and_shown(tmp_path, text, attachments, kind):
    cell, rebuilt = graded(tmp_path, f"図のとおり。\n\n{text}\n\nです。", attachments)
    assert rebuilt.remarks == [] and rebuilt.tampering == []
    ((name, about),) = cell.attachments.items()
    assert list(about) == [kind] and f"](attachment:{name})" in cell.source
    assert Image.open(io.BytesIO(base64.b64decode(about[kind]))).size == (3, 2)
    rebuilt.notebook.cells = rebuilt.notebook.cells[-1:]
    html = page(rebuilt.notebook, SLUG, Grades({"discussion": (0.0, 2.0)}, {}, 0.0, 2.0), {})
    assert f"data:{kind};base64,{about[kind]}" in html


def test_large_picture_within_the_text_is_not_cut(tmp_path):
    noise = Image.effect_noise((700, 700), 90)
    stream = io.BytesIO()
    noise.save(stream, "PNG")
    data = base64.b64encode(stream.getvalue()).decode()
    assert len(data) > 200_001
    cell, rebuilt = graded(tmp_path, f"![](data:image/png;base64,{data})\n\nです。")
    assert len(cell.attachments) == 1 and "です。" in cell.source and rebuilt.remarks == []


def test_large_photograph_is_made_smaller():
    kind, text = drawn_anew(picture("JPEG", (5000, 2000)))
    assert max(Image.open(io.BytesIO(base64.b64decode(text))).size) == SIDE


def test_bytes_after_the_picture_and_its_metadata_go_nowhere():
    data = base64.b64decode(picture("JPEG", exif=b"Exif\x00\x00secret place")) + b"<script>"
    _, text = drawn_anew(base64.b64encode(data).decode())
    assert b"script" not in base64.b64decode(text) and b"secret" not in base64.b64decode(text)


SVG = base64.b64encode(b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>').decode()
PASTED = "![](attachment:image.png)"
NOT_PNG = "PNG でも JPEG でも"
NOT_SHOWN = {
    "gif": (
        PASTED,
        attached("image/gif", picture("GIF")),
        NOT_PNG,
    ),
    "svg": (PASTED, attached("image/svg+xml", SVG), NOT_PNG),
    "svg-as-png": (PASTED, attached("image/png", SVG), NOT_PNG),
    "broken": (PASTED, attached("image/png", PNG[:40]), NOT_PNG),
    "not-base64": (PASTED, attached("image/png", "@@@@a"), "壊れている"),
    "missing": (PASTED, None, "ファイルの中にない"),
    "file-beside": ("![](photo.png)", None, "提出物に入っていない"),
    "on-the-web": ("![a](https://example.com/a.png)", None, "提出物に入っていない"),
    "bomb": (
        PASTED,
        attached("image/png", picture(size=(9000, 9000))),
        "画素",
    ),
}


@pytest.mark.parametrize(("text", "attachments", "why"), NOT_SHOWN.values(), ids=NOT_SHOWN)
def test_what_cannot_be_shown_is_said_and_costs_no_text(tmp_path, text, attachments, why):
    cell, rebuilt = graded(tmp_path, f"はじめ {text} おわり", attachments)
    (remark,) = rebuilt.remarks
    assert why in remark and "discussion" in remark
    assert "attachments" not in cell and "はじめ" in cell.source and "おわり" in cell.source


def test_many_pictures_are_bounded_and_said(tmp_path):
    texts = [f"![](data:image/png;base64,{picture(size=(n, 1))})" for n in range(1, MOST + 4)]
    cell, rebuilt = graded(tmp_path, "\n".join(texts))
    assert len(cell.attachments) == MOST and len(rebuilt.remarks) == 3


def test_pictures_of_both_parts_of_a_split_discussion_stay(tmp_path):
    document = json.loads(json.dumps(solved(discussion="一 ![](attachment:image.png)")))
    document["cells"][-1]["attachments"] = attached()
    second = json.loads(json.dumps(document["cells"][-1])) | {
        "source": "二 ![](attachment:image.png)"
    }
    second["attachments"] = attached("image/jpeg", JPEG)
    document["cells"].append(second)
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps(document), encoding="utf-8")
    cell = rebuild(read_submission(path), SOURCE).notebook.cells[-1]
    kinds = [kind for about in cell.attachments.values() for kind in about]
    assert kinds == ["image/png", "image/jpeg"] and "一" in cell.source and "二" in cell.source


def test_reference_flood_is_read_in_a_moment(tmp_path):
    cell, rebuilt = graded(tmp_path, "attachment:" + "![" * 300_000)
    assert "discussion" in rebuilt.remarks[0] and "attachments" not in cell
