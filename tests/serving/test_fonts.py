"""The smaller of the two fonts of each weight has what the pages say, and is asked for by what it has."""

import re
import tomllib

import pytest
from fontTools.ttLib import TTFont

from tests.harness.servers import ROOT

FONTS = ROOT / "static" / "fonts"
WEIGHTS = ("Regular", "Bold")
FACE = re.compile(r'MalukuSans-(\w+|\{\{ name \}\})(-Basic)?\.woff2"\) format\("woff2"\); unicode-range: ([^;]+);')


def letters(ranges: str) -> set[int]:
    ends = (part.removeprefix("U+").split("-") for part in ranges.split(", "))
    return {code for first, *last in ends for code in range(int(first, 16), int((last or [first])[0], 16) + 1)}


def has(name: str) -> set[int]:
    return {*TTFont(FONTS / f"MalukuSans-{name}.woff2").getBestCmap()}


@pytest.mark.parametrize("weight", WEIGHTS)
def test_the_small_font_has_what_it_is_asked_for_and_what_the_catalogues_say(weight: str) -> None:
    layout = (ROOT / "serving" / "prerender.html.j2").read_text("utf-8")
    (basic,) = (ranges for _, is_basic, ranges in FACE.findall(layout) if is_basic)
    (more,) = (ranges for _, is_basic, ranges in FACE.findall(layout) if not is_basic)
    assert has(f"{weight}-Basic") == letters(basic)
    assert has(weight) <= letters(basic) | letters(more), "what the small one has not is asked for too"
    said = {ord(letter) for path in (ROOT / "locales").glob("*.po") for letter in path.read_text("utf-8")}
    assert has(weight) & said <= letters(basic)
    assert (FONTS / f"MalukuSans-{weight}-Basic.woff2").stat().st_size < 9_000


def test_the_live_page_and_an_embedded_figure_ask_for_the_same() -> None:
    layout = (ROOT / "serving" / "prerender.html.j2").read_text("utf-8")
    ranges = {bool(is_basic): ranges for _, is_basic, ranges in FACE.findall(layout)}
    embedded = FACE.findall((ROOT / "serving" / "embed.css").read_text("utf-8"))
    assert {(bool(is_basic), asked) for _, is_basic, asked in embedded} == {*ranges.items()}
    faces = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]["fontFaces"]
    assert {("-Basic" in face["url"], face["unicodeRange"]) for face in faces if face["style"] == "normal"} == {
        *ranges.items()
    }
