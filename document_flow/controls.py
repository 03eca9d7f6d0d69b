"""Signs that no text of a person has: they move a terminal's cursor, or turn what is read around (UTS 55).

Control characters but for tab and the ends of lines, and the marks that override the direction of writing. A text
with them is refused at the doors; what came in otherwise is shown with them written out, never carried out.
"""

from __future__ import annotations

import re

CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def without_controls(text: str) -> str:
    """The text with none of them."""
    return CONTROLS.sub("", text)


def written_out(text: str) -> str:
    """The text with each of them as its number, as JSON would escape it."""
    return CONTROLS.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)
