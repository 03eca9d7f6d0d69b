"""`hub parties …` and `hub people …`: who may call the hub, by which keys, and who works with it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar

import typer
from rich.table import Table
from rich.text import Text

from hub.access.accounts import account_of
from hub.access.keys import NewKey, issue_key, revoke_key
from hub.access.parties import ANY_PURPOSE, add_party, grant
from hub.access.password_links import make_password_link
from hub.access.people import Person, create_person, normal_login
from hub.access.role_rules import load_role_rules
from hub.clock import SystemClock, rfc3339
from hub.commands.servers.running import ensure_schema, run_or_exit
from hub.commands.servers.starting import console, settings_or_exit
from hub.documents.signing.signers import save_fin
from hub.errors import NotFound, Words
from hub.evidence.rights import MACHINE, note_right
from hub.settings import Settings
from hub.store.data_keys import open_sealer
from hub.store.open import open_store
from hub.store.sealing import Sealer
from hub.store.tx import Tx

T = TypeVar("T")
app = typer.Typer(no_args_is_help=True, help="Parties, keys and rights. / Tərəflər, açarlar və hüquqlar.")
people = typer.Typer(no_args_is_help=True, help="Local accounts of people. / İşçilərin yerli hesabları.")

RoleOption = Annotated[list[str], typer.Option("--role", help="Give it once for each role.")]


@app.command("add")
def add(
    name: str,
    role: RoleOption,
    title_az: Annotated[str, typer.Option(help="Its name in Azerbaijani.")] = "",
    title_en: Annotated[str, typer.Option(help="Its name in English.")] = "",
) -> None:
    """Make a party: agency, operate, approve or committee. / Tərəf yaradır."""

    async def make(tx: Tx, _: Sealer) -> None:
        await add_party(tx, name, role, title_az or name, title_en or name)
        await note_right(tx, "party", MACHINE, of=name, roles=" ".join(sorted(role)))

    _do(make)
    console.print(f"{name}: {', '.join(role)}", highlight=False, markup=False)


@app.command("grant")
def grant_service(
    name: str,
    service: Annotated[str, typer.Argument(help="A format's name, or ask.identity.")],
    purpose: Annotated[str, typer.Option(help="For this purpose only.")] = ANY_PURPOSE,
) -> None:
    """Give a party the right to a service. / Xidmətə hüquq verir."""

    async def make(tx: Tx, _: Sealer) -> None:
        await grant(tx, name, service, purpose)
        await note_right(tx, "grant", MACHINE, of=name, service=service, purpose=purpose)

    _do(make)
    console.print(f"{name} → {service} ({purpose})", highlight=False, markup=False)


@app.command("key")
def new_key(name: str) -> None:
    """Make a key; it is shown this once. / Açar yaradır; o, yalnız indi göstərilir."""

    async def make(tx: Tx, _: Sealer) -> NewKey:
        issued = await issue_key(tx, name)
        await note_right(tx, "key", MACHINE, of=name, prefix=issued.prefix)
        return issued

    made = _do(make)
    console.print(Text(made.text, style="bold"), soft_wrap=True)
    console.print(f"prefix {made.prefix}: hub parties revoke {made.prefix}", style="dim", highlight=False)


@app.command("revoke")
def revoke(prefix: str) -> None:
    """End a key by its prefix, everywhere within seconds. / Açarı ləğv edir."""

    async def end(tx: Tx, _: Sealer) -> None:
        await revoke_key(tx, prefix)
        await note_right(tx, "key.revoked", MACHINE, prefix=prefix)

    _do(end)
    console.print(f"{prefix}: ləğv edildi / revoked", highlight=False)


@app.command("list")
def list_parties() -> None:
    """Parties, their roles, rights and keys in force. / Tərəflərin siyahısı."""
    table = Table(box=None)
    for heading in ("party", "roles", "services", "keys"):
        table.add_column(heading)
    for row in _do(lambda tx, _: _all_parties(tx)):
        table.add_row(*row)
    console.print(table)


@people.command("add")
def add_person(
    login: str,
    name: Annotated[str, typer.Option(help="As the person is called.")],
    party: Annotated[str, typer.Option(help="The party it works for.")],
    role: RoleOption,
    *,
    by_provider: Annotated[bool, typer.Option(help="Without a password: by the identity provider alone.")] = False,
) -> None:
    """Make an account; a link to set its password by is shown this once. / Hesab və parol üçün keçid yaradır."""
    settings = settings_or_exit()

    async def make(tx: Tx, _: Sealer) -> tuple[str, str | None]:
        load_role_rules(settings.role_rules).refuse_together(role)
        made = normal_login(login, keeps_case=by_provider)
        await create_person(tx, Person(made, name, party, frozenset(role)))
        await note_right(tx, "account", MACHINE, of=made, roles=" ".join(sorted(role)), party=party)
        return made, None if by_provider else await make_password_link(tx, made)

    made, token = _do(make)
    console.print(f"{made}@{party}: {', '.join(sorted(role))}", highlight=False, markup=False)
    _show_link(settings, token)


@people.command("link")
def password_link(login: str) -> None:
    """A new link to set a password by, shown this once. / Parol üçün yeni keçid yaradır."""

    async def make(tx: Tx, _: Sealer) -> str:
        if await account_of(tx, login) is None:
            raise NotFound("access.no_account", _NO_ACCOUNT)
        await note_right(tx, "account_password", MACHINE, of=login)
        return await make_password_link(tx, login)

    _show_link(settings_or_exit(), _do(make))


def _show_link(settings: Settings, token: str | None) -> None:
    if token is not None:
        base = settings.people_url or f"http://{settings.host}:{settings.port}"
        console.print(Text(f"{base}/console/password/{token}", style="bold"), soft_wrap=True)


@people.command("fin")
def set_fin(login: str) -> None:
    """Note the code of an official's certificate for SİMA; it is asked for and kept sealed. / FİN-i daxil edir."""
    fin = typer.prompt("FİN", hide_input=True)
    _do(lambda tx, sealer: save_fin(tx, sealer, login, fin.strip().upper()))
    console.print(f"{login}: FİN ✓", highlight=False, markup=False)


async def _all_parties(tx: Tx) -> list[tuple[str, str, str, str]]:
    parties = await tx.fetch("SELECT name, roles FROM parties ORDER BY name")
    grants = await tx.fetch("SELECT party, service FROM grants ORDER BY party, service")
    keys = await tx.fetch("SELECT party, prefix, created_at FROM api_keys WHERE revoked_at IS NULL ORDER BY created_at")
    return [
        (
            row["name"],
            row["roles"],
            "\n".join(each["service"] for each in grants if each["party"] == row["name"]),
            "\n".join(f"{k['prefix']} {rfc3339(k['created_at'])}" for k in keys if k["party"] == row["name"]),
        )
        for row in parties
    ]


def _do(work: Callable[[Tx, Sealer], Awaitable[T]]) -> T:
    """Run it in one transaction."""

    async def whole(settings: Settings) -> T:
        await ensure_schema(settings)
        clock = SystemClock()
        store = await open_store(settings, clock)
        try:
            sealer = await open_sealer(settings, store, clock)
            async with store.write() as tx:
                return await work(tx, sealer)
        finally:
            await store.aclose()

    return run_or_exit(whole(settings_or_exit()))


_NO_ACCOUNT = Words("Belə hesab yoxdur.", "There is no such account.")
