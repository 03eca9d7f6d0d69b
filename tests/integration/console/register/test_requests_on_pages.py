"""Change requests and doubles at the console: a form, what would come of it, the second person, and harm that fails."""

from __future__ import annotations

import html
import re

import httpx

from tests.integration.console.desks import Desks, text
from tests.integration.console.register.conftest import MOTHER
from tests.integration.console.register.test_change_requests import id_of, state_of
from tests.integration.console.register.test_doubles import SECOND, pair
from tests.integration.console.register.test_looking_people_up import BASIS

__all__ = ["pair"]
WHY = {"valid_from": "2026-02-01", "basis": "document", "ground": "Arayış № 14"}


def hidden(answer: httpx.Response, *names: str) -> dict[str, str]:
    found = dict(re.findall(r'name="(wish|seen)" value="([^"]*)"', answer.text))
    return {name: html.unescape(found[name]) for name in names}


async def looked(desks: Desks, entity: str) -> str:
    place = await desks.went("zeyneb", f"/register/{entity}/look", **BASIS)
    return place.partition("look=")[2]


async def test_a_change_goes_from_the_form_to_the_second_official(desks: Desks) -> None:
    entity = await id_of(desks, MOTHER)
    look = await looked(desks, entity)
    form = await desks.get("zeyneb", f"/register/{entity}/change/identity?look={look}")
    assert 'value="Əliyeva"' in form.text
    kept = {"surname": "Əliyeva", "given_name": "Aysel", "birth_place": "Talış kəndi", "look": look}

    shown = await desks.post("zeyneb", f"/register/{entity}/change/identity", **kept, **WHY)
    assert "Talış kəndi" in text(shown)
    outweighed = await desks.post("zeyneb", f"/register/{entity}/change/identity", look=look, **WHY, surname="Quliyeva")
    assert "counts more:" in text(outweighed)
    assert "Surname" not in text(shown), "what was left as it is, is not asked for"
    place = await desks.went("zeyneb", "/register/requests", **hidden(shown, "wish", "seen"))

    own = text(await desks.get("zeyneb", place))
    assert "Take it back" in own
    assert "Apply" not in own.replace("Applied", "")
    assert "Change of values" in text(await desks.get("aytac", "/second"))
    page = await desks.get("aytac", place)
    await desks.went("aytac", f"{place}/decide", outcome="agreed", **hidden(page, "seen"))
    assert (await state_of(desks, MOTHER))["birth_place"] == "Talış kəndi"
    assert "Applied" in text(await desks.get("zeyneb", place))


async def test_a_bad_value_comes_back_with_what_was_typed(desks: Desks) -> None:
    entity = await id_of(desks, MOTHER)
    look = await looked(desks, entity)

    wrong = await desks.post("zeyneb", f"/register/{entity}/change/identity", look=look, **WHY, birth_date="99.1990")
    nothing = await desks.post("zeyneb", f"/register/{entity}/change/identity", look=look, **WHY)

    assert "cannot take this value" in text(wrong, 422)
    assert 'value="99.1990"' in wrong.text
    assert "Nothing differs" in text(nothing, 422)


async def test_two_records_are_seen_side_by_side_joined_and_parted(desks: Desks, pair: tuple[str, str]) -> None:
    queue = await desks.get("zeyneb", "/register/doubles")
    assert "same date of birth and name" in text(queue)
    assert "Aysel" not in queue.text

    fields = {"survivor": pair[0], "one": pair[0], "other": pair[1], "ground": "DİN-in cavabı"}
    shown = await desks.post("zeyneb", "/register/preview", kind="person_merge", **fields)
    assert "The FINs differ by one character" in text(shown)
    place = await desks.went("zeyneb", "/register/requests", **hidden(shown, "wish", "seen"))
    seen = hidden(await desks.get("aytac", place), "seen")
    await desks.went("aytac", f"{place}/decide", outcome="agreed", **seen)
    assert await id_of(desks, SECOND) == pair[0]

    look = await looked(desks, pair[0])
    assert "Joined from" in text(await desks.get("zeyneb", f"/register/{pair[0]}?look={look}"))
    shown = await desks.post("zeyneb", "/register/preview", kind="person_split", **fields)
    place = await desks.went("zeyneb", "/register/requests", **hidden(shown, "wish", "seen"))
    seen = hidden(await desks.get("aytac", place), "seen")
    await desks.went("aytac", f"{place}/decide", outcome="agreed", **seen)
    assert await id_of(desks, SECOND) == pair[1]


async def test_told_apart_they_are_asked_about_no_more(desks: Desks, pair: tuple[str, str]) -> None:
    await desks.went("zeyneb", "/register/doubles/apart", one=pair[0], other=pair[1], ground="Hər ikisi gəldi")

    assert "No two records look alike" in text(await desks.get("zeyneb", "/register/doubles"))


async def test_who_means_harm_gets_nowhere(desks: Desks) -> None:
    entity = await id_of(desks, MOTHER)
    look = await looked(desks, entity)

    for who in ("vusal", "ramil"):
        for path in ("/register/requests", "/register/doubles", f"/register/{entity}/change/identity?look={look}"):
            assert (await desks.get(who, path)).status_code == 403
    foreign = await desks.get("aytac", f"/register/{entity}/change/identity?look={look}")
    forged = await desks.post("zeyneb", "/register/requests", wish='{"kind":"person_change"}', seen="")
    unseen = await desks.post("zeyneb", f"/register/{entity}/change/fin", look=look, **WHY)

    guess = await desks.post("aytac", f"/register/{entity}/change/identity", look=look, **WHY, surname="Əliyeva")
    auditor = await desks.get("aydan", f"/register/{entity}/change/identity?look={look}")

    assert (guess.status_code, auditor.status_code) == (409, 403)
    assert "Your look at this person is over" in text(guess, 409)
    assert 'name="surname" value="Əliyeva"' in guess.text, "what was typed is kept"
    assert foreign.status_code == 303, "a look is good for whoever took it"
    assert (forged.status_code, unseen.status_code) == (404, 404)
