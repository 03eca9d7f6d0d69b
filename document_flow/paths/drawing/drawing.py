"""Draws a path as one SVG picture, from left to right: stages, rules, people, terms, conditions, ways back.

The text is escaped, there are no scripts and no references: the file may be shown anywhere. With a run, the stage where
it stands is marked and each vote is shown. BPMN is not written: the picture needs no viewer.
"""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from document_flow.paths.drawing.words import END, START, return_words, run_lines, stage_lines
from document_flow.paths.path import Path
from document_flow.paths.state import StageState, StageStatus, State
from document_flow.people import Directory
from document_flow.words import Lang

_WIDTH, _GAP, _MARGIN = 250, 56, 28
_LINE, _HEAD, _ROUND, _LANE = 17, 20, 34, 20
_TOP = 70
_CHARACTERS = 36
_HEAD_CHARACTERS = 28
_UNPRINTABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_COLOURS: dict[StageStatus, tuple[str, str]] = {
    "waiting": ("#f4f6f8", "#7a8794"),
    "open": ("#fff4d6", "#b26b00"),
    "passed": ("#e5f4e8", "#2c7a3f"),
    "refused": ("#fbe4e4", "#b02a2a"),
    "skipped": ("#fafafa", "#b5bcc3"),
}
_STYLE = (
    "text{font-family:'Noto Sans','DejaVu Sans',sans-serif;font-size:12px;fill:#1c2733}"
    ".t{font-size:18px;font-weight:600}.h{font-size:13px;font-weight:600}.s{font-weight:600}.r{fill:#8a3b12}"
)
_ARROW = (
    '<defs><marker id="a" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto">'
    '<path class="arrow" d="M0 0L10 5L0 10z" fill="#55636f"/></marker></defs>'
)


@dataclass(frozen=True, slots=True)
class _Box:
    """A stage as it is drawn: its lines are cut to the width already."""

    x: int
    heading: tuple[str, ...]
    lines: tuple[str, ...]
    votes: tuple[str, ...]
    status: StageStatus
    conditional: bool
    back: str | None

    @property
    def height(self) -> int:
        lines = len(self.lines) + len(self.votes)
        return len(self.heading) * _HEAD + lines * _LINE + (44 if self.votes else 30)


def draw_svg(
    path: Path,
    run: State | None = None,
    lang: Lang = "az",
    directory: Directory | None = None,
    *,
    on_page: bool = False,
) -> str:
    """The picture as SVG text. `directory` gives names to logins, which are shown themselves without it.

    `on_page`: a part of a page that brings its own styles. The elements' classes are `box` with the stage's status,
    `way`, `back`, `end`, and `t`, `h`, `s`, `r` for text; colours and sizes in a style sheet go before those written
    here.
    """
    people = directory or Directory()
    states = {stage.id: stage for stage in run.stages} if run is not None else {}
    boxes = [_box(path, number, states, lang, people) for number in range(len(path.stages))]
    tallest = max((box.height for box in boxes), default=_ROUND)
    middle = _TOP + tallest // 2
    lanes = sum(1 for box in boxes if box.back)
    width = _left(len(boxes)) + _ROUND * 2 + _MARGIN
    height = _TOP + tallest + lanes * _LANE + _MARGIN * 2
    title = path.title.say(lang)
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" xml:lang="{lang}">',
        f"<title>{_safe(title)}</title>",
        *(() if on_page else (f"<style>{_STYLE}</style>", f'<rect width="{width}" height="{height}" fill="#fff"/>')),
        _ARROW,
        _text(_MARGIN, 38, f"{title} · v{path.version}", "t"),
        _circle(_MARGIN + _ROUND, middle, START.say(lang), is_end=False),
        *_ways(len(boxes), middle),
        *(part for box in boxes for part in _drawn(box, middle)),
        *_back(boxes, middle, tallest),
        _circle(_left(len(boxes)) + _ROUND, middle, END.say(lang), is_end=True),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _box(path: Path, number: int, states: Mapping[str, StageState], lang: Lang, directory: Directory) -> _Box:
    stage = path.stages[number]
    state = states.get(stage.id)
    return _Box(
        x=_left(number),
        heading=_cut([f"{number + 1}. {stage.title.say(lang)}"], _HEAD_CHARACTERS),
        lines=_cut(stage_lines(path, stage, lang, directory)),
        votes=() if state is None else _cut(run_lines(state, lang, directory)),
        status="waiting" if state is None else state.status,
        conditional=bool(stage.when),
        back=return_words(stage, lang),
    )


def _cut(lines: Iterable[str], width: int = _CHARACTERS) -> tuple[str, ...]:
    return tuple(part for line in lines for part in textwrap.wrap(line, width, subsequent_indent="  "))


def _left(number: int) -> int:
    """The left edge of a stage; of the end after the last one."""
    return _MARGIN + _ROUND * 2 + _GAP + number * (_WIDTH + _GAP)


def _drawn(box: _Box, middle: int) -> Iterable[str]:
    top = middle - box.height // 2
    fill, stroke = _COLOURS[box.status]
    dash = ' stroke-dasharray="6 4"' if box.conditional else ""
    thick = 3 if box.status == "open" else 1.4
    yield (
        f'<rect class="box {box.status}" x="{box.x}" y="{top}" width="{_WIDTH}" height="{box.height}" rx="8"'
        f' fill="{fill}" stroke="{stroke}" stroke-width="{thick}"{dash}/>'
    )
    y = top + 24
    for line in box.heading:
        yield _text(box.x + 12, y, line, "h")
        y += _HEAD
    for line in box.lines:
        yield _text(box.x + 12, y, line)
        y += _LINE
    if box.votes:
        yield f'<path class="rule" d="M{box.x + 12} {y - 8}H{box.x + _WIDTH - 12}" stroke="{stroke}" stroke-width="1"/>'
        y += 12
    for number, line in enumerate(box.votes):
        yield _text(box.x + 12, y, line, "s" if number == 0 else "")
        y += _LINE


def _ways(count: int, middle: int) -> Iterable[str]:
    for number in range(count + 1):
        x = _left(number)
        line = f'd="M{x - _GAP} {middle}H{x - 3}" stroke="#55636f" stroke-width="1.6"'
        yield f'<path class="way" {line} marker-end="url(#a)"/>'


def _back(boxes: Iterable[_Box], middle: int, tallest: int) -> Iterable[str]:
    """Every way back runs in a lane of its own under the stages, to the author."""
    lane = _TOP + tallest + _LANE
    author = _MARGIN + _ROUND
    for box in boxes:
        if box.back is None:
            continue
        x, bottom = box.x + _WIDTH // 2, middle - box.height // 2 + box.height
        yield (
            f'<path class="back" d="M{x} {bottom}V{lane}H{author}V{middle + _ROUND + 3}" fill="none" stroke="#b98a6e"'
            ' stroke-width="1.2" stroke-dasharray="3 3" marker-end="url(#a)"/>'
        )
        yield _text(box.x + _WIDTH // 2 + 6, lane + 4, box.back, "r")
        lane += _LANE


def _circle(x: int, y: int, label: str, *, is_end: bool) -> str:
    thick = 4 if is_end else 1.6
    return (
        f'<circle class="end" cx="{x}" cy="{y}" r="{_ROUND}" fill="#fff" stroke="#33424f" stroke-width="{thick}"/>'
        f'<text x="{x}" y="{y + 4}" text-anchor="middle">{_safe(label)}</text>'
    )


def _text(x: int, y: int, text: str, name: str = "") -> str:
    styled = f' class="{name}"' if name else ""
    return f'<text x="{x}" y="{y}"{styled} xml:space="preserve">{_safe(text)}</text>'


def _safe(text: str) -> str:
    """Escaped, without characters that XML 1.0 cannot hold."""
    return html.escape(_UNPRINTABLE.sub("", text))
