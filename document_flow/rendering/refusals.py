"""What goes wrong when a document is printed.

RenderRefused                      nothing was printed; `place` says where, as `orders[2].text`
├── render.wrong_data              the data is not of the kind that was asked for, or a value in it has a wrong type
├── render.too_long                a text is longer than its place on the form allows
├── render.too_many                more rows than the form takes
├── render.unprintable             a character that the form's fonts do not have, or that hides or turns text
├── render.qr_too_long             more in the QR code than can be read at 3 cm
├── render.record_refused          the machine-readable record is not UTF-8 JSON, or is too large
└── render.form_failed             the form itself is wrong: a defect of ours, never of what was typed
"""

from __future__ import annotations

from dataclasses import dataclass

from document_flow.words import Words


@dataclass(eq=False)
class RenderRefused(Exception):
    """No document came out. `words` never hold what was typed, only its place, length or code point."""

    code: str
    words: Words
    place: str = ""

    def __str__(self) -> str:
        where = f" at {self.place}" if self.place else ""
        return f"{self.code}{where}: {self.words.en}"
