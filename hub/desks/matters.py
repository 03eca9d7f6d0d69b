"""Where a person stands, as a list of matters: each says in short sentences what, why, since when, what next, what to
bring. What the hub does not know it says that it does not know, and who does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from connectors.agencies import AGENCIES
from document_flow.dates_az import short_date
from document_flow.words import Words, az_sentence

Kind = Literal["case", "right", "status", "allowance", "appeal"]
Tone = Literal["ok", "wait", "need", "gone"]
NOTHING_TO_BRING: Final = Words(
    "Heç nə: lazım olanı qurumlar özləri verir", "Nothing: what is needed comes from the agencies"
)
NOTHING_NEXT: Final = Words("Sizdən heç nə tələb olunmur", "Nothing is asked of you")
COMPLAIN: Final = Words("Razı deyilsinizsə, şikayət verin", "If you do not agree, complain")
DECIDED_ON: Final = Words("Qərarın günü", "Day of the decision")
_COURT: Final = Words(
    "Dövlət Komitəsinə inzibati şikayət, sonra məhkəməyə ərizə verilə bilər (1036-IIQ)",
    "An administrative complaint to the State Committee, and after that an application to a court (1036-IIQ)",
)
_NO_TERM: Final = Words(
    "Müddət qərarın təhvil verildiyi gündən sayılır; təhvil günü habda yoxdur, onu qərarı verən bilir",
    "The term runs from the day on which the decision was handed over; the hub does not know that day, whoever made"
    " the decision does",
)
_BODIES: Final[Mapping[str, Words]] = {
    **{agency.name: Words(*(agency.full_title or agency.title)) for agency in AGENCIES},
    "committee": Words("Dövlət Komitəsi", "the State Committee"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One matter. `remedy` says how and until when to complain, where something was refused, suspended or ended.

    `id` is the case's, the document's or the register entity's own; `tone` is how it stands: holds, waits, was cut, is
    over.
    """

    id: str
    kind: Kind
    what: Words
    why: Words
    since: date | None = None
    until: date | None = None
    next_step: Words = NOTHING_NEXT
    bring: Words = NOTHING_TO_BRING
    remedy: Words | None = None
    tone: Tone = "ok"


def newest_first(matters: Iterable[Matter]) -> tuple[Matter, ...]:
    """The newest first; of one day, what was cut before what holds; what has no day at the end."""
    return tuple(sorted(matters, key=lambda each: (-(each.since or date.min).toordinal(), each.tone != "need")))


def sentences(*parts: Words | None) -> Words:
    """Several sentences as one text; those that there are not are left out."""
    said = [each for each in parts if each is not None and each.az]
    return Words(
        ". ".join(az_sentence(each.az) for each in said), ". ".join(each.en[:1].upper() + each.en[1:] for each in said)
    )


def with_day(words: Words, day: date | None) -> Words | None:
    """`Words: 14.04.2026`; None where the day is not known."""
    return Words(f"{words.az}: {short_date(day)}", f"{words.en}: {short_date(day)}") if day else None


def with_text(words: Words, text: str | None) -> Words | None:
    """`Words: text`; None where there is none."""
    return Words(f"{words.az}: {text}", f"{words.en}: {text}") if text else None


def body_named(party: str) -> Words:
    """A party in words; of the committee's own old bases, the committee."""
    return _BODIES.get(party.partition(".")[0]) or Words(party, party)


def remedy_of(said: tuple[Words, ...] | None, until: date | None) -> Words:
    """How to complain, by the programme's own sentences; `until` is the last day, once notice is proven.

    Where nothing is `said` no term can be told at all, for nobody noted here when the decision was handed over.
    """
    if said is None:
        return sentences(_COURT, _NO_TERM)
    own = (Words(each.az.rstrip("."), each.en.rstrip(".")) for each in said)
    return sentences(*own, with_day(_LAST_DAY, until) or _NOT_RUNNING)


_LAST_DAY: Final = Words("Şikayətin son günü", "Last day for a complaint")
_NOT_RUNNING: Final = Words(
    "Təhvil hələ sübut olunmayıb, müddət başlamayıb", "Handing over is not proven yet, so the term has not begun"
)
