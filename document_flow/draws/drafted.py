"""The list of a wave as a document: a letter that people read and approve, and beside it the list itself as data.

Both follow from the draw alone, and both hashes stand in the event that drafted them: what was approved under that
content is what is frozen, or nothing is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Final

from document_flow.draws.families import LeftOut
from document_flow.draws.order import Entry, canonical
from document_flow.draws.plan import Plan
from document_flow.words import Words

LIST_MIME: Final = "application/vnd.qayidis.draw-list+json"
"""The list as data: by such a file a document is known as the list of a wave."""
_MOST_NUMBERS: Final = 1_200
"""So many applications are named in the letter; of a longer list only the counts, all names stand in the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPaper:
    """A document that has a list in it, as it stands: the SHA-256 of its files, and whether a commission voted for it
    and its path is at its end.
    """

    files: tuple[str, ...]
    approved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """What was drafted: the document's id, its list, the SHA-256 of its files, and whose draft it is."""

    document: str
    entries: tuple[Entry, ...]
    left_out: tuple[LeftOut, ...]
    files: tuple[str, ...]
    by: str

    def is_in(self, paper: ListPaper) -> bool:
        """Whether that document holds it, as it was drafted."""
        return sorted(paper.files) == sorted(self.files)


def title_of(plan: Plan) -> Words:
    """What the document is called."""
    return Words(
        f"{plan.place}, {plan.wave} nömrəli dalğa: qayıdan ailələrin siyahısı",
        f"{plan.place}, wave {plan.wave}: the list of families that return",
    )


def list_files(plan: Plan, entries: Sequence[Entry], left_out: Sequence[LeftOut]) -> tuple[bytes, bytes]:
    """The letter, in the language of official letters, and the list, in canonical JSON. Nothing of a person."""
    said = {
        "version": "draw-list/1",
        "place": plan.place,
        "wave": plan.wave,
        "draw_at": plan.draw_at.isoformat(),
        "entries": [asdict(each) for each in entries],
        "left_out": [asdict(each) for each in left_out],
    }
    listed = canonical(said)
    text = "\n".join(_text(plan, entries, left_out, digest(listed)))
    return canonical({"addressee": {"body": "Komissiya"}, "text": text}), listed


def digest(raw: bytes) -> str:
    """SHA-256 in hexadecimal, as files are named by."""
    return hashlib.sha256(raw).hexdigest()


def _text(plan: Plan, entries: Sequence[Entry], left_out: Sequence[LeftOut], listed: str) -> Iterator[str]:
    yield f"{title_of(plan).az}. Siyahıda {len(entries)} ailə var; evlər onlara püşkatma ilə verilir."
    for rooms in sorted({each.rooms for each in entries}):
        numbers = [each.number for each in entries if each.rooms == rooms]
        named = f": {', '.join(numbers)}" if len(entries) <= _MOST_NUMBERS else ""
        yield f"{rooms} otaqlı evlər, {len(numbers)} ailə{named}."
    if left_out:
        yield "Haqqında qərar olan, lakin siyahıya salınmayan ailələr:"
        yield from (f"{each.number} – {each.reason};" for each in left_out)
    yield f"Siyahının faylı (SHA-256): {listed}."
