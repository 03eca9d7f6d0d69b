"""`hub paths …`: for those who change an approval path. `check` and `draw` need no hub, others ask a running one."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from document_flow.paths.authoring.authoring import PathRefused, load_path
from document_flow.paths.canonical import version_id
from document_flow.paths.drawing.drawing import draw_svg
from document_flow.paths.path import Path as ApprovalPath
from document_flow.words import Lang
from hub.commands.client import JsonOption, UrlOption, print_json
from hub.commands.documents.official import AsOption, client_of
from hub.commands.servers.starting import console, settings_or_exit

app = typer.Typer(
    no_args_is_help=True, help="Check, draw and save approval paths. / Razılaşma yollarını yoxlayır, çəkir və saxlayır."
)

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, readable=True)]
FilesArgument = Annotated[list[Path], typer.Argument(metavar="FILE...", exists=True, dir_okay=False, readable=True)]
OutOption = Annotated[
    Path | None, typer.Option("--out", dir_okay=False, help="Where to write; standard output if not.")
]


@app.command()
def check(files: FilesArgument) -> None:
    """Read paths and list all that is wrong with them; exit status 1 if anything is. / Razılaşma yollarını yoxlayır."""
    lang = _lang()
    read = [_read(file, lang) for file in files]
    for file, path in zip(files, read, strict=True):
        if path is not None:
            _say(f"✓ {file}: {path.id}, {_stages(len(path.stages), lang)}, sha256 {version_id(path)[:16]}…")
    raise typer.Exit(int(None in read))


@app.command()
def draw(file: FileArgument, out: OutOption = None) -> None:
    """Draw a path as an SVG picture; exit status 1 if the path is wrong. / Razılaşma yolunu SVG kimi çəkir."""
    lang = _lang()
    path = _read(file, lang)
    if path is None:
        raise typer.Exit(1)
    picture = draw_svg(path, lang=lang)
    if out is None:
        sys.stdout.write(picture)
    else:
        _write(out, picture, lang)


@app.command("list")
def list_paths(*, as_json: JsonOption = False, url: UrlOption = None, login: AsOption = None) -> None:
    """The newest version of every path. / Hər yolun sonuncu versiyası."""
    client = client_of(url, login)
    found = client.get("/v1/paths")
    if as_json:
        print_json(found)
        return
    for each in found["paths"]:
        _say(f"{each['path']} v{each['version']}  {each['title']}: {' → '.join(each['stages'])}")


@app.command()
def source(
    name: Annotated[str, typer.Argument(metavar="PATH", help="A path's id, or the SHA-256 of a version.")],
    out: OutOption = None,
    *,
    url: UrlOption = None,
    login: AsOption = None,
) -> None:
    """The YAML of a path as it was saved. / Yolun saxlanmış YAML mətni."""
    client = client_of(url, login)
    text = client.get(f"/v1/paths/{name}")["source"]
    if out is None:
        sys.stdout.write(text)
    else:
        _write(out, text, _lang())


@app.command()
def save(file: FileArgument, *, as_json: JsonOption = False, url: UrlOption = None, login: AsOption = None) -> None:
    """Save a path as its next version; exit status 1 if it is wrong. / Yolun növbəti versiyasını saxlayır."""
    lang = _lang()
    if _read(file, lang) is None:
        raise typer.Exit(1)
    found = client_of(url, login).post("/v1/paths", {"source": file.read_text("utf-8")})
    if as_json:
        print_json(found)
    else:
        stages = _stages(len(found["stages"]), lang)
        _say(f"✓ {found['path']} v{found['version']}, {stages}, sha256 {found['hash'][:16]}…")


def _read(file: Path, lang: Lang) -> ApprovalPath | None:
    """The path of a file; None after its problems have been said, one a line, with the line each stands in."""
    try:
        return load_path(file.read_text("utf-8"))
    except UnicodeDecodeError as error:
        az, en = "fayl UTF-8 deyil", "the file is not in UTF-8"
        _say(f"✗ {file}: {az if lang == 'az' else en} ({error.start})")
    except PathRefused as refused:
        for problem in refused.problems:
            words = problem.words.az if lang == "az" else problem.words.en
            place = f" {problem.place}:" if problem.place else ""
            _say(f"✗ {file}:{problem.line}:{place} {words}")
    return None


def _write(out: Path, picture: str, lang: Lang) -> None:
    try:
        out.write_text(picture, "utf-8")
    except OSError as error:
        az, en = "yazmaq olmur", "cannot be written"
        _stop(f"✗ {out}: {az if lang == 'az' else en} ({error.strerror})")
    _say(str(out))


def _stop(text: str) -> NoReturn:
    _say(text)
    raise typer.Exit(2)


def _stages(count: int, lang: Lang) -> str:
    return f"{count} mərhələ" if lang == "az" else f"{count} stage{'' if count == 1 else 's'}"


def _lang() -> Lang:
    return "az" if settings_or_exit().lang == "az" else "en"


def _say(text: str) -> None:
    console.print(text, highlight=False, markup=False, soft_wrap=True)
