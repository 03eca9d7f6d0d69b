"""`hub paths …`: for those who change an approval path. `check` and `draw` need no hub, others ask a running one."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from document_flow.paths.authoring.authoring import PathRefused, load_path
from document_flow.paths.canonical import version_id
from document_flow.paths.drawing.drawing import draw_svg
from document_flow.paths.path import Path as ApprovalPath
from hub.commands.client import Drawn, HubClient
from hub.commands.documents.official import acting
from hub.commands.servers.starting import console, settings_or_exit
from hub.errors import Lang, Words, found_or

app = typer.Typer(no_args_is_help=True, help="Check, draw and save approval paths.")

_NOT_UTF8 = Words("fayl UTF-8 deyil", "the file is not in UTF-8")
_WAITS = Words("ikinci şəxsin razılığını gözləyir", "waits for a second person to agree")
_NOT_WRITTEN = Words("yazmaq olmur", "cannot be written")
FileArgument = Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, readable=True)]
FilesArgument = Annotated[list[Path], typer.Argument(metavar="FILE...", exists=True, dir_okay=False, readable=True)]
OutOption = Annotated[
    Path | None, typer.Option("--out", dir_okay=False, help="Where to write; standard output if not.")
]


@app.command()
def check(files: FilesArgument) -> None:
    """Read paths and list all that is wrong with them; exit status 1 if anything is."""
    lang = settings_or_exit().lang
    read = [_read(file, lang) for file in files]
    for file, path in zip(files, read, strict=True):
        if path is not None:
            _say(f"✓ {file}: {path.id}, {_stages(len(path.stages), lang)}, sha256 {version_id(path)[:16]}…")
    raise typer.Exit(int(None in read))


@app.command()
def draw(file: FileArgument, out: OutOption = None) -> None:
    """Draw a path as an SVG picture; exit status 1 if the path is wrong."""
    lang = settings_or_exit().lang
    path = found_or(_read(file, lang), typer.Exit(1))
    picture = draw_svg(path, lang=lang)
    if out is None:
        sys.stdout.write(picture)
    else:
        _write(out, picture, lang)


@app.command("list")
@acting
def list_paths(client: HubClient) -> None:
    """The newest version of every path."""
    client.show(client.get("/v1/paths"), lambda found, _: map(_line, found["paths"]))


@app.command()
@acting
def source(
    client: HubClient,
    name: Annotated[str, typer.Argument(metavar="PATH", help="A path's id, or the SHA-256 of a version.")],
    out: OutOption = None,
) -> None:
    """The YAML of a path as it was saved."""
    text = client.get(f"/v1/paths/{name}")["source"]
    if out is None:
        sys.stdout.write(text)
    else:
        _write(out, text, settings_or_exit().lang)


@app.command()
@acting
def save(client: HubClient, file: FileArgument) -> None:
    """Propose a path's next version; a second person agrees to it."""
    if _read(file, client.lang) is None:
        raise typer.Exit(1)
    client.show(client.post("/v1/paths", {"source": file.read_text("utf-8")}), _saved)


@app.command()
@acting
def agree(
    client: HubClient, proposal: Annotated[str, typer.Argument(metavar="PROPOSAL", help="As `save` printed it.")]
) -> None:
    """Agree to a version that a colleague has proposed."""
    client.post(f"/v1/directory/proposals/{proposal}/agree", {})
    client.show(client.get("/v1/paths"), lambda found, _: map(_line, found["paths"]))


def _line(path: dict[str, Any]) -> str:
    return f"{path['path']} v{path['version']}  {path['title']}: {' → '.join(path['stages'])}"


def _saved(found: Any, lang: Lang) -> Drawn:
    stages = _stages(len(found["stages"]), lang)
    yield f"✓ {found['path']} v{found['version']}, {stages}, sha256 {found['hash'][:16]}…"
    if found["proposal"] is not None:
        yield f"{_WAITS.say(lang)}: {found['proposal']}"


def _read(file: Path, lang: Lang) -> ApprovalPath | None:
    """The path of a file; None after its problems have been said, one a line, with the line each stands in."""
    try:
        return load_path(file.read_text("utf-8"))
    except UnicodeDecodeError as error:
        _say(f"✗ {file}: {_NOT_UTF8.say(lang)} ({error.start})")
    except PathRefused as refused:
        for problem in refused.problems:
            place = f" {problem.place}:" if problem.place else ""
            _say(f"✗ {file}:{problem.line}:{place} {problem.words.say(lang)}")
    return None


def _write(out: Path, picture: str, lang: Lang) -> None:
    try:
        out.write_text(picture, "utf-8")
    except OSError as error:
        _say(f"✗ {out}: {_NOT_WRITTEN.say(lang)} ({error.strerror})")
        raise typer.Exit(2) from error
    _say(str(out))


def _stages(count: int, lang: Lang) -> str:
    return Words(f"{count} mərhələ", f"{count} stage{'' if count == 1 else 's'}").say(lang)


def _say(text: str) -> None:
    console.print(text, highlight=False, markup=False, soft_wrap=True)
