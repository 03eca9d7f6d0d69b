"""`hub parties …`: who may call the hub, by which certificates and keys, for what: by two administrators."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from pydantic import ValidationError
from rich.table import Column, Table
from rich.text import Text

from document_flow.days import day_of
from hub.access.credentials import LONGEST
from hub.access.grants import NO_PURPOSE, Action
from hub.access.keys import NewKey, issue_key
from hub.access.limits import known_limit
from hub.access.party_changes import decide_change, end_proof, end_right, waiting_changes
from hub.access.party_reading import HeldCredential, HeldRight, all_standing
from hub.access.people import verify_person
from hub.access.proposals import Outcome
from hub.access.rights import Right, rights_of
from hub.access.ssh_keys import mark_of
from hub.commands.on_the_store import in_transaction, over_store
from hub.commands.servers.starting import console, settings_or_exit, spoken
from hub.documents.office.seed_people import sandbox_people
from hub.errors import Forbidden, Refused, Words, found_or
from hub.evidence.rights import MACHINE, note_right
from hub.sftp.host_key import HOST_KEY, kept_key, public_line
from hub.store.sealing import Sealer
from hub.store.store import Store
from hub.store.tx import Tx
from hub.web.fields import faults_of
from hub.web.parties import (
    CertificateForm,
    KeyForm,
    LimitForm,
    PartyForm,
    RightEnd,
    RightForm,
    Wish,
    after,
    last_day,
    need_administrator,
    propose,
    said,
)

T = TypeVar("T")
M = TypeVar("M", PartyForm, RightForm, RightEnd, CertificateForm, KeyForm, LimitForm)
app = typer.Typer(no_args_is_help=True, help="Parties, rights, certificates, keys.")

RoleOption = Annotated[list[Action], typer.Option("--role", help="A right over the exchange; once for each.")]
AsOption = Annotated[
    str,
    typer.Option("--as", help="Login of an administrator, whose password is asked for.", prompt="administrator"),
]
PurposeOption = Annotated[str, typer.Option(help="Of a right to ask: a code of the catalogue.")]
ActionOption = Annotated[Action | None, typer.Option(help="Of a right over `exchange`; else the service says it.")]
FromOption = Annotated[str, typer.Option("--from", help="The first day, as 2026-12-31; by default now.")]
UntilOption = Annotated[str, typer.Option("--until", help="The last day, as 2027-12-31.")]


@app.command("add")
def add(
    name: str,
    role: RoleOption,
    login: AsOption,
    title_az: Annotated[str, typer.Option(help="Its name in Azerbaijani.")] = "",
    title_en: Annotated[str, typer.Option(help="Its name in English.")] = "",
) -> None:
    """Propose a party: agency, operate, approve or committee."""
    _propose(
        login,
        name,
        _made(PartyForm, name=name, title_az=title_az, title_en=title_en, over=[each.value for each in role]),
    )


@app.command("grant")
def grant_service(  # noqa: PLR0913  # each is an option of the command
    name: str,
    service: Annotated[str, typer.Argument(help="A format's name, a right to ask (GET /v1/ask, GET /soap), exchange.")],
    *,
    login: AsOption,
    purpose: PurposeOption = "",
    action: ActionOption = None,
    since: FromOption = "",
    until: UntilOption = "",
) -> None:
    """Propose a right: to hand over a format, to ask for a purpose."""
    wish = _made(
        RightForm,
        service=service,
        action=action and action.value,
        purpose=purpose,
        since=since or None,
        until=until or None,
    )
    _propose(login, name, wish)


@app.command("end-right")
def end_service(
    name: str,
    service: str,
    login: AsOption,
    reason: Annotated[str, typer.Option(help="Why; kept sealed.")],
    purpose: PurposeOption = "",
    action: ActionOption = None,
) -> None:
    """Take a right away, at once."""
    made = _made(RightEnd, service=service, action=action and action.value, purpose=purpose, reason=reason)
    right = made.right
    _alone(login, lambda tx, sealer, by: end_right(tx, sealer, name, right, by, reason))
    console.print(f"{name} ✗ {' '.join(right)}", highlight=False, markup=False)


@app.command("certificate")
def certificate(name: str, file: Path, login: AsOption, since: FromOption = "", until: UntilOption = "") -> None:
    """Propose a certificate for mutual TLS (PEM), beside those it has."""
    wish = _made(CertificateForm, certificate=_text_of(file), since=since or None, until=until or None)
    _propose(login, name, wish)


@app.command("public-key")
def public_key(
    name: str,
    file: Path,
    login: AsOption,
    algorithm: Annotated[
        str, typer.Option(help="The only one that is taken: of RSA PS256 (by default) or RS256.")
    ] = "",
    since: FromOption = "",
    until: UntilOption = "",
) -> None:
    """Propose a public key for POST /v1/token (PEM, JWK) or SFTP (OpenSSH), for a year."""
    wish = _made(KeyForm, key=_text_of(file), algorithm=algorithm, since=since or None, until=until or None)
    _propose(login, name, wish)


@app.command("host-key")
def host_key() -> None:
    """Our SFTP server's own key and its fingerprint, to be told to parties."""
    settings = settings_or_exit()
    line = public_line(kept_key(settings.data / HOST_KEY))
    console.print(line, highlight=False, markup=False, soft_wrap=True)
    console.print(mark_of(line), highlight=False, markup=False)


@app.command("limit")
def limit(name: str, what: str, most: int, login: AsOption) -> None:
    """Propose how much a party may use: messages_a_day, asks_a_day …"""
    _propose(login, name, _made(LimitForm, name=known_limit(what), most=most))


@app.command("waiting")
def show_waiting() -> None:
    """What waits for a second administrator."""
    settings = settings_or_exit()
    for proposal, wanted in in_transaction(settings, waiting_changes):
        told = said(wanted).say(settings.lang)
        console.print(f"{proposal.id}  {wanted.party} · {told} · {proposal.made_by}", highlight=False, markup=False)


@app.command("agree")
def agree(proposal: str, login: AsOption) -> None:
    """Agree to what another administrator has proposed; from now on it holds."""
    _decide(proposal, login, "agreed")


@app.command("refuse")
def refuse(proposal: str, login: AsOption) -> None:
    """Refuse a proposal, or take one's own back."""
    _decide(proposal, login, "refused")


@app.command("revoke")
def revoke(
    mark: Annotated[str, typer.Argument(help="Of a certificate or key, as `hub parties list` shows it.")],
    login: AsOption,
    on: Annotated[str, typer.Option("--on", help="Its last day; by default it ends at once, with its tokens.")] = "",
) -> None:
    """End a certificate or key, everywhere within seconds."""
    at = after(_day(on)) if on else None
    _alone(login, lambda tx, _sealer, by: end_proof(tx, mark, by, at))
    console.print(f"{mark}: {spoken(_REVOKED)}{f' ({on})' if on else ''}", highlight=False, markup=False)


@app.command("key")
def new_key(name: str) -> None:
    """Make an API key, in a sandbox alone; it is shown this once."""
    settings = settings_or_exit()

    async def make(tx: Tx, _: Sealer) -> NewKey:
        if not settings.sandbox:
            raise Refused("access.keys_in_sandbox", _SANDBOX_ALONE)
        issued = await issue_key(tx, name)
        await note_right(tx, "key", MACHINE, of=name, prefix=issued.prefix)
        return issued

    made = in_transaction(settings, make)
    console.print(Text(made.text, style="bold"), soft_wrap=True)
    console.print(f"prefix {made.prefix}: hub parties revoke {made.prefix}", style="dim", highlight=False)


@app.command("list")
def list_parties() -> None:
    """Parties, their rights and limits, and when certificates and keys end."""
    settings = settings_or_exit()
    table = Table(*(Column(each.say(settings.lang), overflow="fold") for each in _HEADS), box=None)
    for each in in_transaction(settings, lambda tx, _: all_standing(tx)):
        table.add_row(
            each.name,
            "\n".join(map(_right, each.rights)),
            "\n".join(map(_credential, each.credentials)),
            "\n".join(f"{limited.name} {limited.most}" for limited in each.limits),
        )
    console.print(table)


def _right(held: HeldRight) -> str:
    """The right, without what is said of none, and its end."""
    told = [each for each in held.right if each != NO_PURPOSE]
    return " ".join([*told, *([f"→ {last_day(held.until)}"] if held.until else ())])


def _credential(held: HeldCredential) -> str:
    told = " ".join(each for each in (held.mark, held.kind, held.algorithm) if each)
    return told if held.until is None else f"{told} → {last_day(held.until)} ({held.days_left} d)"


def _made(model: type[M], **words: Any) -> M:
    """The wish that the words make."""
    try:
        return model.model_validate({name: value for name, value in words.items() if value is not None})
    except ValidationError as error:
        wrong = (f"{name}: {spoken(words)}" for name, words in faults_of(model, error).items())
        raise typer.BadParameter("; ".join(wrong)) from error


def _propose(login: str, name: str, wish: Wish) -> None:
    settings = settings_or_exit()
    proposal = _alone(login, lambda tx, sealer, by: propose(tx, sealer, settings, wish, party=name, by=by))
    console.print(f"{proposal}  → hub parties agree {proposal}", highlight=False, markup=False, soft_wrap=True)


def _decide(proposal: str, login: str, outcome: Outcome) -> None:
    wanted = _alone(login, lambda tx, sealer, by: decide_change(tx, sealer, proposal.replace("-", ""), by, outcome))
    mark = "✓" if outcome == "agreed" else "✗"
    console.print(f"{mark} {wanted.kind} {wanted.subject}", highlight=False, markup=False)


def _alone(login: str, work: Callable[[Tx, Sealer, str], Awaitable[T]]) -> T:
    """As one administrator, in one transaction. A sandbox asks for no password."""
    settings = settings_or_exit()
    password = "" if settings.sandbox else str(typer.prompt(login, hide_input=True))

    async def whole(store: Store, sealer: Sealer) -> T:
        if settings.sandbox:
            person = next((each for each in sandbox_people().values() if each.login == login), None)
        else:
            person = await verify_person(store, login, password)
        if person is None or Right.CONFIGURE not in rights_of(person.roles):
            raise Forbidden(
                "access.administrators",
                Words(
                    "Tərəfləri inzibatçılar idarə edir; giriş adı və ya parol düzgün deyil.",
                    "Administrators manage parties; the login or the password is not right.",
                ),
            )
        need_administrator(person)
        async with store.write() as tx:
            return await work(tx, sealer, person.login)

    return over_store(settings, whole)


def _text_of(file: Path) -> str:
    try:
        return file.read_bytes()[: LONGEST + 1].decode("ascii")
    except (OSError, UnicodeDecodeError) as wrong:
        raise typer.BadParameter(f"{file}: {type(wrong).__name__}") from wrong


def _day(text: str) -> date:
    return found_or(day_of(text), typer.BadParameter(f"{text}: 2026-12-31"))


_REVOKED = Words("ləğv edildi", "revoked")
_SANDBOX_ALONE = Words(
    "API açarları yalnız sınaq rejimində qüvvədədir. Bunun əvəzinə “hub parties public-key” və ya "
    "“hub parties certificate” işlədin.",
    "API keys are good in the sandbox alone. Use `hub parties public-key` or `hub parties certificate` instead.",
)
_HEADS = (
    Words("tərəf", "party"),
    Words("hüquqlar", "rights"),
    Words("sertifikatlar və açarlar", "certificates and keys"),
    Words("hədlər", "limits"),
)
