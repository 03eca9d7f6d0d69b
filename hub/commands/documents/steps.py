"""Steps with a document, each in somebody's hand: begin it, send it on its way, act, register, sign, send, move it.

A step is made at the version that the document has now; `--version` holds it to one that was seen before.
"""

from __future__ import annotations

import json
import mimetypes
import time
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from connectors.agencies import PHONE
from document_flow.documents.facts import LETTER_MIME
from document_flow.paths.registry import ACTS
from hub.commands.client import Drawn, HubClient
from hub.commands.documents.official import DocumentArgument, acting, find_document, person
from hub.commands.servers.starting import console
from hub.errors import Lang, Words

_SEEING = frozenset(act.kind for act in ACTS if act.forms and "content_hash" in act.names) - {"submit"}
"""Acts on a path that say which content they mean: the present one, unless `content_hash=` says another."""
_LOOK_S = 1.0
_WORDS = {
    "version": Words("versiya", "version"),
    "stays": Words("qalır", "stay"),
    "void": Words("qüvvədən düşür", "fall"),
    "newcomers": Words("yeni soruşulanlar", "asked anew"),
    "leaving": Words("daha soruşulmur", "not asked any more"),
    "stage": Words("davam edəcəyi mərhələ", "goes on at"),
    "none": Words("yoxdur", "none"),
    "repeated": Words("təkrar", "again"),
    "phone": Words("Telefonda təsdiq gözlənilir …", "Waiting for the phone …"),
}

FileOption = Annotated[Path | None, typer.Option("--file", exists=True, dir_okay=False, help="The document itself.")]
LetterOption = Annotated[
    Path | None, typer.Option("--letter", exists=True, dir_okay=False, help="The same as a letter's text in JSON.")
]
AttachOption = Annotated[
    list[Path] | None, typer.Option("--attach", exists=True, dir_okay=False, help="May be repeated.")
]
VersionOption = Annotated[int | None, typer.Option("--version", min=1, help="Refuse if it is at another version.")]
ValuesArgument = Annotated[
    list[str] | None, typer.Argument(metavar="NAME=VALUE...", help="Text as name=value, JSON as name:=value.")
]


@acting
def begin(  # noqa: PLR0913  # each is an option of the command
    client: HubClient,
    kind: Annotated[str, typer.Argument(help="incoming, outgoing, internal")],
    title: Annotated[str, typer.Argument()],
    *,
    unit: Annotated[str, typer.Option(help="Whose it is: qayidis, huquq, deftarxana …")],
    file: FileOption = None,
    letter: LetterOption = None,
    attach: AttachOption = None,
    to: Annotated[list[str] | None, typer.Option("--to", help="A body's index; may be repeated.")] = None,
    answers: Annotated[str | None, typer.Option(help="The document that it answers.")] = None,
    restricted: Annotated[bool, typer.Option("--restricted", help="For official use.")] = False,
    origin: Annotated[str | None, typer.Option("--from", help="Of an incoming one: the body's index.")] = None,
    origin_name: Annotated[str, typer.Option("--from-name", help="Whose it is, where the body has no index.")] = "",
    their_number: Annotated[str, typer.Option(help="Its number there.")] = "",
    their_day: Annotated[str | None, typer.Option(help="Its day there, 2026-11-20.")] = None,
    id_only: Annotated[bool, typer.Option("--id", help="Print its id alone, for scripts.")] = False,
) -> None:
    """Begin a document."""
    body: dict[str, Any] = {
        "kind": kind,
        "title": title,
        "unit": unit,
        "recipients": to or [],
        "files": _files(client, file, letter, attach),
    }
    if restricted:
        body["access"] = "restricted"
    if answers is not None:
        body["links"] = [{"other": find_document(client, answers), "relation": "answers"}]
    if origin is not None or origin_name:
        body["origin"] = {"body": origin or "", "name": origin_name, "reg_no": their_number, "on": their_day}
    found = client.give("/v1/documents", body)
    if id_only:
        console.print(found["id"], highlight=False)
    else:
        client.show(found, _drawn)


@acting
def revise(  # noqa: PLR0913  # each is an option of the command
    client: HubClient,
    document: DocumentArgument,
    *,
    file: FileOption = None,
    letter: LetterOption = None,
    attach: AttachOption = None,
    note: Annotated[str, typer.Option(help="What has changed.")] = "",
    minor: Annotated[
        bool, typer.Option("--minor", help="A small change; visas stay where the path allows it.")
    ] = False,
    version: VersionOption = None,
) -> None:
    """A new version."""
    body = {"files": _files(client, file, letter, attach), "note": note, "minor": minor}
    client.show(_step(client, document, "versions", body, version), _drawn)


@acting
def submit(  # each is an option of the command
    client: HubClient,
    document: DocumentArgument,
    path: Annotated[str, typer.Argument(help="A path's id, or the SHA-256 of a version.")],
    facts: ValuesArgument = None,
    *,
    version: VersionOption = None,
) -> None:
    """Send a draft along its approval path."""
    body = {"path": path, "facts": values(facts)}
    client.show(_step(client, document, "submit", body, version), _drawn)


@acting
def act(  # each is an option of the command
    client: HubClient,
    document: DocumentArgument,
    on: Annotated[str, typer.Argument(help="path, orders, document")],
    kind: Annotated[str, typer.Argument(help="approve, return, give_resolution, put_in_file …")],
    given: ValuesArgument = None,
    *,
    version: VersionOption = None,
) -> None:
    """Approve, return, vote, resolve, report, put in its file …"""
    found = client.get(f"/v1/documents/{find_document(client, document)}")
    said = {"kind": kind, **values(given)}
    if on == "path" and kind in _SEEING:
        said.setdefault("content_hash", found["content_hash"])
    body = {"on": on, "act": said, "expected_version": version or found["version"]}
    client.show(client.give(f"/v1/documents/{found['id']}/acts", body), _drawn)


@acting
def register(
    client: HubClient,
    document: DocumentArgument,
    case_file: Annotated[str, typer.Argument(metavar="FILE", help="Its index in the nomenclature.")] = "",
    *,
    version: VersionOption = None,
) -> None:
    """Give it the next number of its journal."""
    client.show(_step(client, document, "register", {"file": case_file}, version), _drawn)


@acting
def seal(
    client: HubClient,
    document: DocumentArgument,
    *,
    version: VersionOption = None,
) -> None:
    """Put the body's seal on it."""
    found = client.get(f"/v1/documents/{find_document(client, document)}")
    client.give("/v1/signatures", {"document": found["id"], "expected_version": version or found["version"]})
    client.show(client.get(f"/v1/documents/{found['id']}"), _drawn)


@acting
def sign(
    client: HubClient,
    document: DocumentArgument,
    *,
    principal: Annotated[str | None, typer.Option("--for", help="Whose stand-in signs.")] = None,
    wait: Annotated[bool, typer.Option("--wait/--no-wait", help="Stay until the phone has answered.")] = True,
    version: VersionOption = None,
) -> None:
    """Sign it with one's own phone (SİMA İmza): open the printed link there."""
    found = client.get(f"/v1/documents/{find_document(client, document)}")
    asked = {
        "document": found["id"],
        "expected_version": version or found["version"],
        "provider": PHONE,
        "on_behalf_of": principal,
    }
    session = client.give("/v1/signatures", asked)
    console.print(Text(session["link"] or session["state"]), soft_wrap=True)
    if not wait:
        return
    console.print(_WORDS["phone"].say(client.lang), style="dim")
    while session["state"] not in ("done", "refused", "expired"):
        time.sleep(_LOOK_S)
        session = client.get(f"/v1/signatures/{session['id']}")
    client.show(client.get(f"/v1/documents/{found['id']}"), _drawn)
    if session["state"] != "done":
        console.print(Text(f"{session['state']} {session['code'] or ''}", style="red"))
        raise typer.Exit(1)


@acting
def send(
    client: HubClient,
    document: DocumentArgument,
    to: Annotated[list[str] | None, typer.Option("--to", help="A body's index; by default all recipients.")] = None,
    *,
    version: VersionOption = None,
) -> None:
    """Send it to other bodies."""
    client.show(_step(client, document, "send", {"bodies": to or []}, version), _drawn)


@acting
def move(  # each is an option of the command
    client: HubClient,
    document: DocumentArgument,
    path: Annotated[str, typer.Argument(help="A path's id, or the SHA-256 of a version.")],
    *,
    reason: Annotated[str, typer.Option(help="Why; kept with the document.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what it would do.")] = False,
    version: VersionOption = None,
) -> None:
    """Move a running document to another version of its path."""
    found = _step(client, document, "move-path", {"path": path, "reason": reason, "dry_run": dry_run}, version)
    client.show(found, _preview if dry_run else _drawn)


def values(given: list[str] | None) -> dict[str, Any]:
    """`name=text` and `name:=json`, as HTTPie has it."""
    found: dict[str, Any] = {}
    for each in given or []:
        name, is_pair, value = each.partition("=")
        if not is_pair or not name.strip(":"):
            raise typer.BadParameter(f"{each}: name=value, name:=JSON")
        try:
            found[name.removesuffix(":")] = json.loads(value) if name.endswith(":") else value
        except json.JSONDecodeError as wrong:
            raise typer.BadParameter(f"{each}: {wrong.msg}") from wrong
    return found


def _step(client: HubClient, named: str, what: str, body: dict[str, Any], version: int | None) -> dict[str, Any]:
    found = find_document(client, named)
    at = version or client.get(f"/v1/documents/{found}")["version"]
    answer: dict[str, Any] = client.give(f"/v1/documents/{found}/{what}", {**body, "expected_version": at})
    return answer


def _files(
    client: HubClient, file: Path | None, letter: Path | None, attach: list[Path] | None
) -> list[dict[str, Any]]:
    main = letter or file
    if (file is None) == (letter is None) or main is None:
        raise typer.BadParameter("--file / --letter")
    found = [_stored(client, main, LETTER_MIME if letter else _mime(main), main=True)]
    return found + [_stored(client, each, _mime(each), main=False) for each in attach or []]


def _stored(client: HubClient, file: Path, mime: str, *, main: bool) -> dict[str, Any]:
    sha256 = client.upload("/v1/documents/files", file.read_bytes())["sha256"]
    return {"name": file.name, "mime": mime, "sha256": sha256, "main": main}


def _mime(file: Path) -> str:
    return mimetypes.guess_type(file.name)[0] or "application/octet-stream"


def _drawn(found: Any, lang: Lang) -> Drawn:
    reg_no = found.get("reg_no") or (found.get("registration") or {}).get("reg_no")
    number = f"№ {reg_no} · " if reg_no else ""
    again = f" · {_WORDS['repeated'].say(lang)}" if found.get("repeated") else ""
    version = f"{_WORDS['version'].say(lang)} {found['version']}"
    yield f"{found['id']}  {number}{found['status_name']} · {version}{again}"


def _preview(found: Any, lang: Lang) -> Drawn:
    yield Text(f"{found['from_path']} → {found['to_path']}", style="bold")
    visas = {
        name: [f"{person(each['who'], lang)} ({each['stage_name']})" for each in found[name]]
        for name in ("stays", "void")
    }
    people = {name: [person(each, lang) for each in found[name]] for name in ("newcomers", "leaving")}
    for name, said in (visas | people | {"stage": [found["stage_name"] or ""]}).items():
        yield f"{_WORDS[name].say(lang)}: {', '.join(said) or _WORDS['none'].say(lang)}"
