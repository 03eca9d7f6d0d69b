"""Counted questions as doors show them and take them: one reading for pages and the API; as a file, as a letter."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from pydantic import BaseModel

from document_flow.context import BAKU
from document_flow.documents.acts.create import Create
from document_flow.documents.facts import LETTER_MIME, FileRef
from hub.access.parties import HOUSE
from hub.access.people import Person
from hub.access.rights import Right, RoleMissing, rights_of
from hub.app import Hub
from hub.clock import SECOND
from hub.documents.acting.service import Given
from hub.errors import Lang, Refused, Words, found_or
from hub.register.counting.counts import Count, Counts, counts_over
from hub.register.counting.dimensions import count_sheet
from hub.register.counting.tally import ALL, NOT_KNOWN, CountQuestion, CountTable, table_of
from hub.store.ids import parse_id
from hub.web.answers import csv_bytes
from hub.web.views import Instant, View

COUNTED: Final = {"families": Words("ailələr", "families"), "persons": Words("şəxslər", "persons")}
LEFT_OUT: Final = {
    "deceased": Words("vəfat edib", "deceased"),
    "empty": Words("yaşayan üzvü yoxdur", "without a living member"),
    "unknown_then": Words("həmin gün barədə məlumat yoxdur", "nothing is known of that day"),
}
NOT_SHOWN: Final = "…"
ALONE: Final = Words(
    "Gizlətmə yalnız bu cədvəl daxilində qoruyur: bir neçə cədvəl birlikdə yalnız müqayisədən sonra verilir.",
    "Hiding protects within this table alone: several tables are given away together only after they were compared.",
)
_LONGEST_TITLE: Final = 900
_HUNDRED: Final = 100


class HeadView(BaseModel):
    """A group: its code, and its name in the reader's language."""

    code: str
    name: str


class CountView(View):
    """A question and how far it is counted. `read` of about `of_all` records are read (`read_about`: to the hundred,
    since the exact number would tell a hidden one); `work_us` is the time that it took.
    """

    id: str
    asked_by: str
    question: CountQuestion
    read: int
    read_about: bool
    of_all: int
    work_us: int
    asked_at: Instant
    done_at: Instant | None


class CountTableView(CountView):
    """With its figures, rows by columns, totals last. Null is not shown: fewer than `least`, or it would tell such a
    one. `unsure` are those of whom it is not known whether they belong, `left_out` who was not counted and why.
    """

    rows: list[HeadView]
    columns: list[HeadView]
    figures: list[list[int | None]]
    unsure: dict[str, int | None]
    left_out: dict[str, int | None]
    least: int
    least_is_assumed: bool


class CountsView(BaseModel):
    """The newest first; `next` is the cursor of the next part."""

    counts: list[CountView]
    next: str | None


def need_counts(person: Person) -> None:
    """Forbidden unless a role of the house lets them have the register counted."""
    if person.party not in HOUSE or Right.COUNT not in rights_of(person.roles):
        raise RoleMissing(("head", "deputy"))


def counts(hub: Hub) -> Counts:
    """The counts of this hub."""
    return counts_over(hub.store, hub.sealer, hub.hash)


async def ask_count(hub: Hub, person: Person, question: CountQuestion, key: str) -> str:
    """Have it counted; the id of the count."""
    today = (await hub.office.documents.around()).context(hub.clock.now()).today
    return await counts(hub).ask(person, question.checked(today), key, is_now=question.day == today)


async def count_named(hub: Hub, name: str) -> Count:
    """The count of an address; NotFound where there is none."""
    async with hub.store.read() as tx:
        return await counts(hub).get(tx, parse_id(name) or "0" * 32)


def count_view(count: Count) -> CountView:
    """How far it is."""
    return CountView.of(count, None, **_progress(count))


def count_table_view(count: Count, lang: Lang) -> CountTableView:
    """All of it; figures only once all are read, so that nobody is found out by what one range has added."""
    table = shown_table(count)
    return CountTableView.of(
        count,
        None,
        **_progress(count),
        rows=[HeadView(code=code, name=name.say(lang)) for code, name in table.rows] if table else [],
        columns=[HeadView(code=code, name=name.say(lang)) for code, name in table.columns] if table else [],
        figures=table.figures if table else [],
        unsure=table.unsure if table else {},
        left_out=left_out(count) if table else {},
        least=count_sheet().least,
        least_is_assumed=count_sheet().is_assumed,
    )


def shown_table(count: Count) -> CountTable | None:
    """The table once everything is read."""
    return table_of(count.question, count.tally) if count.done_at is not None else None


def left_out(count: Count) -> dict[str, int | None]:
    """Who was not counted, by reason; few of them are not shown."""
    least = count_sheet().least
    return {name: number if number >= least else None for name, number in count.tally.left_out.items()}


def records_read(count: Count) -> tuple[int, bool]:
    """How many records were read, and whether only to the hundred: the exact number would tell the total where the
    table hides it, or, with the total, how many were left out; while it is still counted nobody knows what will be.
    """
    table = shown_table(count)
    is_about = table is None or table.hides or None in left_out(count).values()
    return (count.tally.read // _HUNDRED * _HUNDRED if is_about else count.tally.read), is_about


def _progress(count: Count) -> dict[str, Any]:
    read, is_about = records_read(count)
    return {"read": read, "read_about": is_about, "of_all": about(count.of_all)}


def about(number: int) -> int:
    """Rounded up to the hundred."""
    return -(-number // _HUNDRED) * _HUNDRED


def title_of(question: CountQuestion, lang: Lang) -> str:
    """The question in a line."""
    known = count_sheet().dimensions
    only = [
        f"{known[name].title.say(lang)}: {', '.join(known[name].names()[code].say(lang) for code in codes)}"
        for name, codes in question.only.items()
    ]
    by = " × ".join(known[name].title.say(lang) for name in question.by)
    counted = COUNTED[question.counted].say(lang)
    return f"{counted[:1].upper()}{counted[1:]} ({'; '.join(only) or ALL.say(lang)}): {by}"


def count_csv(count: Count, lang: Lang) -> bytes:
    """The figures as a file; nobody typed a cell of it, so none is a formula."""
    return csv_bytes(_cells(count, _done(count), lang))


def _cells(count: Count, table: CountTable, lang: Lang) -> Iterator[Sequence[object]]:
    yield [title_of(count.question, lang), count.question.day.isoformat(), records_read(count)[0]]
    wide = len(table.columns) > 1
    ends = [ALL.say(lang)] if wide else []
    yield ["", *(name.say(lang) for _, name in table.columns), *ends]
    for (_, head), row in zip([*table.rows, ("", ALL)], table.figures, strict=True):
        yield [head.say(lang), *(NOT_SHOWN if each is None else each for each in row)]
    for name, number in table.unsure.items():
        titled = f"{count_sheet().dimensions[name].title.say(lang)} – {NOT_KNOWN.say(lang)}"
        yield [titled, NOT_SHOWN if number is None else number]
    yield [ALONE.say(lang)]


async def draft_letter(hub: Hub, login: str, count: Count, key: str) -> str:
    """A draft of an outgoing letter with the figures, by the documents' own rules; its id. The same key, the same."""
    text = "\n".join(_letter(count, _done(count)))
    letter: dict[str, Any] = {"addressee": {"body": "—"}, "text": text}
    raw = json.dumps(letter, ensure_ascii=False, sort_keys=True).encode()
    stored = await hub.office.uploads.keep(login, raw)
    file = FileRef("mektub.json", LETTER_MIME, stored.size, stored.sha256, main=True)
    official = (await hub.office.documents.around()).directory.officials.get(login)
    title = f"Say məlumatı. {title_of(count.question, 'az')}"[:_LONGEST_TITLE]
    command = Create(by=login, document="outgoing", title=title, unit=official.unit if official else "", files=(file,))
    acted = await hub.office.documents.create(login, command, Given(f"count {key}", request=f"letter of {count.id}"))
    return acted.document


def _letter(count: Count, table: CountTable) -> Iterator[str]:
    """In Azerbaijani, the language of official letters."""
    day, counted = f"{count.question.day:%d.%m.%Y}", COUNTED[count.question.counted].az
    yield f"Komitənin vahid məlumat bazasına əsasən {day} tarixinə olan say məlumatını təqdim edirik."
    yield f"{title_of(count.question, 'az')}."
    for (_, name), row in zip([*table.rows, ("", ALL)], table.figures, strict=True):
        if len(row) == 1:
            yield f"{name.az} – {_figure(row[0])};"
            continue
        parts = [
            f"{column.az} – {_figure(each)}" for (_, column), each in zip([*table.columns, ("", ALL)], row, strict=True)
        ]
        yield f"{name.az}: {', '.join(parts)};"
    for dimension, number in table.unsure.items():
        title = count_sheet().dimensions[dimension].title.az
        yield f"Bunlardan əlavə, “{title}” məlum olmayan {counted}: {_figure(number)}."
    if table.hides:
        mark = ", fərz edilib" if table.is_assumed else ""
        yield (
            f"“{NOT_SHOWN}” işarəsi: kiçik göstəricilər və onları hesablamağa imkan verən göstəricilər açıqlanmır"
            f" (açıqlanan ən kiçik say: {table.least}{mark})."
        )
    yield ALONE.az
    done = datetime.fromtimestamp((count.done_at or count.changed_at) / SECOND, BAKU)
    read, is_about = records_read(count)
    about_read = f"{'təxminən ' if is_about else ''}{_figure(read)}"
    yield f"Mənbə: vahid məlumat bazası, oxunmuş yazı: {about_read}, sayılıb: {done:%d.%m.%Y %H:%M}."


def _figure(number: int | None) -> str:
    return NOT_SHOWN if number is None else f"{number:,}".replace(",", "\u00a0")


def _done(count: Count) -> CountTable:
    return found_or(shown_table(count), Refused("counts.not_done", _NOT_DONE, status=409))


_NOT_DONE = Words("Say hələ bitməyib; bitəndə təkrar edin.", "It is still being counted; try again when it is done.")
