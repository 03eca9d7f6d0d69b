"""`hub people …`: local accounts of those who work with the hub; the first ones are made here."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.text import Text

from hub.access.accounts import account_of, email_key, name_key, save_email
from hub.access.password_links import make_password_link
from hub.access.people import Person, create_person, normal_login
from hub.access.role_rules import load_role_rules
from hub.commands.on_the_store import in_transaction
from hub.commands.servers.address import address_of
from hub.commands.servers.starting import console, settings_or_exit
from hub.documents.signing.signers import save_fin
from hub.errors import NotFound, Words
from hub.evidence.rights import MACHINE, note_right
from hub.settings import Settings
from hub.store.open import hash_key
from hub.store.sealing import KeyedHash, Sealer
from hub.store.tx import Tx

app = typer.Typer(no_args_is_help=True, help="Local accounts of people.")

RoleOption = Annotated[list[str], typer.Option("--role", help="Give it once for each role.")]


@app.command("add")
def add_person(
    login: str,
    name: Annotated[str, typer.Option(help="As the person is called.")],
    party: Annotated[str, typer.Option(help="The party it works for.")],
    role: RoleOption,
    *,
    email: Annotated[str, typer.Option(help="Where later links for a password are sent.")] = "",
    by_provider: Annotated[bool, typer.Option(help="Without a password: by the identity provider alone.")] = False,
) -> None:
    """Make an account; a link to set its password by is shown this once."""
    settings = settings_or_exit()

    async def make(tx: Tx, sealer: Sealer) -> tuple[str, str | None]:
        load_role_rules(settings.role_rules).refuse_together(role)
        made = normal_login(login, keeps_case=by_provider)
        await create_person(tx, Person(made, name, party, frozenset(role)))
        await save_email(tx, sealer, made, email)
        keyed = KeyedHash(hash_key(settings))
        keys = {"name": name_key(keyed, made, name), "email": email_key(keyed, made, email)}
        await note_right(tx, "account", MACHINE, of=made, roles=" ".join(sorted(role)), party=party, **keys)
        return made, None if by_provider else await make_password_link(tx, made)

    made, token = in_transaction(settings, make)
    console.print(f"{made}@{party}: {', '.join(sorted(role))}", highlight=False, markup=False)
    _show_link(settings, token)


@app.command("link")
def password_link(login: str) -> None:
    """A new link to set a password by, shown this once."""
    settings = settings_or_exit()

    async def make(tx: Tx, _: Sealer) -> str:
        if await account_of(tx, login) is None:
            raise NotFound("access.no_account", Words("Belə hesab yoxdur.", "There is no such account."))
        await note_right(tx, "account_password", MACHINE, of=login)
        return await make_password_link(tx, login)

    _show_link(settings, in_transaction(settings, make))


def _show_link(settings: Settings, token: str | None) -> None:
    if token is not None:
        base = settings.people_url or address_of(settings)
        console.print(Text(f"{base}/console/password/{token}", style="bold"), soft_wrap=True)


@app.command("fin")
def set_fin(login: str) -> None:
    """Note the code of an official's certificate for SİMA; it is asked for and kept sealed."""
    fin = typer.prompt("FİN", hide_input=True)
    in_transaction(settings_or_exit(), lambda tx, sealer: save_fin(tx, sealer, login, fin.strip().upper()))
    console.print(f"{login}: FİN ✓", highlight=False, markup=False)
