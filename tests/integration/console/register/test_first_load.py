"""The report of the first load on a page: by base, by district, and the work list of the most money; nobody's name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hub.demo.bases import write_bases
from hub.exchange.loading.run import Loading
from mappings.format import load_formats
from tests.integration.console.desks import Desks, text

SEED, PERSONS = 7, 120


@pytest.fixture
async def loaded(desks: Desks, tmp_path: Path) -> Desks:
    """A hundred people of four bases."""
    hub = desks.office.served.hub
    write_bases(tmp_path / "bases", PERSONS, SEED)
    loading = Loading(hub.store, hub.content, load_formats(), hub.sealer, hub.hash)
    await loading.load(tmp_path / "bases", None, lambda *_told: None)
    return desks


async def test_before_a_load_the_page_says_how_it_is_done(desks: Desks) -> None:
    shown = text(await desks.get("zeyneb", "/register/load"))

    assert "hub register load" in shown


async def test_a_load_is_shown_by_base_and_by_district_and_its_work_by_money(loaded: Desks) -> None:
    page = await loaded.get("zeyneb", "/register/load", "az")
    shown = text(page)

    assert [each in shown for each in ("Vəsiqələr", "Müavinət", "Kommunal", "Sorğu")] == [True] * 4
    assert "başqa bazada tapılmadı" in shown
    assert page.text.count('class="linked"') >= 4
    whole, one = [await loaded.get("zeyneb", f"/register/load?district={each}", "az") for each in ("", "Zəngilan")]
    assert 0 < one.text.count("<tr data-row>") < whole.text.count("<tr data-row>")
    assert set(re.findall(r'data-label="rayon">([^<]+)<', one.text)) == {"Zəngilan"}


async def test_a_representative_of_one_district_does_not_see_the_report_of_all(loaded: Desks) -> None:
    refused = await loaded.get("vusal", "/register/load", "az")

    assert "bütün rayonlar" in text(refused, 403)
