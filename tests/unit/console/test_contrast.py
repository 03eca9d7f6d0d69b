"""The colour tokens, measured: text 7:1 on every ground it has, edges of controls 3:1 (WCAG 2.2, 1.4.6 and 1.4.11)."""

from __future__ import annotations

import re

import pytest

from hub.console.pages import STATIC

CSS = (STATIC / "console.css").read_text(encoding="utf-8")
_BLOCK = re.compile(r"(:root|\[data-theme=dark\]|\[data-theme=auto\]) \{(.*?)\}", re.DOTALL)
_TOKEN = re.compile(r"--([a-z-]+): (#[0-9a-f]{6})")
TEXT = {
    "ink": ("ground", "surface", "mark", "add", "del", "wait-bg", "heal-bg", "need-bg"),
    "quiet": ("ground", "surface"),
    "accent": ("ground", "surface"),
    "wait": ("ground", "surface", "wait-bg"),
    "heal": ("ground", "surface", "heal-bg"),
    "need": ("ground", "surface", "need-bg"),
    "ok": ("ground", "surface"),
    "surface": ("accent",),
}
"""What is written with a token, and on which grounds."""


def themes() -> dict[str, dict[str, str]]:
    return {name: dict(_TOKEN.findall(block)) for name, block in _BLOCK.findall(CSS) if "--ground" in block}


def luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_knows_black_on_white() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [":root", "[data-theme=dark]", "[data-theme=auto]"])
def test_text_stands_out_seven_to_one(theme: str) -> None:
    tokens = themes()[theme]

    weak = {
        (token, ground): round(contrast(tokens[token], tokens[ground]), 2)
        for token, grounds in TEXT.items()
        for ground in grounds
        if contrast(tokens[token], tokens[ground]) < 7
    }
    assert weak == {}


@pytest.mark.parametrize("theme", [":root", "[data-theme=dark]", "[data-theme=auto]"])
def test_edges_of_controls_stand_out_three_to_one(theme: str) -> None:
    tokens = themes()[theme]

    weak = {
        (edge, ground): round(contrast(tokens[edge], tokens[ground]), 2)
        for edge in ("edge", "accent", "need", "ok-mark")
        for ground in ("ground", "surface")
        if contrast(tokens[edge], tokens[ground]) < 3
    }
    assert weak == {}


def test_a_machine_set_to_dark_shows_the_same_colours() -> None:
    found = themes()

    assert found["[data-theme=auto]"] == found["[data-theme=dark]"]


def test_text_is_coloured_by_tokens_alone() -> None:
    rules = CSS[CSS.index("/* Ground */") :]

    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)", rules) == []
    assert set(re.findall(r"(?<![-\w])color: var\(--([a-z-]+)\)", rules)) <= TEXT.keys()
