"""`hub ask questions|dossier`: what can be asked about a person, and asking it of everybody at once."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from rich.text import Text

from connectors.agencies import BY_NAME
from hub.commands.client import Drawn, HubClient, asking
from hub.commands.servers.starting import prompted
from hub.commands.tables import Column, Row, table
from hub.errors import Lang, Words
from hub.exchange.ask.questions import QUESTIONS
from hub.exchange.ask.words import REASONS, field_name, value_text

app = typer.Typer(no_args_is_help=True, help="Ask agencies about a person.")

_MINUTE = 60
_MISSING = Words("Cavabı olmayanlar", "Missing")
_BY_FILES = Words("fayllarla, ən son:", "by its files, the last of them at")
_REUSED = Words("əvvəlki sorğuya gecikmiş cavab:", "an answer that came too late for an earlier ask:")
_OTHERWISE = Words("başqa cür deyir:", "says otherwise:")


def _answered_by(question: Row, _lang: Lang) -> str:
    return ", ".join(each["title"] for each in question["answered_by"]) or "–"


QUESTIONS_TOLD = (
    Column(Words("hissə", "part"), "name"),
    Column(Words("sual", "question"), "title"),
    Column(Words("kim cavab verir", "answered by"), _answered_by),
    Column(Words("sizə icazəli məqsədlər", "purposes permitted to you"), lambda row, _: ", ".join(row["permitted"])),
    Column(Words("gec cavab, dəq", "late answer, min"), lambda row, _: str(row["valid_s"] // _MINUTE)),
)
FIELDS_TOLD = (
    Column(Words("sahə", "field"), lambda row, lang: field_name(row["name"], lang)),
    Column(Words("dəyər", "value"), lambda row, lang: value_text(row["value"], lang), folds=True),
    Column(Words("mənbə", "source"), lambda row, lang: _sources(row["by"], lang)),
)


@app.command("questions")
@asking
def questions(client: HubClient) -> None:
    """The questions, who answers them, and for what they are permitted to you."""
    client.show(client.get("/v1/ask"), lambda found, lang: [table(found, QUESTIONS_TOLD, lang)])


@app.command("dossier")
@asking
def dossier(
    client: HubClient,
    purpose: Annotated[str, typer.Option(help="A code of the catalogue: benefit, housing …")],
    basis: Annotated[str, typer.Option(help="The act that allows it.")],
    part: Annotated[list[str] | None, typer.Option(help="Several times for several parts; by default all.")] = None,
    deadline: Annotated[int, typer.Option(min=1, max=30, help="Seconds that anybody is waited for.")] = 10,
    fresh: Annotated[bool, typer.Option("--fresh", help="Use no late answer of an earlier ask.")] = False,  # noqa: FBT002  # an option
) -> None:
    """A person, whose FIN is asked for so that it stays out of the shell's history."""
    fin = prompted("FİN")
    asked = {"fin": fin, "purpose": purpose, "legal_basis": basis, "deadline_s": deadline, "fresh": fresh}
    client.show(client.post("/v1/ask/dossier", asked | ({"parts": part} if part else {})), _drawn)


def _drawn(found: Any, lang: Lang) -> Drawn:
    yield table([{"name": name, **field} for name, field in found["fields"].items()], FIELDS_TOLD, lang)
    for name, field in found["fields"].items():
        for other in field["others"]:
            said = f"{_sources(other['by'], lang)} {_OTHERWISE.say(lang)} {value_text(other['value'], lang)}"
            yield Text(f"{field_name(name, lang)}: {said}", style="yellow")
    for each in found["heard"]:
        yield from _about(each, lang)
    if found["missing"]:
        yield Text(f"{_MISSING.say(lang)}:")
    for each in found["missing"]:
        who = f"{_title(each['agency'], lang)} " if "agency" in each else ""
        yield Text(
            f"  {QUESTIONS[each['part']].title.say(lang)}: {who}{REASONS[each['reason']].say(lang)}", style="red"
        )


def _about(heard: dict[str, Any], lang: Lang) -> Drawn:
    """What a table does not tell of a source: when its files told it, that it came too late before, and its file."""
    who = f"{QUESTIONS[heard['part']].title.say(lang)}: {_title(heard['agency'], lang)}"
    if any(each.field and each.format == heard["source"] for each in QUESTIONS[heard["part"]].sources):
        yield Text(f"{who}, {_BY_FILES.say(lang)} {heard['at']}")
    if heard["is_reused"]:
        yield Text(f"{who}, {_REUSED.say(lang)} {heard['at']}", style="yellow")
    if "paper" in heard:
        yield Text(f"{who}, PDF: /v1/ask/files/{heard['paper']['id']} ({heard['paper']['size']} B)")


def _sources(by: list[dict[str, Any]], lang: Lang) -> str:
    return ", ".join(_title(each["agency"], lang) for each in by)


def _title(agency: str, lang: Lang) -> str:
    return Words(*BY_NAME[agency].title).say(lang) if agency in BY_NAME else agency
