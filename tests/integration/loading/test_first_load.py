"""The first load from four bases: nothing is guessed, nothing is lost or doubled, and nothing is told twice."""

from __future__ import annotations

import asyncio
import json
import shutil
from pathlib import Path

import pytest

from hub.demo.bases import somebody, write_bases
from hub.errors import Refused, StoreUnavailable
from hub.store.store import TryAgain
from mappings.format import BUNDLED
from mappings.linking import Why
from tests.integration.loading.conftest import House, Killed, MortalStore, edited

SEED, PERSONS = 7, 120
YOUNGER = (
    "VQ-0000003;A-000001;qız;İsmayılova Günel Əli qızı;07.03.1988;Q;94FMDDE;AA1234568;Zəngilan r.;Ağalı 1;"
    "Masazır q. 14/27;MK;187/1;01.02.2005;1"
)
"""One of the twins, as the card file has her."""


@pytest.fixture
def samples(tmp_path: Path) -> Path:
    """The files that stand beside the formats: a family, as four bases have it."""
    folder = tmp_path / "samples"
    folder.mkdir()
    for path in BUNDLED.glob("committee_*-base/samples/*.csv"):
        shutil.copy(path, folder)
    return folder


@pytest.fixture
def bases(tmp_path: Path) -> Path:
    """A hundred people."""
    write_bases(tmp_path / "bases", PERSONS, SEED)
    return tmp_path / "bases"


async def linked(house: House) -> dict[str, str]:
    """By number of a row the FIN of whom it was linked to."""
    async with house.store.read() as tx:
        rows = await tx.fetch(
            "SELECT b.id, b.version, b.record_sealed, l.told_entity FROM base_records b"
            " JOIN base_links l ON l.record_id = b.id WHERE l.told_entity IS NOT NULL"
        )
    async with house.store.write() as tx:
        people = await house.register.by_ids(tx, [row["told_entity"] for row in rows])
    found = {}
    for row in rows:
        raw = house.register.sealer.unseal("base_records.record", row["id"], row["record_sealed"], row["version"])
        number = raw.decode().partition('"number":"')[2].partition('"')[0]
        found[number] = people[row["told_entity"]].attributes["fin"]
    return found


async def test_a_family_of_four_bases_is_told_together_and_its_twins_apart(house: House, samples: Path) -> None:
    await house.load(samples)

    assert await linked(house) == {
        "VQ-0000001": "94FMDD1",
        "VQ-0000002": "94FMDDD",
        "VQ-0000003": "94FMDDE",
        "M-0000002": "94FMDDD",
        "M-0000003": "94FMDDE",
        "K-0000001": "94FMDD1",
        "S-0000002": "94FMDDD",
        "S-0000007": "7ABCD12",
    }
    kinds = {kind for kind, _ in await house.held()}
    assert kinds == {
        "person",
        "idp_status",
        "idp_card",
        "household",
        "allowance_entitlement",
        "utility_account",
        "survey_response",
    }
    families = sorted(each for kind, each in await house.held() if kind == "household")
    assert [json.loads(each)["members"] for each in families] == [
        [
            {"fin": "94FMDD1", "relation": "head"},
            {"fin": "94FMDDD", "relation": "daughter"},
            {"fin": "94FMDDE", "relation": "daughter"},
        ],
        [{"relation": "head"}],
    ]
    assert any('"given_name": "Gülnarə"' in each for _, each in await house.held())


async def test_what_is_not_certain_is_listed_with_its_reason_and_money(house: House, samples: Path) -> None:
    await house.load(samples)

    report = {each.base: each for each in (await house.report()).bases}
    assert report["cards"].linked == {"fin": 3}
    assert report["cards"].unlinked == {"nothing_to_go_by": 1}
    assert report["cards"].unreadable == {"map.unknown_code": 1}
    assert report["allowance"].linked == {"fin": 1, "document": 1}
    assert report["allowance"].unlinked == {"nobody": 1}
    assert report["survey"].linked == {"fin": 1, "name": 1}
    work = await house.work()
    assert [(each.file[:5], each.row, each.qepik) for each in work[:3]] == [
        ("MUAVI", 5, 4000), ("MUAVI", 4, 3300), ("KOMMU", 3, 840)
    ]  # fmt: skip
    assert [each.file[:5] for each in await house.work("Laçın")] == ["MUAVI", "MUAVI"]


async def test_no_row_is_ever_linked_to_somebody_else(house: House, bases: Path) -> None:
    await house.load(bases)

    fins = {each.number: each.fin for each in somebody(PERSONS, SEED)}
    found = await linked(house)
    assert len(found) > 2 * PERSONS * 0.8
    assert {number: fins[int(number.split("-")[1])] for number in found} == found


async def test_a_second_run_changes_nothing(house: House, bases: Path) -> None:
    await house.load(bases)
    before = await house.held(), await house.count("facts"), await house.count("base_records")

    await house.load(bases)

    assert (await house.held(), await house.count("facts"), await house.count("base_records")) == before


async def test_a_corrected_file_changes_only_what_it_corrects(house: House, samples: Path) -> None:
    await house.load(samples)
    before, facts = await house.held(), await house.count("facts")

    edited(samples, "SORGU", "müəllim", "həkim")
    await house.load(samples)

    ((gone, _),), ((came, _),) = (before - await house.held()).items(), (await house.held() - before).items()
    assert (gone[0], came[0], came[1]) == ("survey_response",) * 2 + (gone[1].replace("müəllim", "həkim"),)
    assert await house.count("facts") == facts + 1


async def test_a_fin_that_a_corrected_file_brings_links_what_was_nobodys(house: House, samples: Path) -> None:
    await house.load(samples)

    edited(samples, "MUAVINET", "13.02.1990;;", "13.02.1990;5RAUF55;")
    await house.load(samples)

    assert (await linked(house))["M-0000005"] == "5RAUF55"


async def test_what_a_corrected_file_gives_to_somebody_else_is_taken_back(house: House, samples: Path) -> None:
    await house.load(samples)
    (before,) = [each for kind, each in await house.held() if kind == "utility_account"]
    assert '"fin": "94FMDD1"' in before

    edited(samples, "KOMMUNAL", "|94FMDD1|", "|7ABCD12|")
    await house.load(samples)

    assert (await linked(house))["K-0000001"] == "7ABCD12"
    (after,) = [each for kind, each in await house.held() if kind == "utility_account"]
    assert after == before.replace("94FMDD1", "7ABCD12")


async def test_what_a_corrected_file_has_no_more_is_taken_back_and_no_other_word(house: House, samples: Path) -> None:
    await house.load(samples)
    held = await house.held()

    edited(
        samples, "SORGU", "S-0000002;Исмајылова Ҝүлнарә Әли гызы;07.03.88;qadın;;;Zangilan;hə;müəllim;14.05.2026;1", ""
    )
    edited(samples, "SORGU", "\r\n\r\n", "\r\n", number=2)
    edited(samples, "SORGU", "CEMI;;;;;;;;;;3", "CEMI;;;;;;;;;;2", number=3)
    await house.load(samples)

    assert "S-0000002" not in await linked(house)
    gone, came = held - await house.held(), await house.held() - held
    assert {kind for kind, _ in gone} == {"survey_response"}
    assert came == {("survey_response", "{}"): 1}


async def test_a_member_whom_a_corrected_file_tells_or_leaves_out_changes_one_family(
    house: House, samples: Path
) -> None:
    await house.load(samples)
    held = await house.held()

    edited(samples, "KARTOTEKA", "1959;K;;;Mardakert", "1959;K;5VAQ555;;Mardakert")
    await house.load(samples)

    (after,) = [each for kind, each in await house.held() - held if kind == "household"]
    assert json.loads(after)["members"] == [{"fin": "5VAQ555", "relation": "head"}]

    edited(samples, "KARTOTEKA", f"{YOUNGER}\r\n", "", number=2)
    edited(samples, "KARTOTEKA", "CEMI;;;;;;;;;;;;;;5", "CEMI;;;;;;;;;;;;;;4", number=3)
    await house.load(samples)

    families = [json.loads(each)["members"] for kind, each in await house.held() if kind == "household"]
    assert sorted(len(each) for each in families) == [1, 2]


async def test_one_district_is_told_and_the_others_wait(house: House, samples: Path) -> None:
    await house.load(samples, district="Laçın")
    assert await linked(house) == {}

    await house.load(samples, district="Zəngilan")
    assert set((await linked(house)).values()) == {"94FMDD1", "94FMDDD", "94FMDDE"}

    await house.load(samples)
    assert "S-0000007" in await linked(house)


async def test_killed_anywhere_it_goes_on_where_it_was(house: House, samples: Path, tmp_path: Path) -> None:
    deaths = 0
    for after_commit in (False, True):
        for at in range(1, 40):
            try:
                await house.load(samples, over=MortalStore(house.store, at, after_commit))
            except Killed:
                deaths += 1
                await house.forget_leases()

    assert deaths > 8
    assert len(await linked(house)) == 8
    assert await house.count("facts") == len(set(await _facts(house)))
    assert await house.count("base_records") == 12


@pytest.mark.parametrize("fault", [StoreUnavailable("away"), TryAgain("busy")], ids=["away", "busy"])
async def test_a_database_that_is_away_for_a_moment_is_waited_for(
    house: House, samples: Path, fault: Exception
) -> None:
    store = MortalStore(house.store, 8, fault=fault)

    await house.load(samples, over=store)

    assert store.dies_at < 0
    assert len(await linked(house)) == 8


async def _facts(house: House) -> list[tuple[str, str, str]]:
    async with house.store.read() as tx:
        rows = await tx.fetch("SELECT entity_id, attribute_group, source_message FROM facts")
    return [(row["entity_id"], row["attribute_group"], row["source_message"]) for row in rows]


async def test_two_at_once_do_it_once(house: House, bases: Path) -> None:
    await asyncio.gather(house.load(bases), house.load(bases))

    async with house.store.read() as tx:
        leaves = await tx.fetch("SELECT content FROM evidence_leaves WHERE kind = 'load.tell'")
    assert sum(json.loads(leaf["content"])["records"] for leaf in leaves) == (await house.report()).told
    people = [each for kind, each in await house.held() if kind == "person"]
    assert len(people) == (await house.report()).persons


async def test_evidence_is_by_chunk_and_names_nobody(house: House, bases: Path) -> None:
    await house.load(bases)

    async with house.store.read() as tx:
        rows = await tx.fetch("SELECT kind, content FROM evidence_leaves WHERE kind LIKE 'load.%' ORDER BY id")
    kinds = [row["kind"] for row in rows]
    assert kinds == [
        "load.begun",
        *["load.read"] * 4,
        "load.link",
        "load.take_back",
        "load.tell",
        "load.families",
        "load.finished",
    ]
    assert not any(each.fin.encode() in row["content"] for row in rows for each in somebody(PERSONS, SEED))


async def test_a_number_that_stands_twice_counts_where_it_is_first(house: House, samples: Path) -> None:
    edited(samples, "SORGU", "S-0000004;", "S-0000002;")
    await house.load(samples)

    (report,) = [each for each in (await house.report()).bases if each.base == "survey"]
    assert report.unreadable == {"row.number_twice": 1}
    assert (await linked(house))["S-0000002"] == "94FMDDD"


async def test_a_file_that_may_be_cut_begins_nothing(house: House, samples: Path) -> None:
    edited(samples, "SORGU", "CEMI;;;;;;;;;;3\r\n", "")

    with pytest.raises(Refused) as caught:
        await house.load(samples)

    assert (caught.value.code, await house.count("loads")) == ("load.not_whole", 0)


async def test_a_folder_without_a_file_of_the_bases_is_refused_with_their_names(house: House, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    with pytest.raises(Refused) as caught:
        await house.load(tmp_path / "empty")

    assert caught.value.code == "load.no_files"
    assert "KARTOTEKA_YYYYMMDD_nn.csv" in caught.value.words.en


def misspelt(folder: Path) -> dict[str, tuple[int, int]]:
    """Every seventh row's FIN is typed with O and I, every ninth name is in Russian spelling where the file's character
    set has it. By base how many rows its files have, and their money in qəpik.
    """
    columns = {"KARTOTEKA": (3, 6, None), "MUAVINET": (1, 3, 7), "KOMMUNAL": (3, 4, 10), "SORGU": (1, 4, None)}
    found = {}
    for base, (name, fin, money) in columns.items():
        (path,) = folder.glob(f"{base}_*")
        encoding = {"MUAVINET": "cp1254", "KOMMUNAL": "ascii"}.get(base, "utf-8")
        mark = "|" if base == "KOMMUNAL" else ";"
        head, *rows, totals = path.read_bytes().decode(encoding).splitlines()
        cells = [row.split(mark) for row in rows]
        for number, row in enumerate(cells):
            if number % 7 == 0 and row[fin]:
                row[fin] = f"O{row[fin][1:5]}II"
            elif number % 9 == 0 and encoding == "utf-8":
                row[name] = "Гасанов Эльчин Юсиф оглы"
        path.write_bytes("\n".join([head, *(mark.join(row) for row in cells), totals, ""]).encode(encoding))
        paid = [
            0 if money is None else round(float(row[money] or 0) * (100 if base == "KOMMUNAL" else 1)) for row in cells
        ]
        found[base] = (len(rows), sum(paid))
    return found


async def test_every_row_is_on_a_list_with_its_reason_and_the_money_of_groups_adds_up_to_the_bases(
    house: House, bases: Path
) -> None:
    whole = misspelt(bases)

    await house.load(bases)

    report = {each.base: each for each in (await house.report()).bases}
    of = {"cards": "KARTOTEKA", "allowance": "MUAVINET", "utilities": "KOMMUNAL", "survey": "SORGU"}
    assert {of[name]: (each.rows, each.qepik) for name, each in report.items()} == whole
    for each in report.values():
        assert each.rows == sum((each.linked + each.unlinked + each.unreadable).values())
        assert each.unsummed == 0
        assert each.unreadable, "this base has rows that cannot be read"
    work = await house.work()
    listed = {(each.file, each.row) for each in work}
    assert all(each.reasons for each in work)
    assert len(listed) == len(work)
    nobodys = sum(sum((each.unlinked + each.unreadable).values()) for each in report.values())
    codes = {*map(str, Why), *(code for each in report.values() for code in each.unreadable)}
    of_nobody = [each for each in work if each.reasons[0] in codes]
    assert len(of_nobody) == nobodys
    money = sum(each.open_qepik + each.unreadable_qepik for each in report.values())
    assert money == sum(each.qepik for each in of_nobody)
