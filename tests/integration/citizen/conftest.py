"""Citizens at the page of their own: a served hub on either store, and the login of the real simulated MyGov."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from connectors.sandbox.people import SyntheticPerson, person
from hub.app import Hub
from hub.console.viewer import proof
from tests.hubs import settings_for
from tests.integration.api.served import served
from tests.integration.console.desks import Desks, text
from tests.integration.desks.conftest import House
from tests.integration.documents.conftest import Office
from tests.integration.hard_cases.office import act, told
from tests.sandbox import RunningSandbox, free_port

WIFE, HUSBAND, CHILD = (person(number) for number in range(3))
STRANGER = person(41)
BORN = "2020-05-05"


@dataclass(frozen=True, slots=True)
class Browser:
    """One citizen's browser at the hub, which follows no redirect by itself."""

    client: httpx.AsyncClient
    lang: str = "en"

    async def begin(self, goes_on: str = "") -> str:
        """The provider's address to which the login leads."""
        answer = await self.client.get("/me/login/begin", params={"goes_on": goes_on})
        assert answer.status_code == 303, text(answer, answer.status_code)
        return answer.headers["location"]

    async def choose(self, address: str, fin: str, method: str = "fin", **more: str) -> str:
        """Choose a person there; the address to which the browser is sent back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        async with httpx.AsyncClient(trust_env=False) as elsewhere:
            shown = await elsewhere.get(address)
            assert shown.status_code == 200, shown.text
            answer = await elsewhere.post(
                address.partition("?")[0], data={**asked, "fin": fin, "method": method, **more}
            )
        assert answer.status_code == 302, answer.text
        return answer.headers["location"]

    async def log_in(self, fin: str, method: str = "fin", goes_on: str = "", **more: str) -> httpx.Response:
        back = await self.choose(await self.begin(goes_on), fin, method, **more)
        return await self.client.get(back)

    async def get(self, path: str) -> httpx.Response:
        return await self.client.get(f"/me{path}")

    async def said(self, path: str, status: int = 200) -> str:
        """What a page says, without its markup."""
        return text(await self.get(path), status)

    async def post(self, path: str, **fields: str) -> httpx.Response:
        csrf = proof(self.client.cookies.get("hub_me", path="/me") or "")
        return await self.client.post(f"/me{path}", data={"csrf": csrf, "key": "k", **fields})

    async def button(self, page: str, action: str) -> str:
        """The first form of a page that leads to an address like this one, without /me."""
        found = re.search(rf'action="/me({action})"', (await self.get(page)).text)
        assert found is not None, page
        return found[1]


@dataclass(frozen=True, slots=True)
class Town:
    """A hub with its register, and browsers of citizens; `house` are officials at the console."""

    house: House
    url: str
    open_browsers: list[httpx.AsyncClient]

    @property
    def hub(self) -> Hub:
        return self.house.hub

    def browser(self, lang: str = "en") -> Browser:
        client = httpx.AsyncClient(base_url=self.url, trust_env=False, timeout=20, headers={"accept-language": lang})
        self.open_browsers.append(client)
        return Browser(client, lang)

    async def citizen(self, fin: str = WIFE.fin, lang: str = "en") -> Browser:
        """Somebody who has logged in."""
        browser = self.browser(lang)
        assert (await browser.log_in(fin)).status_code == 200
        return browser


@pytest.fixture(scope="module")
def agencies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    with RunningSandbox.start(tmp_path_factory.mktemp("sandbox")) as running:
        yield running


@pytest.fixture(params=["embedded", "postgresql"])
async def town(request: pytest.FixtureRequest, tmp_path: Path, agencies: RunningSandbox) -> AsyncIterator[Town]:
    agencies.refresh()
    port = free_port()
    more = {"database_url": request.getfixturevalue("postgres_url")} if request.param == "postgresql" else {}
    async with served(settings_for(tmp_path / "data", port=port, sandbox_url=agencies.url, **more), works=True) as made:
        found = Town(House(Desks(Office(made)), made.hub), made.url, [])
        household = {
            "kind": "household",
            "household_id": "AT-1",
            "head_fin": HUSBAND.fin,
            "members": [
                {"fin": HUSBAND.fin, "relation": "head"},
                {"fin": WIFE.fin, "relation": "spouse"},
                {"fin": CHILD.fin, "relation": "daughter"},
            ],
        }
        status = {"kind": "idp_status", "fin": WIFE.fin, "category": "idp", "card_no": "AA 000001"}
        status |= {"origin_place": "Zəngilan r., Ağalı k.", "valid_from": "1993-11-01"}
        await told(found.hub, *map(_person, (WIFE, HUSBAND, CHILD)), household, status)
        child, mother, father = ({"fin": each.fin} for each in (CHILD, WIFE, HUSBAND))
        born = act("1", "birth", BORN, child={**child, "birth_date": BORN}, mother=mother, father=father)
        await told(found.hub, born, by="edliyye")
        yield found
        for each in found.open_browsers:
            await each.aclose()


def _person(who: SyntheticPerson) -> dict[str, Any]:
    return {
        "kind": "person",
        "fin": who.fin,
        "surname": who.surname,
        "given_name": who.given_name,
        "birth_date": BORN if who is CHILD else who.born.isoformat(),
        "actual_residence": {"place": "Bərdə", "address": "Gizli küçə 7"},
    }
