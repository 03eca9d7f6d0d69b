"""`hub payments …`: what lists' money came to, one obligation, acts on it; every command calls the API."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from document_flow.money.kernel import OBLIGATIONS
from hub.commands.client import Drawn, HubClient
from hub.commands.documents.official import acting
from hub.commands.programmes.aggregates import SaysOption, VersionOption, drawn_block, drawn_history, said_of
from hub.commands.programmes.seen import act_on, need_seen
from hub.errors import Lang

app = typer.Typer(
    no_args_is_help=True,
    help="Payments: reconcile a list, look at one, act on it.",
)
ListArgument = Annotated[str, typer.Argument(metavar="LIST", help="The list's id.")]
ObligationArgument = Annotated[str, typer.Argument(metavar="ID", help="The obligation's id.")]


@app.command()
@acting
def lists(client: HubClient, period: Annotated[str | None, typer.Option(help="A month, as 2026-03.")] = None) -> None:
    """Lists that were issued, what is odd first."""
    client.show(client.get("/v1/payments", {"period": period}), _drawn)


@app.command()
@acting
def reconcile(client: HubClient, name: ListArgument) -> None:
    """One list to the qəpik, what does not add up first."""
    client.show(client.get(f"/v1/payments/lists/{name}"), _drawn)


@app.command()
@acting
def show(client: HubClient, name: ObligationArgument) -> None:
    """One obligation with its instructions and history."""
    client.show(client.get(f"/v1/payments/obligations/{name}"), _drawn)


@app.command()
@acting
def act(
    client: HubClient, name: ObligationArgument, act: str, says: SaysOption = None, version: VersionOption = None
) -> None:
    """One act: instruct, pay_outside, return_outside, answer_for_bank, correct, decide_overpayment,
    complain_overpayment, decide_overpayment_complaint, agree, refute.
    """
    need_seen(OBLIGATIONS.by_kind.get(act), version, "payments")
    client.show(act_on(client, f"/v1/payments/obligations/{name}", act, said_of(says), version), _drawn)


@app.command()
@acting
def resend(client: HubClient, batch: Annotated[str, typer.Argument(help="The batch's number.")]) -> None:
    """Send what is unanswered of a batch once more, under the same numbers."""
    client.show(client.give(f"/v1/payments/batches/{batch}/resend", {}), lambda said, _: [str(said["payments"])])


def _drawn(said: Any, lang: Lang) -> Drawn:
    if "version" in said:
        yield f"{said['id']}  v{said['version']}"
    for block in said["blocks"]:
        yield from drawn_block(block, lang)
        yield ""
    yield from drawn_history(said.get("history", ()))
