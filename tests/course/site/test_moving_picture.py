"""The picture at the front door: made at build time, the same each time, and worth looking at."""

import html
import json
import re

import pytest
from PIL import Image

from course.site.moving_picture import ALT, STEPS, learned_boundary, write_gif

pytestmark = pytest.mark.slow


def test_picture_is_the_same_each_time_and_small():
    first = learned_boundary()
    learned_boundary.cache_clear()
    assert learned_boundary() == first
    assert len(first) < 200_000
    assert "\n" not in first  # a blank line would end the HTML within Markdown


def test_network_begins_with_guessing_and_ends_without_a_mistake():
    page = learned_boundary()
    texts = [
        text for text, _ in json.loads(html.unescape(re.search('data-frames="(.*?)"', page)[1]))
    ]
    right = [int(re.search(r"正解 (\d+)%", text)[1]) for text in texts]
    assert len(texts) == len(STEPS)
    assert right[0] <= 60 and right[-1] == 100
    assert right == sorted(right)
    assert ALT in html.unescape(page)


def test_gif_plays_every_picture_and_begins_again(tmp_path):
    write_gif(tmp_path / "boundary.gif")
    with Image.open(tmp_path / "boundary.gif") as played:
        assert played.n_frames == len(STEPS)
        assert played.info["loop"] == 0
    assert (tmp_path / "boundary.gif").stat().st_size < 200_000
