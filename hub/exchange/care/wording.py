"""The notice to an agency as it is proposed, in both languages: what fails, since when, samples, no values. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hub.errors import Words


@dataclass(frozen=True, slots=True)
class NoticeSample:
    """One failure by what the other side can find it by: its key or hash, and when. Never a personal value."""

    mark: str
    at: str
    status: int | None = None


@dataclass(frozen=True, slots=True)
class Matter:
    """What the notice is about. `since` and `due` are written times; `to_sender` where the data came wrong to us."""

    where: Words
    code: str
    count: int
    since: str
    place: str | None
    rule: str | None
    samples: Sequence[NoticeSample]
    to_sender: bool
    due: str


def notice(matter: Matter, cause: Words) -> Words:
    """The text, to be read and changed by whoever sends it."""
    return Words(_az(matter, cause.az), _en(matter, cause.en))


def _en(matter: Matter, cause: str) -> str:
    opening = (
        f"{matter.count} of your messages ({matter.where.en}) cannot be processed"
        if matter.to_sender
        else f"{matter.count} of our calls to your service ({matter.where.en}) did not succeed"
    )
    asked = (
        "Please correct the data at its source and send it again"
        if matter.to_sender
        else "Please tell us the reason, and when it will be mended"
    )
    return "\n".join(
        [
            "Dear colleagues,",
            "",
            f"{opening}, since {matter.since} (Baku time).",
            f"Code: {matter.code}. {cause}",
            *([f"Field: {matter.place}" + (f", rule: {matter.rule}" if matter.rule else "")] if matter.place else []),
            "",
            "Samples, without personal data:",
            *_samples(matter, "HTTP"),
            "",
            f"{asked}. We ask for an answer by {matter.due}.",
            "Everything is kept and waits at the hub.",
        ]
    )


def _az(matter: Matter, cause: str) -> str:
    opening = (
        f"Göndərdiyiniz mesajlardan {matter.count} ədədi ({matter.where.az}) emal oluna bilmir"
        if matter.to_sender
        else f"Xidmətinizə ({matter.where.az}) {matter.count} sorğumuz nəticə verməyib"
    )
    asked = (
        "Məlumatı mənbədə düzəldib yenidən göndərməyinizi xahiş edirik"
        if matter.to_sender
        else "Səbəbi və nə vaxt aradan qaldırılacağını bildirməyinizi xahiş edirik"
    )
    return "\n".join(
        [
            "Hörmətli həmkarlar,",
            "",
            f"{opening}. Başlanğıc: {matter.since} (Bakı vaxtı).",
            f"Kod: {matter.code}. {cause}",
            *([f"Sahə: {matter.place}" + (f", qayda: {matter.rule}" if matter.rule else "")] if matter.place else []),
            "",
            "Şəxsi məlumatsız nümunələr:",
            *_samples(matter, "HTTP"),
            "",
            f"{asked}. Cavab üçün son vaxt: {matter.due}.",
            "Məlumat habda saxlanılır və gözləyir.",
        ]
    )


def _samples(matter: Matter, http: str) -> list[str]:
    return [f"- {each.mark}, {each.at}" + (f", {http} {each.status}" if each.status else "") for each in matter.samples]
