"""Demo data are the same for the same seed, and everything in them maps."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from typer.testing import CliRunner

from connectors.agencies.azerishiq.twin import write_meter_file
from connectors.sandbox.people import number_of
from hub.cli import app
from hub.demo.registers import people, records
from mappings.format import BUNDLED
from mappings.places import PLACES
from mappings.records import Household, Person, record_to_json


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Any]]:
    """The command line in English; afterwards the logs no longer go to its closed output."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HUB_LANG", "en")
    yield lambda *words: CliRunner().invoke(app, [str(word) for word in words])
    structlog.reset_defaults()


def test_a_seed_makes_one_register() -> None:
    first, again, other = (b"".join(map(record_to_json, records(50, seed))) for seed in (1, 1, 2))

    assert first == again
    assert first != other


def test_everybody_exists_once_and_lives_in_one_family() -> None:
    made = list(records(300, 7))

    fins = [each.fin for each in made if isinstance(each, Person)]
    members = [member.fin for each in made if isinstance(each, Household) for member in each.members]
    assert sorted(map(str, members)) == sorted(map(str, fins))
    assert len(set(fins)) == 300
    assert all(number_of(fin) is not None for fin in fins if fin)


def test_nobody_comes_from_a_place_that_was_not_occupied_or_is_settled_in_one_that_was() -> None:
    """And whoever's street lies in a township is settled in that."""
    homes = {
        (kind, place.place)
        for each in records(1_000, 7)
        if isinstance(each, Person)
        for kind in ("origin_residence", "temporary_settlement")
        if (place := getattr(each, kind)) is not None
    }

    was = {(kind, PLACES.was_occupied(known)) for kind, key in homes if (known := PLACES.at(key)) is not None}
    assert was == {("origin_residence", True), ("origin_residence", None), ("temporary_settlement", False)}
    assert ("temporary_settlement", "Abşeron/Masazır") in homes


def test_every_row_of_a_demo_file_maps(tmp_path: Path, cli: Callable[..., Any]) -> None:
    path = write_meter_file(tmp_path, people(40, 1), 1)

    shown = cli("map", "azerishiq.meter-file.v1", path, "--rows", 40)

    assert shown.exit_code == 0, shown.output
    assert "errors: 0" in shown.output


def test_the_map_of_a_bad_file_names_what_is_wrong_and_ends_with_one(tmp_path: Path, cli: Callable[..., Any]) -> None:
    path = write_meter_file(tmp_path, people(2, 1), 1)
    path.write_bytes(path.read_bytes().replace(b"CEMI", b"0700000000001"))

    shown = cli("map", "azerishiq.meter-file.v1", path)

    assert shown.exit_code == 1
    assert "file.totals_missing" in shown.output


SAMPLES = BUNDLED / "rih_list" / "samples"


@pytest.mark.parametrize(("lang", "said"), [("az", "cədvəl üzrə latına çevrildi"), ("en", "transliterated by")])
def test_a_map_explains_which_rule_made_what_and_what_it_repaired(
    cli: Callable[..., Any], lang: str, said: str
) -> None:
    shown = cli("--lang", lang, "map", "rih.list.v1", SAMPLES / "nasty.input.xlsx", "--explain")

    assert shown.exit_code == 1, shown.output
    row = next(line for line in shown.output.splitlines() if "families.head.surname" in line)
    assert "Siyahı!B8" in row
    assert "full_name" in row
    assert said.split(maxsplit=1)[0] in shown.output


def test_a_map_in_json_holds_both_languages_and_what_made_each_field(cli: Callable[..., Any]) -> None:
    shown = cli("map", "rih.list.v1", SAMPLES / "nasty.input.xlsx", "--explain", "--json")

    (only,) = json.loads(shown.output)
    assert shown.exit_code == 1
    assert (only["mapped"], only["place"]) == (False, "nasty.input.xlsx")
    assert all(each["az"] and each["en"] and each["place"] for each in only["issues"])
    (made,) = (each for each in only["made"] if each["place"] == "Siyahı!B8")
    assert made["raw"] == "Әлијев Мурад"
    assert made["value"] == ["Əliyev", "Murad", None, None]
    assert [each["code"] for each in made["repaired"]] == ["map.transliterated"]


def test_every_breach_of_a_schema_is_named_at_once_also_in_json(tmp_path: Path, cli: Callable[..., Any]) -> None:
    path = tmp_path / "act.json"
    path.write_text('{"eventId": 7, "eventType": 7}')

    text, shown = cli("map", "justice.civil-act.v1", path), cli("map", "justice.civil-act.v1", path, "--json")

    (only,) = json.loads(shown.output)
    assert (text.exit_code, shown.exit_code) == (1, 1)
    for place in ("/eventId", "/eventType", "/actNumber"):
        assert place in text.output
        assert place in only["refused"]["az"]
