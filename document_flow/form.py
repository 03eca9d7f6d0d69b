"""How an act is asked for on a form, as plain data: its button, its fields, and what it can be done to.

Nothing here knows a page. A field names a `source` where the desk that shows it has more to say: officials to choose
from, the first day that may be chosen. A subject is what one act may be done to several of: resolutions, members.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from document_flow.words import Words

Place = Literal["now", "orders", "meeting", "registry", "more"]
Tone = Literal["primary", "danger", ""]
Input = Literal["text", "line", "date", "moment", "number", "amount", "choice", "many", "tick", "fixed", "document"]
"""`many` is a choice of several, `fixed` is shown and not typed, `document` the address or the id of another one."""
Source = Literal[
    "", "answer", "bodies", "complaints", "corrections", "due", "executors", "facts", "grades", "minutes", "modes",
    "newcomers", "notices", "officials", "own_units", "parents", "plan", "raises", "recipients", "silent", "stand_ins",
    "title", "today", "tomorrow", "twins", "units", "votes",
]  # fmt: skip
"""What a desk fills a field from; a source may say that there is nothing to ask now, and then the field is left out."""
Subject = Literal["", "resolutions", "troubles", "absent", "present", "bodies", "paths", "recalled"]
NOTHING = Words("", "")
PREFIX = "f-"


@dataclass(frozen=True, slots=True)
class Option:
    """One value that a field may take."""

    value: str
    name: Words


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `least` is the first day that a date may be, `chosen` what stands in it at first.

    `tried` is a value with which the rules are asked, where an empty field would be refused.
    """

    name: str
    label: Words
    input: Input = "text"
    required: bool = False
    hint: Words = NOTHING
    options: tuple[Option, ...] = ()
    least: date | None = None
    chosen: str = ""
    tried: str = ""
    source: Source = ""

    @property
    def id(self) -> str:
        """The name that it has among what a form sends."""
        return PREFIX + self.name


Said = Mapping[str, Any]
"""What a form says, by the names of its fields, with `by`, `on_behalf_of`, `content_hash`, `subject` and `key`."""


def _as_said(_said: Said) -> dict[str, Any]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One form for an act. What it says becomes the command's fields of the same names; `reads` says the others.

    Forms of a place stand in the order of their `rank`. `{}` in a title is the subject's name, else it stands at the
    end; `at_stage` has the titles of an open stage by what it asks for. The subject goes into the field `about`.
    """

    title: Words
    place: Place
    rank: int = 50
    name: str = ""
    """The command's kind where it is empty."""
    tone: Tone = ""
    fields: tuple[Field, ...] = ()
    subject: Subject = ""
    about: str = "subject"
    reads: Callable[[Said], Mapping[str, Any]] = _as_said
    at_stage: tuple[tuple[str, Words], ...] = ()
    hint: Words = NOTHING


NOTE = Field("note", Words("Qeyd", "Note"))
REASON = Field("reason", Words("Səbəb", "Reason"), required=True)
TEXT = Field("text", Words("Mətn", "Text"), required=True)
