"""`hub surveys …`: the commands of every room, and `answer`, which hands a file of answers over."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from document_flow.surveys.kernel import ROOM
from hub.commands.client import Drawn, HubClient
from hub.commands.documents.official import acting
from hub.commands.programmes.aggregates import NameArgument, app_of
from hub.commands.tables import Column, table
from hub.errors import Lang, Words

app = app_of(ROOM)


@app.command("answer")
@acting
def answer(
    client: HubClient,
    name: NameArgument,
    file: Annotated[Path, typer.Option("--file", exists=True, dir_okay=False, help="CSV, a respondent a row.")],
) -> None:
    """Write down what a file's rows say; what is wrong is named by line, the others are taken."""
    found = client.upload(f"/v1/surveys/{name}/answers.csv", file.read_bytes())
    client.show(found, _drawn)


@app.command("figures")
@acting
def figures(client: HubClient, name: NameArgument) -> None:
    """The figures of a closed survey as CSV."""
    typer.echo(client.fetch(f"/v1/surveys/{name}/figures.csv").decode("utf-8-sig"), nl=False)


def _drawn(found: Any, lang: Lang) -> Drawn:
    words = Words(
        "yazıldı: {taken}, təkrar: {repeated}, rədd: {refused}", "taken {taken}, repeated {repeated}, refused {refused}"
    )
    yield words.say(lang).format(**{**found, "refused": len(found["refused"])})
    if found["refused"]:
        yield table(
            found["refused"],
            (
                Column(Words("sətir", "line"), "line"),
                Column(Words("yer", "place"), "place"),
                Column(Words("səbəb", "reason"), "detail", folds=True),
            ),
            lang,
        )
