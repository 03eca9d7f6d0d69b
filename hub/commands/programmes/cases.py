"""`hub cases …`: cases from the command line, as an official acts on them; every command calls the API."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

import typer
from rich.table import Table

from document_flow.cases.registry import BY_KIND
from hub.commands.client import Drawn, HubClient
from hub.commands.documents.official import acting, moment
from hub.commands.programmes.aggregates import VersionOption, drawn_history, pairs_of
from hub.commands.programmes.seen import act_on, need_seen
from hub.commands.servers.starting import CANNOT_START, prompted, say_error, spoken
from hub.commands.tables import Column, table
from hub.errors import Lang, Words
from hub.programmes.case_words import MOST_DAYS, OUTCOMES, PHASES
from hub.store.ids import parse_id

_APPLICANT = Words("Müraciət edənin FİN-i və ya VÖEN-i", "FIN or VÖEN of who applies")
app = typer.Typer(no_args_is_help=True, help="Cases of programmes: open, look, act.")
_LOOKS, _LOOK_S = 240, 0.5
"""Two minutes: an agency that was silent twice is asked the third time after 35 seconds."""
_AT_WORK = Words(
    "Hab hələ icraat üzərində işləyir: sonra yenə baxın.", "The hub is still at work on the case: look again."
)
CaseArgument = Annotated[str, typer.Argument(metavar="CASE", help="Its id, its number or its paper's number.")]
PaperArgument = Annotated[str, typer.Argument(help="Which of the programme's papers.")]
SaysOption = Annotated[
    list[str] | None, typer.Option("--says", metavar="NAME=VALUE", help="A field of the act; several times.")
]
AnswerOption = Annotated[
    list[str] | None, typer.Option("--answer", metavar="NAME=VALUE", help="An answer of the form; several times.")
]
ForAnotherOption = Annotated[
    bool, typer.Option("--for-another", help="Somebody asks for the person: their FIN or VÖEN is asked for too.")
]
WaitOption = Annotated[
    bool, typer.Option("--wait", help="Until it waits for a person, or its paper is there; two minutes at most.")
]
_LISTED = (
    Column(Words("nömrə", "number"), "number"),
    Column(Words("proqram", "programme"), "programme"),
    Column(Words("vəziyyət", "phase"), lambda row, lang: _word(PHASES, row["phase"], lang)),
    Column(Words("nəticə", "outcome"), lambda row, lang: _word(OUTCOMES, row["outcome"], lang)),
    Column(Words("kağız", "paper"), lambda row, _: row["paper_no"] or "–"),
    Column(Words("son günü", "holds until"), lambda row, _: row["paper_until"] or "–"),
    Column(Words("müddət", "due"), lambda row, _: row["due"] or "–"),
    Column(Words("kimlik", "id"), "id"),
)
_FACTS = (
    Column(Words("məlumat", "fact"), "title"),
    Column(Words("dəyər", "value"), "shown", folds=True),
    Column(Words("mənbə", "source"), "source"),
    Column(Words("nə vaxt", "when"), lambda row, _: moment(row["at"])),
)


@app.command("list")
@acting
def list_cases(
    client: HubClient,
    programme: Annotated[str | None, typer.Option(help="Of one programme.")] = None,
    phase: Annotated[str | None, typer.Option(help=", ".join(PHASES))] = None,
    awaits: Annotated[
        str | None,
        typer.Option(help="It waits for: hearing, second for a second official, look where its ground has changed."),
    ] = None,
    unreached: Annotated[bool, typer.Option("--unreached", help="Whose paper has to be sent by letter.")] = False,  # noqa: FBT002  # an option
    ends_within: Annotated[
        int | None, typer.Option(metavar="DAYS", min=0, max=MOST_DAYS, help="Papers that end so soon, by that day.")
    ] = None,
) -> None:
    """Cases, newest first; nothing of a person in the list."""
    asked = {"programme": programme, "phase": phase, "awaits": awaits, "ends_within": ends_within}
    asked["unreached"] = unreached or None
    found = client.get("/v1/cases", asked)
    client.show(found, lambda _, lang: [*_letters(found, lang), table(found["cases"], _LISTED, lang)])


def _letters(found: dict[str, Any], lang: Lang) -> list[Table]:
    return (
        [
            table(
                found["letters"],
                (
                    Column(Words("nömrə", "number"), "number"),
                    Column(Words("poçtla göndərilməli məktub", "letter to be posted"), "letter_no"),
                    Column(Words("günü", "of"), "on"),
                    Column(Words("püşkatma", "draw"), "draw"),
                ),
                lang,
            )
        ]
        if found["letters"]
        else []
    )


@app.command("show")
@acting
def show_case(client: HubClient, case: CaseArgument, wait: WaitOption = False) -> None:  # noqa: FBT002  # an option
    """A case: what it waits for, facts with their sources, decision, paper, history."""
    client.show(_stood(client, _found(client, case), _LOOKS if wait else 0), _drawn)


@app.command("open")
@acting
def open_case(
    client: HubClient,
    programme: str,
    answer: AnswerOption = None,
    for_another: ForAnotherOption = False,  # noqa: FBT002  # an option
    wait: WaitOption = False,  # noqa: FBT002  # an option
    only_id: Annotated[bool, typer.Option("--id", help="Print the case's id alone.")] = False,  # noqa: FBT002
) -> None:
    """Register an application at the desk; the FIN is asked for, so that it stays out of the shell's history."""
    fin = prompted("FİN")
    body = {"programme": programme, "fin": fin, "answers": _answers(answer)}
    if for_another:
        body["applicant"] = prompted(spoken(_APPLICANT))
    done = client.give("/v1/cases", body)
    if wait:
        done = {**done, "phase": _stood(client, done["id"], _LOOKS)["phase"]}
    client.show(done, lambda said, lang: [said["id"]] if only_id else _done(said, lang))


def _stood(client: HubClient, case: str, looks: int) -> dict[str, Any]:
    """The case, looked at again so many times while the hub itself is at work on it."""
    found = client.get(f"/v1/cases/{case}")
    for _ in range(looks):
        if found["draft"] is not None or found["phase"] in ("in_effect", "closed", "undecided"):
            break
        time.sleep(_LOOK_S)
        found = client.get(f"/v1/cases/{case}")
    else:
        if looks:
            typer.echo(spoken(_AT_WORK), err=True)
    return dict(found)


@app.command("act")
@acting
def act(
    client: HubClient, case: CaseArgument, name: str, says: SaysOption = None, version: VersionOption = None
) -> None:
    """One act on a case, such as prove_notice, propose_revocation or revoke."""
    found = _found(client, case)
    need_seen(BY_KIND.get(name), version, "cases")
    client.show(act_on(client, f"/v1/cases/{found}", name, pairs_of(says), version), _done)


@app.command("original")
@acting
def see_original(client: HubClient, case: CaseArgument, name: PaperArgument) -> None:
    """You have compared an attached scan with the paper itself."""
    client.show(act_on(client, f"/v1/cases/{_found(client, case)}", "see_original", {"name": name}), _done)


@app.command("amend")
@acting
def amend_answers(
    client: HubClient,
    case: CaseArgument,
    answer: AnswerOption,
    reason: Annotated[str, typer.Option(help="How it is known that the answer is another.")],
) -> None:
    """Correct answers of an application before its decision."""
    found = _found(client, case)
    version = client.get(f"/v1/cases/{found}")["version"]
    body = {"answers": _answers(answer), "reason": reason, "expected_version": version}
    client.show(client.give(f"/v1/cases/{found}/answers", body), _done)


@app.command("attach")
@acting
def attach_scan(
    client: HubClient,
    case: CaseArgument,
    name: PaperArgument,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="PDF, JPEG or PNG.")],
    original: Annotated[bool, typer.Option("--original", help="You compared it with the paper itself.")] = False,  # noqa: FBT002  # an option
) -> None:
    """Attach a scan of a paper."""
    path = f"/v1/cases/{_found(client, case)}/scans/{quote(name)}?original={str(original).lower()}"
    client.show(client.upload(path, file.read_bytes()), _done)


@app.command("paper")
@acting
def fetch_paper(
    client: HubClient,
    case: CaseArgument,
    out: Annotated[Path, typer.Option("--out", "-o", dir_okay=False, help="Where to write the PDF.")],
) -> None:
    """Write the case's sealed paper into a file."""
    _written(client, f"/v1/cases/{_found(client, case)}/paper.pdf", out)


@app.command("slip")
@acting
def fetch_slip(
    client: HubClient,
    case: CaseArgument,
    out: Annotated[Path, typer.Option("--out", "-o", dir_okay=False, help="Where to write the PDF.")],
) -> None:
    """Write the slip of the application, for the applicant, into a file."""
    _written(client, f"/v1/cases/{_found(client, case)}/slip.pdf", out)


def _written(client: HubClient, path: str, out: Path) -> None:
    raw = client.fetch(path)
    out.write_bytes(raw)
    client.show({"file": str(out), "bytes": len(raw)}, lambda said, _: [f"{said['file']}  {said['bytes']} B"])


def _found(client: HubClient, named: str) -> str:
    """The id of a case that is named by its id or a number; status 1 where none is meant."""
    if parse_id(named) is not None:
        return named
    found = client.get("/v1/cases", {"number": named, "limit": 2})["cases"]
    if len(found) == 1:
        return str(found[0]["id"])
    say_error(Words(f"“{named}” nömrəli icraat yoxdur.", f"There is no case of the number {named}."), "cases.unknown")
    raise typer.Exit(CANNOT_START)


def _answers(given: list[str] | None) -> dict[str, str | bool]:
    return {name: {"true": True, "false": False}.get(value, value) for name, value in pairs_of(given).items()}


def _word(words: Any, code: str, lang: Lang) -> str:
    return str(words[code].say(lang)) if code in words else code or "–"


def _done(done: Any, lang: Lang) -> Drawn:
    yield f"{done['number']}  {_word(PHASES, done['phase'], lang)}  {done['id']}"


def _drawn(case: Any, lang: Lang) -> Drawn:
    outcome = _word(OUTCOMES, case["outcome"], lang)
    yield f"{case['number']}  {case['title']}  {_word(PHASES, case['phase'], lang)}  {outcome}  v{case['version']}"
    yield case["waits"] + (f" ({case['due']})" if case["due"] else "")
    if asked := case["representative"]:
        yield "  ".join(asked[each] for each in ("shown", "who", "act") if asked[each])
    yield table(case["facts"], _FACTS, lang)
    for each in case["lacking"]:
        yield f"? {each['title']}: {each['source']}, {each['trouble']} ({each['code']})"
    if case["decision"]:
        yield "  ".join(f"{name}: {value}" for name, value in case["decision"]["row"].items())
        yield "; ".join(case["decision"]["basis"])
    if case["paper"]:
        yield f"{case['paper']['no']}  {case['paper']['issued_on']} – {case['paper']['valid_until'] or ''}"
    if hearing := case["hearing"]:
        yield hearing["shown"]
    for each in (*(hearing["sendings"] if hearing else ()), *case["sendings"]):
        yield f"{each['shown']}  {moment(each['answered_at'] or each['sent_at'])}"
    yield from drawn_history(case["history"])
