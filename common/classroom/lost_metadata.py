"""採点用の情報がなくなったノートブック（nbstripout、Deepnote などで保存したもの）を見分ける。"""

import re

from common.classroom.handed_out import known_cells

LOST = "採点用の情報がなくなったセルがあります（id から見分けるので、このままでも提出できます）"
ALL_LOST = (
    "採点用の情報がなくなっています。このままでも提出できます"
    "（採点では前後のセルから見分けます。書かれた答えの数は、ここでは確かめられません）"
)


def with_names(document):
    """採点用の情報がなくなったセルに、id から名前を書きもどしたノートブック。"""
    missing = known_cells()
    for cell in document["cells"]:
        missing.pop(cell["metadata"].get("nbgrader", {}).get("grade_id"), None)
    return {**document, "cells": [_with_name(cell, missing) for cell in document["cells"]]}


def _with_name(cell, missing):
    name = str(cell.get("id"))
    if cell["metadata"].get("nbgrader") or name not in missing:
        return cell
    about = {"grade_id": name, "solution": missing.pop(name)}
    return {**cell, "metadata": {**cell["metadata"], "nbgrader": about}}


def hands_in(document, chapter):
    """この章を提出するセル（submit("章の名前")）があるか。"""
    call = re.compile(rf"""^submit\(\s*["']{re.escape(chapter)}["']""", re.MULTILINE)
    return any(call.search("".join(cell["source"])) for cell in document["cells"])
