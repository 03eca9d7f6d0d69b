"""Accounts and roles, for the administrator: who may come in, and as what. Nothing of the register is here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from hub.access.accounts import Account, account_of, accounts, change_account, party_names, set_disabled
from hub.access.history import Access, note_access
from hub.access.people import Person, PersonRole, create_person
from hub.access.rights import RIGHTS, Right
from hub.app import Hub
from hub.console.pages import go, page
from hub.console.roles import ROLE_NAMES
from hub.console.viewer import PATH, Form, FormDep, Viewer, ViewerDep
from hub.errors import NotFound, Refused, Words
from hub.store.tx import Tx
from hub.web.context import HubDep

router = APIRouter()
_HERE = f"{PATH}/settings/accounts"


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


@router.get("/settings/accounts/new")
async def new_account(request: Request, hub: HubDep, who: ViewerDep) -> HTMLResponse:
    """The form of a new account."""
    who.need(Right.CONFIGURE)
    return await _form(request, hub, who, None, {}, {"login": "", "name": "", "party": "committee", "roles": []})


@router.post("/settings/accounts")
async def create(request: Request, hub: HubDep, who: ViewerDep, form: FormDep) -> Response:
    """Make an account; what cannot be taken is shown again beside its field."""
    who.need(Right.CONFIGURE, form.text("login"))
    typed = _typed(form)
    wrong = _wrong(who, typed, None)
    if not typed["login"]:
        wrong["login"] = who.say(_LOGIN)
    if not wrong:
        person = Person(typed["login"], typed["name"], typed["party"], frozenset(typed["roles"]))
        try:
            async with hub.store.write() as tx:
                await create_person(tx, person, form.text("password") or None)
                await _note(tx, who, "accounts.created", person.login, typed["roles"])
        except Refused as refused:
            wrong[refused.place or "login"] = who.say(refused.words)
        else:
            return go(f"{_HERE}?q={person.login}")
    return await _form(request, hub, who, None, wrong, typed)


@router.get("/settings/accounts/{login}")
async def one_account(request: Request, hub: HubDep, who: ViewerDep, login: str) -> HTMLResponse:
    """One account: name, party, roles, and whether it is in force."""
    who.need(Right.CONFIGURE, login)
    found = await _account(hub, login)
    typed = {"login": found.login, "name": found.name, "party": found.party, "roles": list(found.roles)}
    return await _form(request, hub, who, found, {}, typed)


@router.post("/settings/accounts/{login}")
async def change(request: Request, hub: HubDep, who: ViewerDep, form: FormDep, login: str) -> Response:
    """Change name, party and roles; they hold from the next click of the person."""
    who.need(Right.CONFIGURE, login)
    found = await _account(hub, login)
    typed = _typed(form)
    wrong = _wrong(who, typed, found)
    if wrong:
        return await _form(request, hub, who, found, wrong, typed)
    async with hub.store.write() as tx:
        await change_account(tx, Person(login, typed["name"], typed["party"], frozenset(typed["roles"])))
        await _note(tx, who, "accounts.changed", login, typed["roles"])
    return go(f"{_HERE}?q={login}")


@router.post("/settings/accounts/{login}/state")
async def change_state(hub: HubDep, who: ViewerDep, form: FormDep, login: str) -> Response:
    """Disable an account, which ends its sessions at once, or let it in again."""
    who.need(Right.CONFIGURE, login)
    disabled = form.text("state") == "disabled"
    if disabled and login == who.login:
        raise Refused("access.own_account", _OWN, status=409)
    async with hub.store.write() as tx:
        if not await set_disabled(tx, login, disabled=disabled):
            raise NotFound("access.no_account", _NO_ACCOUNT)
        await _note(tx, who, "accounts.disabled" if disabled else "accounts.enabled", login)
    return go(f"{_HERE}/{login}")


async def _account(hub: Hub, login: str) -> Account:
    async with hub.store.read() as tx:
        found = await account_of(tx, login)
    if found is None:
        raise NotFound("access.no_account", _NO_ACCOUNT)
    return found


def _typed(form: Form) -> dict[str, Any]:
    return {
        "login": form.text("login"),
        "name": form.text("name"),
        "party": form.text("party"),
        "roles": sorted(form.all("roles")),
    }


def _wrong(who: Viewer, typed: Mapping[str, Any], before: Account | None) -> dict[str, str]:
    """What cannot be taken, by field."""
    wrong: dict[str, str] = {}
    if not typed["name"]:
        wrong["name"] = who.say(_NAME)
    if not typed["roles"] or not set(typed["roles"]) <= set(PersonRole):
        wrong["roles"] = who.say(_ROLES)
    if before is not None and before.login == who.login and PersonRole.ADMINISTRATOR not in typed["roles"]:
        wrong["roles"] = who.say(_OWN_ROLE)
    return wrong


async def _form(
    request: Request, hub: Hub, who: Viewer, account: Account | None, wrong: Mapping[str, str], typed: Mapping[str, Any]
) -> HTMLResponse:
    async with hub.store.read() as tx:
        parties = await party_names(tx)
    groups = (
        (_EXCHANGE, [role for role in PersonRole if RIGHTS[role] & {Right.STATE}]),
        (_COMMITTEE, [role for role in PersonRole if not RIGHTS[role] & {Right.STATE}]),
    )
    return await page(
        request,
        who,
        "settings/account.html",
        422 if wrong else 200,
        account=account,
        wrong=wrong,
        typed=typed,
        groups=groups,
        names=ROLE_NAMES,
        parties=sorted({*parties, "committee", typed["party"] or "committee"}),
        by_provider=request.app.state.openid is not None,
    )


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


async def _note(tx: Tx, who: Viewer, service: str, login: str, roles: Sequence[str] = ()) -> None:
    """Changes of accounts stand in the access history, beside who saw whom; the outcome says whose account it was."""
    change = Access(service, " ".join(sorted(roles)), outcome=login)
    await note_access(tx, who.person.party, who.login, change)
