"""`hub why`: what somebody gets and why not more, as an official; the FIN is asked for, so that no shell keeps it."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from hub.access.purposes import OF_REGISTER
from hub.commands.client import Drawn, HubClient
from hub.commands.documents.official import acting, day
from hub.commands.servers.starting import prompted
from hub.errors import Lang, Words

PurposeOption = Annotated[str, typer.Option(help=", ".join(OF_REGISTER))]
BasisOption = Annotated[str, typer.Option(help="Act and article, for the access history.")]


@acting
def why(client: HubClient, purpose: PurposeOption = "benefit", basis: BasisOption = "") -> None:
    """What somebody gets, and why not more: reason, act, remedy.

    The look is written down with its purpose.
    """
    fin = prompted("FİN")
    client.show(client.post("/v1/why", {"fin": fin, "purpose": purpose, "basis": basis}), _drawn)


def _drawn(told: Any, lang: Lang) -> Drawn:
    if not told["lines"]:
        yield Words("Bu şəxsin nə təyinatı, nə də icraatı var.", "This person has neither a right nor a case.").say(
            lang
        )
    for line in told["lines"]:
        days = f"{day(line['since'])} – {day(line['until'])}" if line["since"] else ""
        yield "  ".join(each for each in (line["title"], line["shown"], line["money"], days) if each)
        yield f"  {line['reason']}"
        decided = (", ".join(line["basis"]), line["number"], day(line["decided_on"]), line["by"])
        yield f"  {' · '.join(each for each in decided if each)}"
        if remedy := line["remedy"]:
            yield f"  {remedy['how']} ({remedy['act']}). {remedy['term']}"
