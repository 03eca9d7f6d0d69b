"""Accounts and roles, for the administrator: who may come in, and as what. Nothing of the register is here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field
from starlette.responses import HTMLResponse

from hub.access.accounts import Account, account_of, accounts, change_account, party_names, set_disabled
from hub.access.history import Access, note_access
from hub.access.people import Person, PersonRole, create_person
from hub.access.rights import RIGHTS, Right
from hub.app import Hub
from hub.console.pages import page
from hub.console.posting import FRESH, Attempt, Sent, SentDep, posts
from hub.console.roles import ROLE_NAMES
from hub.console.viewer import PATH, Viewer, ViewerDep, refused_field
from hub.errors import NotFound, Refused, Words
from hub.store.sealing import Sealer
from hub.store.tx import Tx
from hub.web.context import HubDep
from hub.web.fields import Wrong

router = APIRouter()
_HERE = f"{PATH}/settings/accounts"
_EXCHANGE = Words("Məlumat mübadiləsi", "The exchange")
_COMMITTEE = Words("Komitə", "The committee")
_LOGIN = Words("Giriş adını yazın.", "Write the login.")
_NAME = Words("Ad və soyadı yazın.", "Write the name.")
_ROLES = Words("Ən azı bir rol seçin.", "Choose at least one role.")
_OWN_ROLE = Words(
    "Öz inzibatçı rolunuzu özünüz götürə bilməzsiniz; bunu başqa inzibatçı edir.",
    "You cannot take the role of administrator from yourself; another administrator does that.",
)
_OWN = Words(
    "Öz hesabınızı dayandıra bilməzsiniz; bunu başqa inzibatçı edir.",
    "You cannot disable your own account; another administrator does that.",
)
_NO_ACCOUNT = Words("Belə hesab yoxdur.", "There is no such account.")


@router.get("/settings/accounts")
async def list_accounts(request: Request, hub: HubDep, who: ViewerDep, role: str = "", q: str = "") -> HTMLResponse:
    """Everybody who has an account; `role` and `q` narrow the list."""
    who.need(Right.CONFIGURE)
    async with hub.store.read() as tx:
        found = await accounts(tx, role=role, text=q[:100])
    return await page(
        request,
        who,
        "settings/accounts.html",
        accounts=found,
        role=role,
        q=q[:100],
        roles=ROLE_NAMES,
        names={each.value: words for each, words in ROLE_NAMES.items()},
    )


class AccountForm(BaseModel):
    """What an account is to be."""

    name: Annotated[str, Field(min_length=1, max_length=200), Wrong(_NAME)]
    party: str
    roles: Annotated[list[PersonRole], Field(min_length=1), Wrong(_ROLES)]

    def person(self, login: str) -> Person:
        """The person behind that login."""
        return Person(login, self.name, self.party, frozenset(self.roles))


class NewAccountForm(AccountForm):
    """The same with what opens it; without a password it opens by the identity provider alone."""

    login: Annotated[str, Field(min_length=1, max_length=100), Wrong(_LOGIN)]
    password: str | None = None


@router.get("/settings/accounts/new")
async def new_account(request: Request, hub: HubDep, who: ViewerDep) -> HTMLResponse:
    """The form of a new account."""
    who.need(Right.CONFIGURE)
    return await _form(request, hub, who, None)


async def _again(sent: Sent, tried: Attempt, login: str = "") -> HTMLResponse:
    found = await _account(sent.hub, login) if login else None
    return await _form(sent.request, sent.hub, sent.who, found, tried)


@router.post("/settings/accounts")
@posts(Right.CONFIGURE, _again, otherwise="login", status=422)
async def create(sent: SentDep) -> str:
    """Make an account; what cannot be taken is shown again beside its field."""
    wanted = sent.read(NewAccountForm)
    async with sent.hub.store.write() as tx:
        await create_person(tx, wanted.person(wanted.login), wanted.password)
        await _note(tx, sent.hub.sealer, sent.who, "accounts.created", wanted.login, wanted.roles)
    return f"{_HERE}?q={wanted.login}"


@router.get("/settings/accounts/{login}")
async def one_account(request: Request, hub: HubDep, who: ViewerDep, login: str) -> HTMLResponse:
    """One account: name, party, roles, and whether it is in force."""
    who.need(Right.CONFIGURE, login)
    return await _form(request, hub, who, await _account(hub, login))


@router.post("/settings/accounts/{login}")
@posts(Right.CONFIGURE, _again, status=422)
async def change(sent: SentDep, login: str) -> str:
    """Change name, party and roles; they hold from the next click of the person."""
    await _account(sent.hub, login)
    wanted = sent.read(AccountForm)
    if login == sent.who.login and PersonRole.ADMINISTRATOR not in wanted.roles:
        raise refused_field("roles", _OWN_ROLE)
    async with sent.hub.store.write() as tx:
        await change_account(tx, wanted.person(login))
        await _note(tx, sent.hub.sealer, sent.who, "accounts.changed", login, wanted.roles)
    return f"{_HERE}?q={login}"


@router.post("/settings/accounts/{login}/state")
@posts(Right.CONFIGURE)
async def change_state(sent: SentDep, login: str) -> str:
    """Disable an account, which ends its sessions at once, or let it in again."""
    disabled = sent.form.text("state") == "disabled"
    if disabled and login == sent.who.login:
        raise Refused("access.own_account", _OWN, status=409)
    async with sent.hub.store.write() as tx:
        if not await set_disabled(tx, login, disabled=disabled):
            raise NotFound("access.no_account", _NO_ACCOUNT)
        await _note(tx, sent.hub.sealer, sent.who, "accounts.disabled" if disabled else "accounts.enabled", login)
    return f"{_HERE}/{login}"


async def _account(hub: Hub, login: str) -> Account:
    async with hub.store.read() as tx:
        found = await account_of(tx, login)
    if found is None:
        raise NotFound("access.no_account", _NO_ACCOUNT)
    return found


async def _form(
    request: Request, hub: Hub, who: Viewer, account: Account | None, tried: Attempt = FRESH
) -> HTMLResponse:
    async with hub.store.read() as tx:
        parties = await party_names(tx)
    groups = (
        (_EXCHANGE, [role for role in PersonRole if RIGHTS[role] & {Right.STATE}]),
        (_COMMITTEE, [role for role in PersonRole if not RIGHTS[role] & {Right.STATE}]),
    )
    stored = account.party if account else "committee"
    return await page(
        request,
        who,
        "settings/account.html",
        tried=tried,
        account=account,
        groups=groups,
        names=ROLE_NAMES,
        parties=sorted({*parties, "committee", stored, tried.text("party", stored) or "committee"}),
        by_provider=request.app.state.openid is not None,
    )


async def _note(tx: Tx, sealer: Sealer, who: Viewer, service: str, login: str, roles: Sequence[str] = ()) -> None:
    """Changes of accounts stand in the access history, beside who saw whom; the outcome says whose account it was."""
    change = Access(service, " ".join(sorted(roles)), outcome=login)
    await note_access(tx, sealer, who.person.party, who.login, change)
