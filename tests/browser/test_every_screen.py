"""Every page that anybody can reach by links, found by walking: new rooms are covered as soon as they are linked."""

from __future__ import annotations

import pytest

from hub.access.people import PersonRole
from hub.documents.office.seed_people import sandbox_people
from tests.browser.crawling import Screen, addresses, crawl
from tests.browser.people import HEIGHT, Axe, Opener, wider_than_the_screen
from tests.browser.sites import Site

PEOPLE = ("ramil", "lale", "kamran", "zaur", "aydan", "samir", "zeyneb", "vusal", "gunel", "sevinc", "fuad", "rauf",
          "nigar", "aysel", "uzv-3", "sebine", "gulnar")  # fmt: skip
"""Sandbox people, so that every role is there."""
AT_AGENCY = "gunel"
"""Who is not told that there is more than the agency's own."""
WANTS_MORE = ("/console/messages/compare", "/console/repairs/replay/new")
"""Addresses that mean nothing without what their query names."""
MOST_ENTRIES = 8
WIDTHS = (390, 820)
"""A phone and a tablet."""


@pytest.fixture(scope="session")
def screens(site: Site) -> list[Screen]:
    """One address of each kind of page, with somebody who may see it."""
    return crawl(site.url, PEOPLE)


def test_the_walk_has_every_role() -> None:
    people = {person.login: person for person in sandbox_people().values()}

    walked = {role for login in PEOPLE for role in people[login].roles}
    assert walked | {PersonRole.DEPUTY} == set(PersonRole)  # a deputy's rights are a head's; the sandbox has none


@pytest.mark.parametrize("login", PEOPLE)
def test_a_role_gets_each_page_or_a_refusal_in_words(site: Site, login: str) -> None:
    answers = addresses(site.url, login)

    allowed = {200, 303, 403} | ({404} if login == AT_AGENCY else set())
    odd = {address: each.status for address, each in answers.items() if each.status not in allowed}
    assert odd == {address: 404 for address in odd if address in WANTS_MORE}
    assert {address for address, answer in answers.items() if not answer.says_something} == set()


@pytest.mark.parametrize("login", PEOPLE)
def test_navigation_has_at_most_eight_entries_and_none_that_is_refused(site: Site, login: str) -> None:
    answers = addresses(site.url, login)

    entries = max((answer.navigation for answer in answers.values()), key=len)
    assert 1 <= len(entries) <= MOST_ENTRIES
    assert {entry for entry in entries if entry not in answers or answers[entry].status == 403} == set()


@pytest.mark.timeout(600)
@pytest.mark.campaign(sample=1)
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["az", "en"])
async def test_every_screen_is_accessible(
    site: Site, screens: list[Screen], person: Opener, axe: Axe, lang: str, theme: str
) -> None:
    broken: list[str] = []
    pages = {login: await person(login, lang, theme) for login in dict.fromkeys(screen.login for screen in screens)}

    for screen in screens:
        page = pages[screen.login]
        await page.goto(screen.address)
        try:
            await axe(page)
        except AssertionError as found:
            broken.append(f"{screen.login}: {found}")

    assert not broken, "\n\n".join(broken)


@pytest.mark.timeout(300)
async def test_no_screen_is_wider_than_a_phone_or_a_tablet(screens: list[Screen], person: Opener) -> None:
    wide: list[str] = []
    pages = {login: await person(login) for login in dict.fromkeys(screen.login for screen in screens)}

    for screen in screens:
        page = pages[screen.login]
        await page.goto(screen.address)
        for width in WIDTHS:
            await page.set_viewport_size({"width": width, "height": HEIGHT})
            if await wider_than_the_screen(page) > 0:
                wide.append(f"{width}: {screen.login} {screen.address}")

    assert not wide, "\n".join(wide)
