"""Accounts and their roles: one administrator proposes, a second one agrees; nobody changes their own.

Taking roles away and shutting an account hold at once. What opens more waits for the second administrator.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from document_flow.words import az_sort_key
from hub.access.accounts import Account, account_of, change_account, set_disabled
from hub.access.history import Access, note_access
from hub.access.password_links import make_password_link
from hub.access.people import Person, PersonRole, create_person, normal_login, refuse_taken
from hub.access.proposals import Outcome, Proposal, decide_proposal, one_proposal, propose
from hub.access.role_rules import load_role_rules
from hub.access.second_person import refuse_for_oneself
from hub.app import Hub
from hub.errors import NotFound, Words, found_or
from hub.evidence.rights import note_right
from hub.store.tx import Tx
from hub.web.context import id_or_404
from hub.web.fields import Wrong
from mappings.places import PLACES

Kind = Literal["account", "account_roles", "account_password"]
ACCOUNT_CHANGES: Mapping[str, Words] = {
    "account": Words("yeni hesab", "new account"),
    "account_roles": Words("başqa rollar və ya tərəf", "other roles or party"),
    "account_password": Words("parol üçün yeni keçid", "new link for the password"),
}
_LOGIN = Words("Giriş adını yazın.", "Write the login.")
_NAME = Words("Ad və soyadı yazın.", "Write the name.")
_ROLES = Words("Ən azı bir rol seçin.", "Choose at least one role.")


_DISTRICT = Words("Rayonu siyahıdan seçin.", "Choose the district from the list.")
_SAME = {"name", "party", "roles", "district"}
DISTRICTS = tuple(sorted((p.key for p in PLACES if p.parent is None and p.until is None), key=az_sort_key))


def _listed(district: str) -> str:
    if district not in ("", *DISTRICTS):
        message = "no district of the list"
        raise ValueError(message)
    return district


class AccountForm(BaseModel):
    """What an account is to be."""

    name: Annotated[str, Field(min_length=1, max_length=200), Wrong(_NAME)]
    party: str = Field(max_length=63)
    roles: Annotated[list[PersonRole], Field(min_length=1), Wrong(_ROLES)]
    district: Annotated[str, AfterValidator(_listed), Wrong(_DISTRICT)] = ""

    def person(self, login: str) -> Person:
        """The person behind that login."""
        return Person(login, self.name, self.party, frozenset(self.roles), self.district or None)


class NewAccountForm(AccountForm):
    """The same with the login; `by_provider` where no password opens it, but the identity provider alone."""

    login: Annotated[str, Field(min_length=1, max_length=100), Wrong(_LOGIN)]
    by_provider: bool = False


class WantedAccount(AccountForm):
    """What waits for the second administrator."""

    model_config = ConfigDict(frozen=True)
    by_password: bool = False

    def said(self) -> Words:
        """In words."""
        roles = ", ".join((*sorted(self.roles), self.district) if self.district else sorted(self.roles))
        return Words(f"{self.name} ({self.party}): {roles}", f"{self.name} ({self.party}): {roles}")


@dataclass(frozen=True, slots=True)
class Administrator:
    """Who changes accounts, at which party."""

    login: str
    party: str


async def propose_account(hub: Hub, who: Administrator, form: NewAccountForm) -> str:
    """A new account, for a second administrator to agree to; its login."""
    login = normal_login(form.login, keeps_case=form.by_provider)
    _refuse_roles(hub, form.roles)
    wanted = WantedAccount(**form.model_dump(include=_SAME), by_password=not form.by_provider)
    async with hub.store.write() as tx:
        await refuse_taken(tx, login)
        await _propose(hub, tx, who, "account", login, wanted)
    return login


async def change(hub: Hub, who: Administrator, login: str, form: AccountForm) -> bool:
    """Another name, or fewer roles, at once; more roles, another party or district as a proposal. Whether it waits."""
    _refuse_roles(hub, form.roles)
    async with hub.store.write() as tx:
        account = await _account(tx, login)
        moves = form.district not in ("", account.district or "")
        gains = moves or form.party != account.party or not set(form.roles) <= set(account.roles)
        if gains or set(form.roles) != set(account.roles):
            refuse_for_oneself(who.login, (login,))
        if gains:
            wanted = WantedAccount(**form.model_dump(include=_SAME))
            await _propose(hub, tx, who, "account_roles", login, wanted)
        else:
            person = form.person(login)
            await change_account(tx, person)
            await _note(hub, tx, who, "accounts.changed", login, form.roles)
            roles = " ".join(sorted(form.roles))
            await note_right(tx, "account_roles", who.login, of=login, roles=roles, district=person.district)
    return gains


async def propose_password(hub: Hub, who: Administrator, login: str) -> None:
    """A new link to set the password by, for a second administrator to agree to and hand over."""
    refuse_for_oneself(who.login, (login,))
    async with hub.store.write() as tx:
        account = await _account(tx, login)
        wanted = WantedAccount(
            name=account.name,
            party=account.party,
            roles=[PersonRole(role) for role in account.roles if role in set(PersonRole)],
            district=account.district or "",
            by_password=True,
        )
        await _propose(hub, tx, who, "account_password", login, wanted)


async def change_state(hub: Hub, who: Administrator, login: str, *, disabled: bool) -> None:
    """Shut an account at once, or open it again with the roles that it had."""
    refuse_for_oneself(who.login, (login,))
    async with hub.store.write() as tx:
        if not await set_disabled(tx, login, disabled=disabled):
            raise NotFound("access.no_account", _NO_ACCOUNT)
        done = "disabled" if disabled else "enabled"
        await _note(hub, tx, who, f"accounts.{done}", login)
        await note_right(tx, f"account.{done}", who.login, of=login)


async def decide(hub: Hub, who: Administrator, proposal_id: str, outcome: Outcome) -> str | None:
    """Agree or refuse. The token of a link to set the password by, where what was agreed to needs one.

    Forbidden for the maker, who may take it back, and for whom it is about.
    """
    async with hub.store.write() as tx:
        found = await one_proposal(tx, hub.sealer, id_or_404(proposal_id), ACCOUNT_CHANGES)
        await decide_proposal(tx, found, who.login, outcome, (found.subject,))
        if outcome == "refused":
            await note_right(tx, f"{found.kind}.refused", who.login, found.id, of=found.subject)
            return None
        return await _carry_out(hub, tx, who, found)


async def _carry_out(hub: Hub, tx: Tx, who: Administrator, found: Proposal) -> str | None:
    wanted, login = WantedAccount.model_validate_json(found.wanted), found.subject
    _refuse_roles(hub, wanted.roles)
    if found.kind == "account":
        await create_person(tx, wanted.person(login))
        await _note(hub, tx, who, "accounts.created", login, wanted.roles)
    elif found.kind == "account_roles":
        await _account(tx, login)
        await change_account(tx, wanted.person(login))
        await _note(hub, tx, who, "accounts.changed", login, wanted.roles)
    roles = " ".join(sorted(wanted.roles))
    facts = {"second": who.login, "roles": roles, "district": wanted.district or None}
    await note_right(tx, found.kind, found.made_by, found.id, of=login, **facts)
    return await make_password_link(tx, login) if wanted.by_password else None


async def _propose(hub: Hub, tx: Tx, who: Administrator, kind: Kind, login: str, wanted: WantedAccount) -> None:
    made = await propose(tx, hub.sealer, kind, login, wanted.model_dump_json(), who.login)
    roles = " ".join(sorted(wanted.roles))
    facts = {"roles": roles, "party": wanted.party, "district": wanted.district or None}
    await note_right(tx, f"{kind}.proposed", who.login, made.id, of=login, **facts)


def _refuse_roles(hub: Hub, roles: Sequence[str]) -> None:
    load_role_rules(hub.settings.role_rules).refuse_together(roles)


async def _account(tx: Tx, login: str) -> Account:
    return found_or(await account_of(tx, login), NotFound("access.no_account", _NO_ACCOUNT))


async def _note(hub: Hub, tx: Tx, who: Administrator, service: str, login: str, roles: Sequence[str] = ()) -> None:
    """Changes of accounts stand in the access history, beside who saw whom; the outcome says whose account it was."""
    change_of_it = Access(service, " ".join(sorted(roles)), outcome=login)
    await note_access(tx, hub.sealer, who.party, who.login, change_of_it)


_NO_ACCOUNT = Words("Belə hesab yoxdur.", "There is no such account.")
