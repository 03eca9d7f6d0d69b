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

from document_flow.documents.facts import LETTER_MIME
from hub.commands.client import HubClient, JsonOption, UrlOption, print_json
from hub.commands.documents.official import AsOption, DocumentArgument, client_of, find_document, person
from hub.commands.servers.starting import console

_SEEING = ("approve", "refuse", "abstain", "return", "resubmit", "cast_vote", "record_agreement", "acquaint")
"""Acts on a path that say which content they mean: the present one, unless `content_hash=` says another."""
_ENDED = ("done", "refused", "expired")
_LOOK_S = 1.0
_WORDS = {
    "az": {"version": "versiya", "stays": "qalır", "void": "qüvvədən düşür", "newcomers": "yeni soruşulanlar",
           "leaving": "daha soruşulmur", "stage": "davam edəcəyi mərhələ", "none": "yoxdur", "repeated": "təkrar",
           "phone": "Telefonda təsdiq gözlənilir …"},
    "en": {"version": "version", "stays": "stay", "void": "fall", "newcomers": "asked anew",
           "leaving": "not asked any more", "stage": "goes on at", "none": "none", "repeated": "again",
           "phone": "Waiting for the phone …"},
}  # fmt: skip

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


def begin(  # noqa: PLR0913  # each is an option of the command
    kind: Annotated[str, typer.Argument(help="incoming, outgoing, internal")],
    title: Annotated[str, typer.Argument()],
    *,
    unit: Annotated[str, typer.Option(help="Whose it is: qayidis, huquq, deftarxana …")],
    file: FileOption = None,
    letter: LetterOption = None,
    attach: AttachOption = None,
    to: Annotated[list[str] | None, typer.Option("--to", help="A body's index; may be repeated.")] = None,
    answers: Annotated[str | None, typer.Option(help="The document that it answers.")] = None,
    restricted: Annotated[bool, typer.Option("--restricted", help="Xidməti istifadə üçün.")] = False,
    origin: Annotated[str | None, typer.Option("--from", help="Of an incoming one: the body's index.")] = None,
    their_number: Annotated[str, typer.Option(help="Its number there.")] = "",
    their_day: Annotated[str | None, typer.Option(help="Its day there, 2026-11-20.")] = None,
    id_only: Annotated[bool, typer.Option("--id", help="Print its id alone, for scripts.")] = False,
    as_json: JsonOption = False,
    url: UrlOption = None,
    login: AsOption = None,
) -> None:
    """Begin a document. / Sənəd yaradır."""
    client = client_of(url, login)
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
    if origin is not None:
        body["origin"] = {"body": origin, "reg_no": their_number, "on": their_day}
    found = client.give("/v1/documents", body)
    if id_only:
        console.print(found["id"], highlight=False)
    else:
        _print(found, client.lang, as_json=as_json)


def revise(  # noqa: PLR0913  # each is an option of the command
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
    as_json: JsonOption = False,
    url: UrlOption = None,
    login: AsOption = None,
) -> None:
    """A new version. / Yeni versiya."""
    client = client_of(url, login)
    body = {"files": _files(client, file, letter, attach), "note": note, "minor": minor}
    _print(_step(client, document, "versions", body, version), client.lang, as_json=as_json)


def submit(  # noqa: PLR0913  # each is an option of the command
    document: DocumentArgument,
    path: Annotated[str, typer.Argument(help="A path's id, or the SHA-256 of a version.")],
    facts: ValuesArgument = None,
    *,
    version: VersionOption = None,
    as_json: JsonOption = False,
    url: UrlOption = None,
    login: AsOption = None,
) -> None:
    """Send a draft along its approval path. / Layihəni razılaşmaya göndərir."""
    client = client_of(url, login)
    body = {"path": path, "facts": values(facts)}
    _print(_step(client, document, "submit", body, version), client.lang, as_json=as_json)


def act(  # noqa: PLR0913  # each is an option of the command
    document: DocumentArgument,
    on: Annotated[str, typer.Argument(help="path, orders (resolutions) or document")],
    kind: Annotated[str, typer.Argument(help="approve, return, give_resolution, put_in_file …")],
    given: ValuesArgument = None,
    *,
    version: VersionOption = None,
    as_json: JsonOption = False,
    url: UrlOption = None,
    login: AsOption = None,
) -> None:
    """Approve, return, vote, resolve, report, put in its file … / Baxır, qaytarır, dərkənar qoyur …"""
    client = client_of(url, login)
    found = client.get(f"/v1/documents/{find_document(client, document)}")
    said = {"kind": kind, **values(given)}
    if on == "path" and kind in _SEEING:
        said.setdefault("content_hash", found["content_hash"])
    body = {"on": on, "act": said, "expected_version": version or found["version"]}
    _print(client.give(f"/v1/documents/{found['id']}/acts", body), client.lang, as_json=as_json)


def register(
    document: DocumentArgument,
    case_file: Annotated[str, typer.Argument(metavar="FILE", help="Its index in the nomenclature.")] = "",
    *,
    version: VersionOption = None,
    as_json: JsonOption = False,
    url: UrlOption = None,
    login: AsOption = None,
) -> None:
    """Give it the next number of its journal. / Qeydə alır."""
    client = client_of(url, login)
    _print(_step(client, document, "register", {"file": case_file}, version), client.lang, as_json=as_json)


def seal(
    document: DocumentArgument, *, version: VersionOption = None, url: UrlOption = None, login: AsOption = None
) -> None:
    """Put the body's seal on it. / Möhürləyir."""
    client = client_of(url, login)
    found = client.get(f"/v1/documents/{find_document(client, document)}")
    client.give("/v1/signatures", {"document": found["id"], "expected_version": version or found["version"]})
    _print(client.get(f"/v1/documents/{found['id']}"), client.lang, as_json=False)


def sign(
    document: DocumentArgument,
    *,
    principal: Annotated[str | None, typer.Option("--for", help="Whose stand-in signs.")] = None,
    wait: Annotated[bool, typer.Option("--wait/--no-wait", help="Stay until the phone has answered.")] = True,
    version: VersionOption = None,
    url: UrlOption = None,
    login: AsOption = None,
) -> None:
    """Sign it with one's own phone (SİMA İmza): open the printed link there. / Telefonla imzalayır."""
    client = client_of(url, login)
    found = client.get(f"/v1/documents/{find_document(client, document)}")
    asked = {
        "document": found["id"],
        "expected_version": version or found["version"],
        "provider": "sima",
        "on_behalf_of": principal,
    }
    session = client.give("/v1/signatures", asked)
    console.print(Text(session["link"] or session["state"]), soft_wrap=True)
    if not wait:
        return
    console.print(_WORDS[client.lang]["phone"], style="dim")
    while session["state"] not in _ENDED:
        time.sleep(_LOOK_S)
        session = client.get(f"/v1/signatures/{session['id']}")
    _print(client.get(f"/v1/documents/{found['id']}"), client.lang, as_json=False)
    if session["state"] != "done":
        console.print(Text(f"{session['state']} {session['code'] or ''}", style="red"))
        raise typer.Exit(1)


def send(
    document: DocumentArgument,
    to: Annotated[list[str] | None, typer.Option("--to", help="A body's index; by default all recipients.")] = None,
    *,
    version: VersionOption = None,
    as_json: JsonOption = False,
    url: UrlOption = None,
    login: AsOption = None,
) -> None:
    """Send it to other bodies. / Başqa qurumlara göndərir."""
    client = client_of(url, login)
    _print(_step(client, document, "send", {"bodies": to or []}, version), client.lang, as_json=as_json)


def move(  # noqa: PLR0913  # each is an option of the command
    document: DocumentArgument,
    path: Annotated[str, typer.Argument(help="A path's id, or the SHA-256 of a version.")],
    *,
    reason: Annotated[str, typer.Option(help="Why; kept with the document.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what it would do.")] = False,
    version: VersionOption = None,
    as_json: JsonOption = False,
    url: UrlOption = None,
    login: AsOption = None,
) -> None:
    """Move a running document to another version of its path. / Yolun başqa versiyasına keçirir."""
    client = client_of(url, login)
    found = _step(client, document, "move-path", {"path": path, "reason": reason, "dry_run": dry_run}, version)
    if as_json or not dry_run:
        _print(found, client.lang, as_json=as_json)
    else:
        _print_preview(found, client.lang)


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


def _print(found: dict[str, Any], lang: str, *, as_json: bool) -> None:
    if as_json:
        print_json(found)
        return
    reg_no = found.get("reg_no") or (found.get("registration") or {}).get("reg_no")
    number = f"№ {reg_no} · " if reg_no else ""
    words = _WORDS[lang]
    again = f" · {words['repeated']}" if found.get("repeated") else ""
    said = f"{found['id']}  {number}{found['status_name']} · {words['version']} {found['version']}{again}"
    console.print(Text(said), soft_wrap=True)


def _print_preview(found: dict[str, Any], lang: str) -> None:
    words = _WORDS[lang]
    console.print(Text(f"{found['from_path']} → {found['to_path']}", style="bold"))
    for name in ("stays", "void"):
        said = ", ".join(f"{person(each['who'], lang)} ({each['stage_name']})" for each in found[name])
        console.print(Text(f"{words[name]}: {said or words['none']}"), soft_wrap=True)
    for name in ("newcomers", "leaving"):
        said = ", ".join(person(each, lang) for each in found[name])
        console.print(Text(f"{words[name]}: {said or words['none']}"), soft_wrap=True)
    console.print(Text(f"{words['stage']}: {found['stage_name'] or words['none']}"), soft_wrap=True)
