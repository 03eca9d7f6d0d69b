"""The vacancies proposed to a person stand at their own page, as the register knows them now, and at nobody else's."""

from __future__ import annotations

from typing import Any

from mappings.dates import PartialDate
from mappings.registered import JobMatch, Vacancy
from tests.integration.citizen.conftest import HUSBAND, WIFE, Town
from tests.moments import today
from tests.protections import protect
from tests.things import things_told

DAY = PartialDate.from_text(today().isoformat())


def vacancy(number: int, **more: Any) -> Vacancy:
    values: dict[str, Any] = {"position": "7112", "place_text": "Zəngilan r., Ağalı k.", "openings": 1,
                              "employer": "“Nümunə Aqro” MMC", "state": "open", **more}  # fmt: skip
    return Vacancy(vacancy_id=f"VK-{number}", **values)


def proposed(number: int, fin: str = WIFE.fin, **more: Any) -> JobMatch:
    return JobMatch(
        **{"match_id": f"UY-{number}", "vacancy_id": f"VK-{number}", "fin": fin, "state": "proposed", **more}
    )


async def test_a_person_reads_what_where_from_whom_and_until_when_in_both_languages(town: Town) -> None:
    await things_told(town.hub, vacancy(1, until=DAY), proposed(1, matched_on=DAY), proposed(2))
    shown = f"{today():%d.%m.%Y}"

    az = await (await town.citizen(lang="az")).said("/")
    en = await (await town.citizen()).said("/")

    assert "Mənə təklif olunan iş Bənna Bu iş sizə təklif olunub" in az
    assert f"Harada Zəngilan r., Ağalı k. Kim işə götürür “Nümunə Aqro” MMC Son gün {shown}" in az
    assert "Work proposed to me Bricklayer This work is proposed to you" in en
    assert f"Last day {shown} Proposed on {shown}" in en
    assert "VK-2" not in az, "of a vacancy that the register does not hold nothing is said"


async def test_it_says_what_is_so_now(town: Town) -> None:
    await things_told(town.hub, vacancy(1, until=PartialDate(2020)), proposed(1))
    await things_told(town.hub, vacancy(2, position="2341", place_text=None), proposed(2, state="refused"))

    said = await (await town.citizen()).said("/")

    assert "Primary school teacher You have refused the proposal" in said
    assert "Bricklayer This vacancy is open no longer" in said
    assert "Last day none is named" in said
    await things_told(town.hub, vacancy(1), proposed(1, match_id="QH-1", state="hired"))
    assert "This vacancy is open no longer" not in await (await town.citizen()).said("/"), "the newest word of it"
    assert "Bricklayer You were hired" in await (await town.citizen()).said("/")


async def test_a_relative_reads_none_and_a_protected_person_their_own(town: Town) -> None:
    await things_told(town.hub, vacancy(1), proposed(1))
    await protect(town.hub, WIFE.fin)

    assert "Bricklayer" not in await (await town.citizen(HUSBAND.fin)).said("/")
    assert "Bricklayer" in await (await town.citizen()).said("/")
