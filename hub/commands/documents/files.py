"""A document's files: what a signed file proves, the printed pages, and the signed file itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from hub.commands.client import Drawn, HubClient
from hub.commands.documents.official import DocumentArgument, acting, find_document
from hub.commands.servers.starting import BAD_SETTINGS, CANNOT_START, console, say_error
from hub.errors import Lang, Words

_MARKS = {"valid": ("✓", "green"), "invalid": ("✗", "red"), "indeterminate": ("–", "yellow")}

OutOption = Annotated[Path | None, typer.Option("--out", dir_okay=False, help="Where to write it.")]


@acting
def verify_file(
    client: HubClient,
    file: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, readable=True)],
) -> None:
    """Who signed a file, when, and what it covers; status 1 unless valid."""
    found = client.upload("/v1/signatures/verify", file.read_bytes())
    client.show(found, _report)
    raise typer.Exit(int(found["status"] != "valid"))


@acting
def print_page(
    client: HubClient,
    document: DocumentArgument,
    page: Annotated[str, typer.Argument(metavar="PAGE", help="registration-card, resolution-card, minutes …")],
    out: OutOption = None,
) -> None:
    """A printed page of a document as PDF/A, in the language of the command."""
    found = find_document(client, document)
    _write(out or Path(f"{page}.pdf"), client.fetch(f"/v1/documents/{found}/prints/{page}.pdf"))


@acting
def fetch_signed(client: HubClient, document: DocumentArgument, out: OutOption = None) -> None:
    """The newest signed file of a document."""
    found = client.get(f"/v1/documents/{find_document(client, document)}")
    if not found["signatures"]:
        say_error(Words("Sənədin imzalanmış faylı yoxdur.", "The document has no signed file."), "documents.unsigned")
        raise typer.Exit(CANNOT_START)
    raw = client.fetch(f"/v1/documents/{found['id']}/files/{found['signatures'][-1]['file']}")
    _write(out or Path(f"{found['id']}.pdf"), raw)


def _report(found: Any, _lang: Lang) -> Drawn:
    mark, style = _MARKS[found["status"]]
    first, *others = found["sentences"]
    yield Text(f"{mark} {first}", style=style)
    yield from (Text(f"  {sentence}") for sentence in others)


def _write(out: Path, raw: bytes) -> None:
    try:
        out.write_bytes(raw)
    except OSError as error:
        say_error(Words(f"{out}: yazmaq olmur ({error.strerror})", f"{out} cannot be written."), "documents.write")
        raise typer.Exit(BAD_SETTINGS) from error
    console.print(Text(str(out)), soft_wrap=True)
