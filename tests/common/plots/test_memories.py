"""Two memories and the road between them: numbers stand where something was measured."""

from common.plots import draw_memories


def words(figure):
    return [text.get_text() for text in figure.axes[0].texts if text.get_text()]


def test_memories_and_the_road_are_named():
    assert {"CPUのメモリ", "GPUのメモリ", "PCIe（細い道）"} <= set(words(draw_memories()))


def test_speed_is_written_and_what_was_not_measured_is_said_to_be_so():
    found = words(draw_memories(within_cpu=11.04, to_gpu=12))
    assert "11 GB／秒" in found and "12 GB／秒" in found
    assert found.count("測っていません") == 2


def test_diagram_has_every_glyph():
    assert draw_memories(title="GPUがない").to_png()
