"""What stands on the body's paper (blank): its names and address, the emblem, and the telephones of who prepared it.

One body's data as a sheet; without one the paper bears the name alone.

SheetRefused "letterhead.refused"     the sheet has problems, all of them listed
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from document_flow.rendering.models.parts import NO_WORDS, REPUBLIC, Body
from document_flow.sheet import Entry, read_sheet
from document_flow.words import Words
from document_flow.xml import XmlRefused, parse

MOST_EMBLEM_BYTES = 300_000
_SVG = "{http://www.w3.org/2000/svg}svg"
NAMED = Body(
    Words(
        "Qaçqınların və Məcburi Köçkünlərin İşləri üzrə Dövlət Komitəsi",
        "State Committee for Affairs of Refugees and Internally Displaced Persons",
    )
)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """`phones` are by login, else by unit; `emblem` is an SVG, "" where the body has given none."""

    body: Body = NAMED
    phones: Mapping[str, str] = field(default_factory=dict)
    emblem: str = ""

    def phone_of(self, login: str, unit: str) -> str:
        """The telephone of who prepared a document: the person's, else the unit's, else the body's."""
        return self.phones.get(login) or self.phones.get(unit) or self.body.phone


BY_DEFAULT = Letterhead()


def load_letterhead(text: str, read: Callable[[str], bytes]) -> Letterhead:
    """A sheet; `read` gives a file that lies beside it. SheetRefused with every problem.

    Read are `name`, `above` and `address` (az, en), `phone`, `email`, `site`, `emblem` (the name of an SVG file), and
    `phones` by login or unit.
    """
    sheet = read_sheet(text, "letterhead.refused")
    body = Body(
        name=sheet.words("name"),
        address=sheet.words("address") if sheet.has("address") else NO_WORDS,
        phone=sheet.text("phone", default=""),
        email=sheet.text("email", default=""),
        site=sheet.text("site", default=""),
        above=sheet.words("above") if sheet.has("above") else REPUBLIC,
    )
    found = Letterhead(body, sheet.mapped("phones", Entry.text), _emblem(sheet, read))
    sheet.done()
    sheet.findings.refuse_if_any()
    return found


def _emblem(sheet: Entry, read: Callable[[str], bytes]) -> str:
    name = sheet.text("emblem", default="")
    if not name:
        return ""
    try:
        raw = read(name)
        if len(raw) <= MOST_EMBLEM_BYTES and parse(raw, most_bytes=MOST_EMBLEM_BYTES).tag == _SVG:
            return raw.decode()
    except (OSError, XmlRefused):
        pass
    sheet.problem(
        "emblem",
        f"vərəqin yanında SVG faylı olmalıdır, ən çoxu {MOST_EMBLEM_BYTES} bayt",
        f"an SVG file beside the sheet, of {MOST_EMBLEM_BYTES} bytes at most",
    )
    return ""
