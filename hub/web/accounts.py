"""Accounts and their roles: one administrator proposes, a second one agrees; nobody changes their own. A link to set a
password by goes to its person by e-mail, and is shown to no administrator.

Taking roles away holds at once. All else waits for the second administrator: a name, since acts are told by it, an
address, since links go there, and an account that is opened or shut. Who proposes to shut one stops its person at once
for a day at most, since whoever has stolen a password does not wait; some a day, each account once a week.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

import structlog
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from document_flow.words import az_sort_key
from hub.access.accounts import (
    Account,
    account_of,
    change_account,
    email_key,
    email_of,
    name_key,
    reopen,
    save_email,
    shut,
)
from hub.access.alone import add_alone
from hub.access.history import Access, note_access
from hub.access.password_links import make_password_link
from hub.access.people import Person, PersonRole, create_person, normal_login, refuse_taken
from hub.access.proposals import Outcome, Proposal, decide_proposal, one_proposal, propose, waiting
from hub.access.role_rules import load_role_rules
from hub.access.second_person import refuse_for_oneself
from hub.app import Hub
from hub.clock import SECOND, rfc3339
from hub.errors import Conflict, HubError, NotFound, Refused, Words, found_or
from hub.evidence.rights import note_right
from hub.store.tx import Tx, number_of
from hub.watch.telling import Notice, NotTold, mail_of
from hub.web.context import id_or_404
from hub.web.fields import Wrong
from mappings.places import PLACES

log = structlog.get_logger("hub.access")

Kind = Literal["account", "account_roles", "account_password", "account_disabled", "account_enabled"]
ACCOUNT_CHANGES: Mapping[str, Words] = {
    "account": Words("yeni hesab", "new account"),
    "account_roles": Words("başqa ad, ünvan, rollar və ya tərəf", "another name, address, other roles or party"),
    "account_disabled": Words("hesabın dayandırılması", "disabling the account"),
    "account_enabled": Words("hesabın yenidən açılması", "opening the account again"),
    "account_password": Words("parol üçün yeni keçid", "new link for the password"),
}
ALONE_S = 24 * 3600
"""For how long one administrator alone stops somebody †."""
MOST_ALONE = 5
"""How many one administrator alone stops in a day †."""
_AGAIN_S = 7 * 24 * 3600
_LOGIN = Words("Giriş adını yazın.", "Write the login.")
_NAME = Words("Ad və soyadı yazın.", "Write the name.")
_ROLES = Words("Ən azı bir rol seçin.", "Choose at least one role.")


_EMAIL = Words("Bir elektron poçt ünvanı yazın.", "Write one e-mail address.")
_DISTRICT = Words("Rayonu siyahıdan seçin.", "Choose the district from the list.")
_SAME = {"name", "party", "roles", "district", "email"}
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
    email: Annotated[str, Field(max_length=200, pattern=r"^([^@\s,;<>]+@[^@\s,;<>]+)?$"), Wrong(_EMAIL)] = ""

    def person(self, login: str) -> Person:
        """The person behind that login."""
        return Person(login, self.name, self.party, frozenset(self.roles), self.district or None)


class NewAccountForm(AccountForm):
    """The same with the login; `by_provider` where no password opens it, but the identity provider alone."""

    login: Annotated[str, Field(min_length=1, max_length=100), Wrong(_LOGIN)]
    by_provider: bool = False


class WantedAccount(AccountForm):
    """What waits for the second administrator; `until`: so long at most its person is stopped meanwhile."""

    model_config = ConfigDict(frozen=True)
    by_password: bool = False
    until: str | None = None

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
    _refuse_untold(hub, wanted)
    async with hub.store.write() as tx:
        await refuse_taken(tx, login)
        await _propose(hub, tx, who, "account", login, wanted)
    return login


async def change(hub: Hub, who: Administrator, login: str, form: AccountForm) -> bool:
    """Fewer roles at once; another name or address, more roles, another party or district as a proposal. Whether it
    waits.
    """
    _refuse_roles(hub, form.roles)
    async with hub.store.write() as tx:
        account = await _account(tx, login)
        moves = form.district not in ("", account.district or "")
        gains = moves or form.party != account.party or not set(form.roles) <= set(account.roles)
        waits = gains or form.name != account.name or form.email != await email_of(tx, hub.sealer, login)
        if waits or set(form.roles) != set(account.roles):
            refuse_for_oneself(who.login, (login,))
        if waits:
            wanted = WantedAccount(**form.model_dump(include=_SAME))
            await _propose(hub, tx, who, "account_roles", login, wanted)
        else:
            await _change(hub, tx, who, login, form)
            await note_right(tx, "account_roles", who.login, "", of=login, **_facts(hub, login, form))
    return waits


async def propose_password(hub: Hub, who: Administrator, login: str) -> None:
    """A new link to set the password by, for a second administrator to agree to."""
    refuse_for_oneself(who.login, (login,))
    async with hub.store.write() as tx:
        wanted = (await _as_it_is(hub, tx, login)).model_copy(update={"by_password": True})
        _refuse_untold(hub, wanted)
        await _propose(hub, tx, who, "account_password", login, wanted)


async def propose_state(hub: Hub, who: Administrator, login: str, *, disabled: bool) -> None:
    """Shut an account, or open it again with the roles that it had: for a second administrator to agree to.

    Conflict where it is so already, or is proposed. Until somebody answers the person is stopped, for a day at most.
    """
    refuse_for_oneself(who.login, (login,))
    kind: Kind = "account_disabled" if disabled else "account_enabled"
    async with hub.store.write() as tx:
        account = await _account(tx, login)
        waits = [each for each in await waiting(tx, hub.sealer, (kind,)) if each.subject == login]
        if waits or disabled == (account.disabled_at is not None):
            raise Conflict("access.state_already", _ALREADY)
        until = await tx.now() + ALONE_S * SECOND if disabled and await _may_stop(tx, who, login) else None
        told = {"until": None if until is None else rfc3339(until)}
        await _propose(hub, tx, who, kind, login, (await _as_it_is(hub, tx, login)).model_copy(update=told))
        if until is not None:
            await shut(tx, login, until)
            await _note(hub, tx, who, "accounts.disabled", login)
    if until is not None:
        log.warning("security_event", kind="account_stopped", subject=hub.hash("login", login)[:16])


async def _may_stop(tx: Tx, who: Administrator, login: str) -> bool:
    """Whether this administrator alone may stop that person: each once a week, few a day."""
    before = await number_of(
        tx,
        "SELECT count(*) FROM proposals WHERE kind = 'account_disabled' AND subject = :login AND made_by = :by"
        " AND made_at > hub_now() - :week",
        {"login": login, "by": who.login, "week": _AGAIN_S * SECOND},
    )
    return not before and await add_alone(tx, who.login, "account_disabled", 1) <= MOST_ALONE


async def decide(hub: Hub, who: Administrator, proposal_id: str, outcome: Outcome) -> None:
    """Agree or refuse. Forbidden for the maker, who may take it back, and for whom it is about.

    A link to set the password by is sent once all is kept, to the address of that moment. HubError where it does not
    go: another one is proposed then.
    """
    async with hub.store.write() as tx:
        found = await one_proposal(tx, hub.sealer, id_or_404(proposal_id), ACCOUNT_CHANGES)
        await decide_proposal(tx, found, who.login, outcome, (found.subject,))
        if outcome == "refused":
            if found.kind == "account_disabled":
                await reopen(tx, found.subject)
            await note_right(tx, f"{found.kind}.refused", who.login, found.id, of=found.subject)
            return
        wanted = WantedAccount.model_validate_json(found.wanted)
        if found.kind == "account_password":
            wanted = wanted.model_copy(update={"email": await email_of(tx, hub.sealer, found.subject)})
        if wanted.by_password:
            _refuse_untold(hub, wanted)
        token = await _carry_out(hub, tx, who, found, wanted)
    if token is not None:
        await _send(hub, found.subject, wanted.email, token)


def _refuse_untold(hub: Hub, wanted: WantedAccount) -> None:
    """Refused where no link could reach the person."""
    if not wanted.by_password:
        return
    if mail_of(hub.settings) is None or hub.settings.people_url is None:
        raise Refused("access.no_mail", _NO_MAIL, status=409)
    if not wanted.email:
        raise Refused("access.no_email", _NO_EMAIL, status=422, place="email")


async def _send(hub: Hub, login: str, email: str, token: str) -> None:
    lang, mail = hub.settings.lang, mail_of(hub.settings)
    link = f"{hub.settings.people_url}/console/password/{token}"
    words = Words(
        f"“{login}” hesabının parolunu bu keçidlə təyin edin. Keçid bir dəfə və 48 saat ərzində işləyir:",
        f"Set the password of the account {login} by this link. It is good once, within 48 hours:",
    )
    if mail is None:
        raise HubError("access.link_not_sent", _NOT_SENT, status=502)
    try:
        await mail.tell(email, Notice("password_link", (words.say(lang), link), lang, _LINK))
    except NotTold as failed:
        log.warning("password_link_not_sent", error=str(failed))
        raise HubError("access.link_not_sent", _NOT_SENT, status=502) from failed


async def _carry_out(hub: Hub, tx: Tx, who: Administrator, found: Proposal, wanted: WantedAccount) -> str | None:
    login = found.subject
    facts = _facts(hub, login, wanted)
    if found.kind == "account":
        _refuse_roles(hub, wanted.roles)
        await create_person(tx, wanted.person(login))
        await save_email(tx, hub.sealer, login, wanted.email)
        await _note(hub, tx, who, "accounts.created", login, wanted.roles)
    elif found.kind == "account_roles":
        _refuse_roles(hub, wanted.roles)
        await _account(tx, login)
        facts["renamed"] = await _change(hub, tx, who, login, wanted)
        await save_email(tx, hub.sealer, login, wanted.email)
    elif found.kind == "account_disabled":
        await shut(tx, login, None)
        await _note(hub, tx, who, "accounts.disabled", login)
    elif found.kind == "account_enabled":
        await reopen(tx, login)
        await _note(hub, tx, who, "accounts.enabled", login)
    await note_right(tx, found.kind, found.made_by, found.id, of=login, second=who.login, **facts)
    return await make_password_link(tx, login) if wanted.by_password else None


async def _change(hub: Hub, tx: Tx, who: Administrator, login: str, form: AccountForm) -> str | None:
    """Until when the name before was borne, where it is another one now."""
    renamed = await change_account(tx, form.person(login))
    await _note(hub, tx, who, "accounts.changed", login, form.roles)
    return renamed


async def _propose(hub: Hub, tx: Tx, who: Administrator, kind: Kind, login: str, wanted: WantedAccount) -> None:
    made = await propose(tx, hub.sealer, kind, login, wanted.model_dump_json(), who.login)
    facts = {**_facts(hub, login, wanted), "party": wanted.party, "until": wanted.until}
    await note_right(tx, f"{kind}.proposed", who.login, made.id, of=login, **facts)


def _facts(hub: Hub, login: str, form: AccountForm) -> dict[str, str | None]:
    """What a leaf holds of an account."""
    roles = " ".join(sorted(form.roles))
    keys = {"name": name_key(hub.hash, login, form.name), "email": email_key(hub.hash, login, form.email)}
    return {"roles": roles, "district": form.district or None, **keys}


async def _as_it_is(hub: Hub, tx: Tx, login: str) -> WantedAccount:
    account = await _account(tx, login)
    roles = [PersonRole(role) for role in account.roles if role in set(PersonRole)]
    email = await email_of(tx, hub.sealer, login)
    return WantedAccount(
        name=account.name, party=account.party, roles=roles, district=account.district or "", email=email
    )


def _refuse_roles(hub: Hub, roles: Sequence[str]) -> None:
    load_role_rules(hub.settings.role_rules).refuse_together(roles)


async def _account(tx: Tx, login: str) -> Account:
    return found_or(await account_of(tx, login), NotFound("access.no_account", _NO_ACCOUNT))


async def _note(hub: Hub, tx: Tx, who: Administrator, service: str, login: str, roles: Sequence[str] = ()) -> None:
    """Changes of accounts stand in the access history, beside who saw whom; the outcome says whose account it was."""
    change_of_it = Access(service, " ".join(sorted(roles)), outcome=login)
    await note_access(tx, hub.sealer, who.party, who.login, change_of_it)


_LINK = Words("Qayıdış Hub: parol üçün keçid", "Qayıdış Hub: link for a password")
_NO_EMAIL = Words(
    "Keçid şəxsin özünə elektron poçtla göndərilir: əvvəlcə ünvanını yazın.",
    "The link is sent to the person by e-mail: write the address first.",
)
_NO_MAIL = Words(
    "Keçid göndərilə bilmir: HUB_ALERT_SMTP_URL və HUB_PUBLIC_URL təyin edilməyib.",
    "No link can be sent: HUB_ALERT_SMTP_URL and HUB_PUBLIC_URL are not set.",
)
_NOT_SENT = Words(
    "Razılıq qüvvədədir, amma keçid getmədi: poçt serverini yoxlayın və yeni keçid təklif edin.",
    "What was agreed to holds, but the link was not sent: look at the mail server, and propose another link.",
)
_ALREADY = Words(
    "Hesab artıq belədir və ya bu barədə təklif ikinci inzibatçını gözləyir.",
    "The account is so already, or a proposal about it waits for a second administrator.",
)
_NO_ACCOUNT = Words("Belə hesab yoxdur.", "There is no such account.")
