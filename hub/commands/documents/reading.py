"""Where a document is, what happened to it, whom it waits for; and what waits for oneself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from document_flow.documents.facts import DispatchState
from document_flow.documents.words import DISPATCH_STATES, RELATIONS
from document_flow.words import Words
from hub.commands.client import JsonOption, UrlOption, print_json
from hub.commands.documents.official import AsOption, DocumentArgument, client_of, day, find_document, moment, person
from hub.commands.servers.starting import console

_WORDS = {
    "az": {"id": "id", "reg_no": "№", "kind": "növ", "status": "vəziyyət", "title": "məzmun", "changed": "dəyişib",
           "due": "son gün", "task": "tapşırıq", "whom": "kimin", "when": "vaxt", "event": "hadisə", "by": "kim",
           "said": "qeyd", "author": "müəllif", "path": "yol", "round": "dövr", "version": "versiya",
           "sign": "imza", "seal": "möhür", "sample": "NÜMUNƏ", "old": "əvvəlki məzmun", "sent": "göndərildi",
           "waits": "gözləyir", "nothing": "Heç nə gözləmir.", "empty": "Sizi gözləyən sənəd yoxdur.",
           "whole": "Tarixçə bütövdür", "broken": "Tarixçə pozulub", "all": "cəmi", "overdue": "müddəti keçib",
           "file": "iş", "for": "əvəz edilən:", "more": "davamı var"},
    "en": {"id": "id", "reg_no": "No.", "kind": "kind", "status": "status", "title": "title", "changed": "changed",
           "due": "due", "task": "task", "whom": "whose", "when": "when", "event": "event", "by": "by",
           "said": "said", "author": "author", "path": "path", "round": "round", "version": "version",
           "sign": "signature", "seal": "seal", "sample": "SAMPLE", "old": "of earlier content", "sent": "sent to",
           "waits": "waits", "nothing": "It waits for nothing.", "empty": "Nothing waits for you.",
           "whole": "The history is whole", "broken": "The history is broken", "all": "all", "overdue": "overdue",
           "file": "file", "for": "for", "more": "there is more"},
}  # fmt: skip
_SAID = ("reg_no", "note", "reason", "text", "receipt", "case_file")
"""What of an event is shown beside its name, the first that it has."""
_VERDICTS = {"for": Words("lehinə", "for"), "against": Words("əleyhinə", "against"),
             "abstain": Words("bitərəf", "abstains")}  # fmt: skip

LimitOption = Annotated[int, typer.Option("--limit", min=1, max=200)]


def list_documents(
    status: Annotated[str | None, typer.Option(help="draft, in_approval, sent …")] = None,
    kind: Annotated[str | None, typer.Option(help="incoming, outgoing, internal, appeal")] = None,
    limit: LimitOption = 20,
    *,
    as_json: JsonOption = False,
    url: UrlOption = None,
    login: AsOption = None,
) -> None:
    """The newest documents that one may see. / Ən yeni sənədlər."""
    client = client_of(url, login)
    found = client.get("/v1/documents", {"status": status, "kind": kind, "limit": limit})
    if as_json:
        print_json(found)
        return
    table = _table(client.lang, "id", "reg_no", "kind", "status", "changed", "title")
    for each in found["documents"]:
        table.add_row(
            each["id"],
            each["reg_no"] or "",
            each["kind_name"],
            each["status_name"],
            moment(each["changed_at"]),
            Text(each["title"]),
        )
    console.print(table)
    if found["next"]:
        console.print(f"… {_WORDS[client.lang]['more']}", style="dim")


def show_inbox(
    limit: LimitOption = 50, *, as_json: JsonOption = False, url: UrlOption = None, login: AsOption = None
) -> None:
    """What waits for oneself, what is due first in front. / Sizi gözləyən sənədlər."""
    client = client_of(url, login)
    found = client.get("/v1/inbox", {"limit": limit})
    if as_json:
        print_json(found)
        return
    words = _WORDS[client.lang]
    if not found["tasks"]:
        console.print(words["empty"])
        return
    table = _table(client.lang, "due", "task", "whom", "reg_no", "title", "id")
    for each in found["tasks"]:
        due = Text(day(each["due"]), style="red" if each["overdue"] else "")
        table.add_row(
            due,
            each["task_name"],
            person(each["for_whom"], client.lang),
            each["reg_no"] or "",
            Text(each["title"]),
            each["document"],
        )
    console.print(table)
    console.print(f"{words['all']}: {found['total']} · {words['overdue']}: {found['overdue']}", highlight=False)


def show_document(
    document: DocumentArgument, *, as_json: JsonOption = False, url: UrlOption = None, login: AsOption = None
) -> None:
    """One document: number, versions, signatures, where it went, whom it waits for. / Bir sənəd."""
    client = client_of(url, login)
    found = client.get(f"/v1/documents/{find_document(client, document)}")
    if as_json:
        print_json(found)
        return
    reg_no = f"№ {found['registration']['reg_no']}  " if found["registration"] else ""
    tree = Tree(Text(f"{found['id']}  {reg_no}{found['kind_name']} · {found['status_name']}", style="bold"))
    for line in _lines(found, client.lang):
        tree.add(line)
    console.print(tree)


def show_history(
    document: DocumentArgument, *, as_json: JsonOption = False, url: UrlOption = None, login: AsOption = None
) -> None:
    """Every event, and whether the chain of their hashes holds; status 1 if not. / Sənədin tarixçəsi."""
    client = client_of(url, login)
    found = client.get(f"/v1/documents/{find_document(client, document)}/history")
    if as_json:
        print_json(found)
    else:
        words, table = _WORDS[client.lang], _table(client.lang, "when", "event", "by", "said")
        for each in found["events"]:
            style = "" if each["intact"] else "red"
            table.add_row(
                moment(each["at"]),
                Text(each["kind_name"], style=style),
                _hand(each, client.lang),
                Text(_said(each["event"], client.lang)),
            )
        console.print(table)
        whole = found["intact"]
        console.print(
            Text(
                f"{'✓' if whole else '✗'} {words['whole' if whole else 'broken']}: {len(found['events'])}",
                style="green" if whole else "red",
            )
        )
    raise typer.Exit(int(not found["intact"]))


def show_waiting(
    document: DocumentArgument, *, as_json: JsonOption = False, url: UrlOption = None, login: AsOption = None
) -> None:
    """Whom it waits for and why, in sentences. / Kimi və nəyi gözləyir."""
    client = client_of(url, login)
    found = client.get(f"/v1/documents/{find_document(client, document)}/waiting-for")
    if as_json:
        print_json(found)
        return
    for each in found["waiting"]:
        console.print(_sentence(each))
    if not found["waiting"]:
        console.print(_WORDS[client.lang]["nothing"])


def show_term(
    document: DocumentArgument, *, as_json: JsonOption = False, url: UrlOption = None, login: AsOption = None
) -> None:
    """Every term that runs, day by day: what counted, what did not, and why. / Müddəti gün-gün izah edir."""
    client = client_of(url, login)
    found = client.get(f"/v1/documents/{find_document(client, document)}/term")
    if as_json:
        print_json(found)
        return
    for each in found["terms"]:
        console.print(Text(each["sentence"], style="bold"))
        for line in each["days"]:
            count = line["count"] if line["mark"] == "counted" else ""
            console.print(Text(f"  {day(line['day'])}  {count:>2}  {line['sentence']}"))
    if not found["terms"]:
        console.print(_WORDS[client.lang]["nothing"])


def _lines(found: dict[str, Any], lang: str) -> Iterator[Text]:
    words = _WORDS[lang]
    yield Text(found["title"])
    yield Text(f"{words['author']}: {person(found['author'], lang)} · {found['unit']}")
    if found["origin"]:
        origin = found["origin"]
        numbered = " ".join(filter(None, (origin["reg_no"] and f"№ {origin['reg_no']}", day(origin["on"]))))
        yield Text(f"← {origin['name'] or origin['body']} {numbered}".rstrip())
    if found["path"]:
        yield Text(f"{words['path']}: {found['path']}, {words['round']} {found['round']}")
    for each in found["versions"]:
        files = ", ".join(file["name"] for file in each["files"])
        who = person(each["by"], lang)
        yield Text(
            f"{words['version']} {each['number']}: {files} · {who} · {moment(each['at'])} {each['note']}".rstrip()
        )
    yield from _outward(found, lang)
    yield from (Text.assemble((f"{words['waits']}: ", "bold"), _sentence(each)) for each in found["waiting"])


def _outward(found: dict[str, Any], lang: str) -> Iterator[Text]:
    """Signatures, what was sent and what came back, and the documents that belong to it."""
    words = _WORDS[lang]
    for each in found["signatures"]:
        marks = [words["sample"]] * each["sample"] + [words["old"]] * (not each["present"])
        signed = f"{words[each['manner']]}: {each['signer']} · {moment(each['at'])}"
        yield Text(" · ".join((signed, *marks)))
    for each in found["dispatches"]:
        state = _say(DISPATCH_STATES[DispatchState(each["state"])], lang)
        told = " ".join(filter(None, (each["reg_no"] and f"№ {each['reg_no']}", each["reason"], each["answer"])))
        yield Text(f"{words['sent']} {each['body']} · {moment(each['sent_at'])} · {state} {told}".rstrip())
    for each in found["related"]:
        yield Text(f"{_say(RELATIONS[each['relation']], lang)}: {each['document']}")
    if found["case_file"]:
        yield Text(f"{words['file']}: {found['case_file']}")


def _sentence(waiting: dict[str, Any]) -> Text:
    return Text(waiting["sentence"], style="red" if waiting["overdue"] else "")


def _hand(line: dict[str, Any], lang: str) -> str:
    """Who did it, and for whom, where a stand-in did."""
    principal = f" ({_WORDS[lang]['for']} {person(line['on_behalf_of'], lang)})" if line["on_behalf_of"] else ""
    return f"{person(line['by'], lang)}{principal}"


def _said(event: dict[str, Any], lang: str) -> str:
    """What the event, or the one that it holds, has to say."""
    inner: dict[str, Any] = event.get("event") or event.get("registration") or event.get("version") or event
    verdict = _VERDICTS.get(inner.get("verdict", ""))
    said = next((str(inner[name]) for name in _SAID if inner.get(name)), "")
    return " · ".join(filter(None, (_say(verdict, lang) if verdict else "", said)))


def _say(words: Words, lang: str) -> str:
    return words.az if lang == "az" else words.en


def _table(lang: str, *headings: str) -> Table:
    table = Table(box=None)
    for heading in headings:
        table.add_column(_WORDS[lang][heading], no_wrap=heading in ("id", "reg_no", "due", "when", "changed"))
    return table
