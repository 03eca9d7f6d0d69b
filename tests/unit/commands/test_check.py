"""`hub check` finds what is wrong before the first message, all of it at once."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from document_flow import decisions
from hub.clock import SystemClock
from hub.commands.check import Section, examine, route_problems
from hub.documents.law.steps import settle_tables
from hub.settings import Settings
from hub.store.open import open_store
from hub.store.schema import migrate
from mappings.format import BUNDLED
from routes.route import REGISTER, Destination, Route

FORMATS = frozenset(("a.v1", "b.v1"))


def settings(tmp_path: Path, **more: Any) -> Settings:
    return Settings(data=tmp_path / "data", sandbox=True, **more)


def named(sections: list[Section], word: str) -> Section:
    return next(section for section in sections if section.title.startswith(word))


async def test_the_hub_as_it_is_delivered_is_all_well(tmp_path: Path) -> None:
    made = settings(tmp_path)
    await migrate(made)

    sections = await examine(made)

    assert {section.title: section.problems for section in sections if section.problems} == {}
    assert [section.title.partition(" ")[0] for section in sections] == [
        "settings",
        "formats",
        "routes",
        "connectors",
        "agencies",
        "programmes",
        "database",
        "bus",
    ]


async def test_wrong_samples_are_told_of_a_format_that_no_agency_names(tmp_path: Path) -> None:
    folder = tmp_path / "tehsil_pupil"
    shutil.copytree(BUNDLED / "committee_card-base", folder)
    mapping = folder / "mapping.yaml"
    mapping.write_text(mapping.read_text("utf-8").replace("committee.card-base.v1", "tehsil.pupil.v1"), "utf-8")
    expected = next((folder / "samples").glob("*.expected.json"))
    expected.write_text("{}")

    sections = await examine(settings(tmp_path, formats=(folder,)))

    given = expected.name.replace(".expected.json", "")
    (problem,) = named(sections, "formats").problems
    assert problem.startswith(f"sample tehsil.pupil.v1/{given}.")
    assert problem.endswith(f": gives something else than {expected.name}")
    assert named(sections, "programmes").problems == ()


async def test_days_that_no_law_covers_are_told(tmp_path: Path) -> None:
    made = settings(tmp_path)
    await migrate(made)
    store = await open_store(made, SystemClock())
    folder = tmp_path / "tables" / "agali-order"
    shutil.copytree(Path(decisions.__file__).parent / "tables" / "agali-order", folder)
    sheet = folder / "table.yaml"
    sheet.write_text(sheet.read_text("utf-8").replace("valid_to: 2023-06-30", "valid_to: 2023-06-26"), "utf-8")
    async with store.write() as tx:
        await settle_tables(tx, folder)
    await store.aclose()

    sections = await examine(made)

    assert named(sections, "law").problems == ()
    assert "agali-order: 27.06.2023 – 30.06.2023 (4 gün)" in named(sections, "law").seen


async def test_looking_makes_no_database(tmp_path: Path) -> None:
    made = settings(tmp_path)

    sections = await examine(made)

    assert "first start" in named(sections, "database").seen
    assert not made.data.exists()


async def test_outside_the_sandbox_each_destination_needs_an_agency_that_can_be_found(tmp_path: Path) -> None:
    sections = await examine(settings(tmp_path).model_copy(update={"sandbox": False}))

    problems = named(sections, "routes").problems
    assert [problem for problem in problems if "meis.person.update: where meis is, is not known" in problem]
    assert all("HUB_AGENCIES" in problem for problem in problems)


async def test_parts_that_fail_do_not_hide_each_other(tmp_path: Path) -> None:
    folder = tmp_path / "formats" / "broken.v1"
    folder.mkdir(parents=True)
    (folder / "mapping.yaml").write_text("nonsense: [", "utf-8")

    sections = await examine(
        settings(
            tmp_path,
            routes=("nowhere",),
            formats=(tmp_path / "formats",),
            database_url="postgresql://127.0.0.1:1/x",
            broker_url="amqp://127.0.0.1:1/",
        )
    )

    wrong = {section.title.partition(" ")[0] for section in sections if section.problems}
    assert wrong == {"formats", "routes", "database", "bus"}


async def test_a_database_that_was_not_migrated_is_told_apart(tmp_path: Path) -> None:
    made = settings(tmp_path)
    made.data.mkdir()
    (made.data / "hub.sqlite3").touch()

    assert named(await examine(made), "database").problems == ("the schema is out of date: run `hub migrate`",)


@pytest.mark.parametrize(
    ("route", "problem"),
    [
        (Route("r", "c.v1", (Destination(REGISTER),)), "route r: there is no format c.v1"),
        (Route("r", "a.v1", (Destination("x.do", writes="c.v1"),)), "there is no format c.v1 to write"),
        (Route("r", "a.v1", (Destination("x.do"),)), "an agency's operation needs a format to write"),
        (Route("r", "a.v1", (Destination("x.du", writes="b.v1"),)), "no connector has this operation"),
        (Route("r", "a.v1", (Destination("y.do", writes="b.v1"),)), "where y is, is not known"),
    ],
)
def test_each_mistake_of_a_route_is_named(route: Route, problem: str) -> None:
    (found,) = route_problems(route, FORMATS, frozenset(("x.do",)), frozenset(("x.do", "y.do")))

    assert problem in found


def test_a_route_that_fits_has_no_problem() -> None:
    route = Route("r", "a.v1", (Destination(REGISTER), Destination("x.do", writes="b.v1")))

    assert list(route_problems(route, FORMATS, frozenset(("x.do",)), frozenset(("x.do",)))) == []
