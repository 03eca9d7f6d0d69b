"""Where people came from and are settled, as the bases write it: the village where it is listed, else the district and
a line of the work list; an address that names no place is nobody's settlement.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from mappings.format import BUNDLED
from tests.integration.loading.conftest import House, edited


@pytest.fixture
def samples(tmp_path: Path) -> Path:
    """The files that stand beside the formats."""
    folder = tmp_path / "samples"
    folder.mkdir()
    for path in BUNDLED.glob("committee_*-base/samples/*.csv"):
        shutil.copy(path, folder)
    return folder


async def person(house: House, fin: str) -> dict[str, Any]:
    people = [json.loads(said) for kind, said in await house.held() if kind == "person"]
    (found,) = (each for each in people if each["fin"] == fin)
    return dict(found)


async def test_the_card_states_the_village_and_the_settlement(house: House, samples: Path) -> None:
    await house.load(samples)

    twin = await person(house, "94FMDDD")
    assert twin["origin_residence"] == {"place": "Zəngilan/Ağalı 1"}
    assert twin["temporary_settlement"] == {"place": "Abşeron/Masazır", "address": "Masazır q. 14/27"}
    assert not any((await house.report()).bases[0].unplaced)


async def test_an_unlisted_village_is_known_by_its_district_and_looked_at(house: House, samples: Path) -> None:
    edited(samples, "KARTOTEKA", "Ağalı 1;Masazır q. 14/27", "Ağalı 9;28 May küç. 3")

    await house.load(samples)

    head = await person(house, "94FMDD1")
    assert head["origin_residence"] == {"place": "Zəngilan"}
    assert (await house.report()).bases[0].unplaced == {"village_unknown": 1, "settlement_unknown": 1}
    (line,) = [each for each in await house.work("Zəngilan") if each.file.startswith("KARTOTEKA")]
    assert (line.row, line.reasons) == (2, ("village_unknown", "settlement_unknown"))


async def test_without_an_address_on_the_card_that_of_the_account_counts(house: House, samples: Path) -> None:
    edited(samples, "KARTOTEKA", "Ağalı 1;Masazır q. 14/27", "Ağalı 1;")
    edited(samples, "KOMMUNAL", "Masazir q. 14/27", "Sumqayit s., 3 sayli yataqxana")

    await house.load(samples)

    assert (await person(house, "94FMDD1"))["temporary_settlement"] == {
        "place": "Sumqayıt",
        "address": "Sumqayit s., 3 sayli yataqxana",
        "object_type": "yataqxana",
    }


async def test_whoever_has_an_address_where_people_fled_from_is_not_settled_there_for_the_time_being(
    house: House, samples: Path
) -> None:
    edited(samples, "KARTOTEKA", "Ağalı 1;Masazır q. 14/27", "Ağalı 1;Zəngilan r., Ağalı k. 3")
    edited(samples, "KOMMUNAL", "Masazir q. 14/27", "28 May kuc. 1")

    await house.load(samples)

    assert "temporary_settlement" not in await person(house, "94FMDD1")


async def test_a_corrected_address_moves_the_settlement(house: House, samples: Path) -> None:
    await house.load(samples)

    edited(samples, "KARTOTEKA", "Masazır q. 14/27", "Ağdam r., Quzanlı q. 2")
    await house.load(samples)

    assert (await person(house, "94FMDD1"))["temporary_settlement"]["place"] == "Ağdam/Quzanlı"
