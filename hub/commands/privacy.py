"""`hub privacy card`: what the state's registry of personal data asks of the register, from the declarations alone.

Law 998-IIIQ: a system with the data of 1,000 persons or more is registered by an application and a card, and both are
handed in again within 20 days of a change. So what is printed is what programmes, manifests of agencies, the sheet of
recipients and the types of records say at this moment; what none of them says is left to be filled in by hand.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

import typer

from connectors.agencies import AGENCIES
from connectors.manifest import Agency, Flow
from document_flow.programmes import programmes
from document_flow.programmes.programme import Programme
from hub.access.purposes import PURPOSES
from hub.commands.servers.starting import ROOT, console, settings_or_exit
from hub.console.register.labels import ATTRIBUTES, KINDS, PARTIES, called
from hub.errors import Lang, Words
from hub.exchange.ask.questions import QUESTIONS
from mappings.records import fields_of_kind
from mappings.registered import Category
from routes.recipients import NO_PURPOSE, PERSON_CHANGE, SERVICE_NOTICE, given
from routes.usage import usage_rules

app = typer.Typer(
    no_args_is_help=True,
    help="The card of personal data for the state's registry.",
)

CATEGORIES: Final[dict[Category, Words]] = {
    "personal": Words("şəxsi məlumat", "personal data"),
    "employment": Words("əmək", "employment"),
    "family": Words("ailə (xüsusi kateqoriya †)", "family (special category †)"),
    "education": Words("təhsil", "education"),
    "transport": Words("nəqliyyat", "transport"),
    "social": Words(
        "sosial, o cümlədən sağlamlıq (xüsusi kateqoriya †)", "social, health included (special category †)"
    ),
    "communication": Words("rabitə", "communication"),
}
_SENT: Final[dict[Flow, Words]] = {
    "file-reply": Words("göndərdiyi faylın sətirlərinə cavab", "answers to the rows of its file"),
    "document": Words("rəsmi sənəd", "an official document"),
    "notice": Words("sənəd barədə bildiriş", "a notice about a document"),
    "payments": Words("ödəniş tapşırıqları", "instructions to pay"),
    "usage": Words("məlumatına kim baxıb", "who looked at a person's data"),
    "case-notice": Words("ərizəçiyə bildiriş", "a notice to an applicant"),
    "right-of-use": Words("verilmiş evin istifadə hüququ, aktla", "the right to use a home, with the act"),
    "sms": Words("ərizəçiyə SMS", "an SMS to an applicant"),
}
_SERVICES: Final = {
    PERSON_CHANGE: Words("şəxsin məlumatının dəyişməsi", "changes of a person's data"),
    SERVICE_NOTICE: Words("xidmət bildirişi", "notices to a service"),
    **{each.service: Words(f"sorğu: {each.title.az}", f"question: {each.title.en}") for each in QUESTIONS.values()},
}
_OURS: Final = frozenset(("derived", "lossy", "provenance"))
"""What the hub notes of a record beside what it was told."""
_BY_HAND: Final = (
    Words("Mülkiyyətçi (adı, VÖEN, ünvanı)", "Owner (name, VÖEN, address)"),
    Words("Operator (başqadırsa)", "Operator (if it is another)"),
    Words("Məsul şəxs və əlaqəsi", "Person in charge, and how to reach them"),
    Words("Subyektlərin sayı", "Number of persons"),
    Words("Mühafizə səviyyəsi (NK 161, 2010)", "Level of protection (Cabinet decision 161 of 2010)"),
    Words("Saxlanma müddətləri (nomenklatura)", "Terms of keeping (plan of files)"),
)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the card: rows of as many cells as there are `columns`."""

    code: str
    title: Words
    columns: Sequence[Words]
    rows: Sequence[Sequence[Words]]


@app.command()
def card() -> None:
    """Print the card in Markdown, with --json of the root as JSON, in the language of the root."""
    lang = settings_or_exit().lang
    parts = [*all_parts()]
    if ROOT.get().as_json:
        rows = {each.code: [[cell.say(lang) for cell in row] for row in each.rows] for each in parts}
        console.print(json.dumps(rows, ensure_ascii=False, indent=2), markup=False, highlight=False, soft_wrap=True)
        return
    title = Words(
        "Fərdi məlumatların informasiya sistemi: qeydiyyat kartı", "System of personal data: registration card"
    )
    for line in (f"# {title.say(lang)}", *(line for each in parts for line in _markdown(each, lang))):
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def all_parts() -> Iterator[Part]:
    """The parts in the order of the card."""
    wanted = Words("Doldurulur", "To be filled in")
    blank = Words("________", "________")
    yield Part("by_hand", wanted, (Words("Bənd", "Item"), wanted), [(each, blank) for each in _BY_HAND])
    yield Part(
        "purposes",
        Words("Məqsəd və hüquqi əsas", "Purposes and their legal basis"),
        (
            Words("Proqram", "Programme"),
            Words("Akt († yoxlanılmayıb)", "Act († not verified)"),
            Words("Soruşulan məlumat", "What is asked for"),
            Words("Kateqoriyalar", "Categories"),
        ),
        [_purpose(each) for each in programmes().values()],
    )
    yield Part(
        "data",
        Words("Reyestrdə saxlanan məlumat", "What the register keeps"),
        (Words("Qeyd", "Record"), Words("Sahələr", "Fields")),
        [(title, _listed(fields_of_kind(kind) - _OURS)) for kind, title in KINDS.items()],
    )
    yield Part(
        "sources",
        Words("Mənbələr", "Sources"),
        (Words("Qurum", "Agency"), Words("Verdikləri", "What it gives")),
        [(_party(each.name), _gives(each)) for each in AGENCIES if each.gives or each.answers],
    )
    yield Part(
        "recipients",
        Words("Kimə verilir", "Recipients"),
        (
            Words("Alan", "Recipient"),
            Words("Nə barədə", "What about"),
            Words("Məqsəd", "Purpose"),
            Words("Əsas", "Basis"),
            Words("Sahələr", "Fields"),
        ),
        [*_given(), *(row for each in AGENCIES for row in _sent(each))],
    )


def _purpose(programme: Programme) -> Sequence[Words]:
    origins = [origin for rule in programme.facts for origin in rule.origins]
    found = usage_rules().categories_of(" ".join(origin.of for origin in origins if origin.via in ("ask", "register")))
    facts = [rule.title for rule in programme.facts]
    return programme.title, programme.act.named, _joined(facts), _joined([CATEGORIES[each] for each in found])


def _gives(agency: Agency) -> Words:
    answers = [QUESTIONS[each.question].title for each in agency.answers]
    return _joined([*(Words(*each.title) for each in agency.gives), *answers])


def _given() -> Iterator[Sequence[Words]]:
    """By the sheet of recipients; purposes of one service to one recipient under one act, with the same fields, are one
    row.
    """
    for (party, service, fields, law), many in groupby(
        given().items(), lambda each: (each[0].party, each[0].service, each[1].fields, each[1].law)
    ):
        purposes = [called(PURPOSES, who.purpose) for who, _ in many if who.purpose != NO_PURPOSE]
        yield _party(party), called(_SERVICES, service), _joined(purposes), Words(law, law), _listed(fields)


def _sent(agency: Agency) -> Iterator[Sequence[Words]]:
    """What it is told beside changes of people: the fields are those of the format."""
    nothing = Words("—", "—")
    for each in agency.takes:
        if each.flow in _SENT:
            named = Words(f"format {each.writes}", f"format {each.writes}")
            yield _party(agency.name), _SENT[each.flow], nothing, nothing, named


def _party(name: str) -> Words:
    return called(PARTIES, name)


def _listed(fields: frozenset[str]) -> Words:
    return _joined([called(ATTRIBUTES, each) for each in sorted(fields)])


def _joined(all_words: Sequence[Words]) -> Words:
    if not all_words:
        return Words("—", "—")
    return Words("; ".join(each.az for each in all_words), "; ".join(each.en for each in all_words))


def _markdown(part: Part, lang: Lang) -> Iterator[str]:
    yield f"\n## {part.title.say(lang)}\n"
    yield _line([each.say(lang) for each in part.columns])
    yield _line(["---"] * len(part.columns))
    yield from (_line([cell.say(lang).replace("|", "\\|") for cell in row]) for row in part.rows)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
