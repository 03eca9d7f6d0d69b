"""Where a document is, what happened to it, whom it waits for; and what waits for oneself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import typer
from rich.text import Text
from rich.tree import Tree

from document_flow.documents.facts import DispatchState
from document_flow.documents.words import DISPATCH_STATES, RELATIONS
from hub.commands.client import Drawn, HubClient
from hub.commands.documents.official import DocumentArgument, acting, day, find_document, moment, person
from hub.commands.tables import Column, Row, table
from hub.errors import Lang, Words

_WORDS = {
    "author": Words("müəllif", "author"),
    "path": Words("yol", "path"),
    "round": Words("dövr", "round"),
    "version": Words("versiya", "version"),
    "sign": Words("imza", "signature"),
    "seal": Words("möhür", "seal"),
    "sample": Words("NÜMUNƏ", "SAMPLE"),
    "old": Words("əvvəlki məzmun", "of earlier content"),
    "sent": Words("göndərildi", "sent to"),
    "waits": Words("gözləyir", "waits"),
    "nothing": Words("Heç nə gözləmir.", "It waits for nothing."),
    "empty": Words("Sizi gözləyən sənəd yoxdur.", "Nothing waits for you."),
    "whole": Words("Tarixçə bütövdür", "The history is whole"),
    "broken": Words("Tarixçə pozulub", "The history is broken"),
    "all": Words("cəmi", "all"),
    "overdue": Words("müddəti keçib", "overdue"),
    "file": Words("iş", "file"),
    "for": Words("əvəz edilən:", "for"),
    "more": Words("davamı var", "there is more"),
}
_SAID = ("reg_no", "note", "reason", "text", "receipt", "case_file")
"""What of an event is shown beside its name, the first that it has."""
_VERDICTS = {"for": Words("lehinə", "for"), "against": Words("əleyhinə", "against"),
             "abstain": Words("bitərəf", "abstains")}  # fmt: skip

LimitOption = Annotated[int, typer.Option("--limit", min=1, max=200)]


def _due(task: Row, _lang: Lang) -> Text:
    return Text(day(task["due"]), style="red" if task["overdue"] else "")


DOCUMENTS = (
    Column("id", "id"),
    Column(Words("№", "No."), "reg_no"),
    Column(Words("növ", "kind"), "kind_name", folds=True),
    Column(Words("vəziyyət", "status"), "status_name", folds=True),
    Column(Words("dəyişib", "changed"), lambda each, _: moment(each["changed_at"])),
    Column(Words("məzmun", "title"), "title", folds=True),
)
TASKS = (
    Column(Words("son gün", "due"), _due),
    Column(Words("tapşırıq", "task"), "task_name", folds=True),
    Column(Words("kimin", "whose"), lambda each, lang: person(each["for_whom"], lang), folds=True),
    Column(Words("№", "No."), "reg_no"),
    Column(Words("məzmun", "title"), "title", folds=True),
    Column("id", "document"),
)


@acting
def list_documents(
    client: HubClient,
    status: Annotated[str | None, typer.Option(help="draft, in_approval, sent …")] = None,
    kind: Annotated[str | None, typer.Option(help="incoming, outgoing, internal, appeal")] = None,
    limit: LimitOption = 20,
) -> None:
    """The newest documents that one may see."""
    client.show(client.get("/v1/documents", {"status": status, "kind": kind, "limit": limit}), _listed)


@acting
def show_inbox(client: HubClient, limit: LimitOption = 50) -> None:
    """What waits for oneself, what is due first in front."""
    client.show(client.get("/v1/inbox", {"limit": limit}), _inbox)


@acting
def show_document(client: HubClient, document: DocumentArgument) -> None:
    """One document: number, versions, signatures, where it went, whom it waits for."""
    client.show(client.get(f"/v1/documents/{find_document(client, document)}"), _document)


@acting
def show_history(client: HubClient, document: DocumentArgument) -> None:
    """Every event, and whether the chain of their hashes holds; status 1 if not."""
    found = client.get(f"/v1/documents/{find_document(client, document)}/history")
    client.show(found, _history)
    raise typer.Exit(int(not found["intact"]))


@acting
def show_waiting(client: HubClient, document: DocumentArgument) -> None:
    """Whom it waits for and why, in sentences."""
    client.show(client.get(f"/v1/documents/{find_document(client, document)}/waiting-for"), _waiting)


@acting
def show_term(client: HubClient, document: DocumentArgument) -> None:
    """Every term that runs, day by day: what counted, what did not, and why."""
    client.show(client.get(f"/v1/documents/{find_document(client, document)}/term"), _terms)


def _listed(found: Any, lang: Lang) -> Drawn:
    yield table(found["documents"], DOCUMENTS, lang)
    if found["next"]:
        yield Text(f"… {_WORDS['more'].say(lang)}", style="dim")


def _inbox(found: Any, lang: Lang) -> Drawn:
    if not found["tasks"]:
        yield _WORDS["empty"].say(lang)
        return
    yield table(found["tasks"], TASKS, lang)
    counts = (_WORDS["all"], found["total"]), (_WORDS["overdue"], found["overdue"])
    yield " · ".join(f"{words.say(lang)}: {count}" for words, count in counts)


def _document(found: Any, lang: Lang) -> Drawn:
    reg_no = f"№ {found['registration']['reg_no']}  " if found["registration"] else ""
    tree = Tree(Text(f"{found['id']}  {reg_no}{found['kind_name']} · {found['status_name']}", style="bold"))
    for line in _lines(found, lang):
        tree.add(line)
    yield tree


def _history(found: Any, lang: Lang) -> Drawn:
    yield table(found["events"], EVENTS, lang)
    mark, words, style = ("✓", "whole", "green") if found["intact"] else ("✗", "broken", "red")
    yield Text(f"{mark} {_WORDS[words].say(lang)}: {len(found['events'])}", style=style)


def _waiting(found: Any, lang: Lang) -> Drawn:
    yield from map(_sentence, found["waiting"])
    if not found["waiting"]:
        yield _WORDS["nothing"].say(lang)


def _terms(found: Any, lang: Lang) -> Drawn:
    for each in found["terms"]:
        yield Text(each["sentence"], style="bold")
        for line in each["days"]:
            count = line["count"] if line["mark"] == "counted" else ""
            yield Text(f"  {day(line['day'])}  {count:>2}  {line['sentence']}")
    if not found["terms"]:
        yield _WORDS["nothing"].say(lang)


def _lines(found: dict[str, Any], lang: Lang) -> Iterator[Text]:
    yield Text(found["title"])
    yield Text(f"{_WORDS['author'].say(lang)}: {person(found['author'], lang)} · {found['unit']}")
    if found["origin"]:
        origin = found["origin"]
        numbered = " ".join(filter(None, (origin["reg_no"] and f"№ {origin['reg_no']}", day(origin["on"]))))
        yield Text(f"← {origin['name'] or origin['body']} {numbered}".rstrip())
    if found["path"]:
        yield Text(f"{_WORDS['path'].say(lang)}: {found['path']}, {_WORDS['round'].say(lang)} {found['round']}")
    for each in found["versions"]:
        files = ", ".join(file["name"] for file in each["files"])
        about = f"{person(each['by'], lang)} · {moment(each['at'])} {each['note']}"
        yield Text(f"{_WORDS['version'].say(lang)} {each['number']}: {files} · {about}".rstrip())
    yield from _outward(found, lang)
    yield from (Text.assemble((f"{_WORDS['waits'].say(lang)}: ", "bold"), _sentence(each)) for each in found["waiting"])


def _outward(found: dict[str, Any], lang: Lang) -> Iterator[Text]:
    """Signatures, what was sent and what came back, and the documents that belong to it."""
    for each in found["signatures"]:
        marks = [_WORDS["sample"].say(lang)] * each["sample"] + [_WORDS["old"].say(lang)] * (not each["present"])
        signed = f"{_WORDS[each['manner']].say(lang)}: {each['signer']} · {moment(each['at'])}"
        yield Text(" · ".join((signed, *marks)))
    for each in found["dispatches"]:
        state = DISPATCH_STATES[DispatchState(each["state"])].say(lang)
        told = " ".join(filter(None, (each["reg_no"] and f"№ {each['reg_no']}", each["reason"], each["answer"])))
        yield Text(f"{_WORDS['sent'].say(lang)} {each['body']} · {moment(each['sent_at'])} · {state} {told}".rstrip())
    for each in found["related"]:
        yield Text(f"{RELATIONS[each['relation']].say(lang)}: {each['document']}")
    if found["case_file"]:
        yield Text(f"{_WORDS['file'].say(lang)}: {found['case_file']}")


def _sentence(waiting: dict[str, Any]) -> Text:
    return Text(waiting["sentence"], style="red" if waiting["overdue"] else "")


def _hand(line: Row, lang: Lang) -> str:
    """Who did it, and for whom, where a stand-in did."""
    principal = f" ({_WORDS['for'].say(lang)} {person(line['on_behalf_of'], lang)})" if line["on_behalf_of"] else ""
    return f"{person(line['by'], lang)}{principal}"


def _said(event: dict[str, Any], lang: Lang) -> str:
    """What the event, or the one that it holds, has to say."""
    inner: dict[str, Any] = event.get("event") or event.get("registration") or event.get("version") or event
    verdict = _VERDICTS.get(inner.get("verdict", ""))
    said = next((str(inner[name]) for name in _SAID if inner.get(name)), "")
    return " · ".join(filter(None, (verdict.say(lang) if verdict else "", said)))


EVENTS = (
    Column(Words("vaxt", "when"), lambda each, _: moment(each["at"])),
    Column(
        Words("hadisə", "event"),
        lambda each, _: Text(each["kind_name"], style="" if each["intact"] else "red"),
        folds=True,
    ),
    Column(Words("kim", "by"), _hand, folds=True),
    Column(Words("qeyd", "said"), lambda each, lang: Text(_said(each["event"], lang)), folds=True),
)
