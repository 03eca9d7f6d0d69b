"""`hub keys`: a key file is made and rotated, and a person is erased, by two administrators alone."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from hub.access.people import Person, create_person, set_password
from hub.cli import app
from hub.clock import SystemClock
from hub.register.entity import Entity, learn
from hub.register.facts import Fact, Source
from hub.register.store import Change, RegisterStore, blank
from hub.settings import Settings
from hub.store.data_keys import open_sealer
from hub.store.open import hash_key, open_store
from hub.store.schema import create_all
from hub.store.sealing import KeyedHash, Unsealable
from hub.store.store import Store
from hub.surveys.answer_store import AnswerStore, Kept

FIN = "7ABCD12"
PASSWORDS = {"vusal": "first-long-password", "gunay": "second-long-password", "orxan": "third-long-password"}


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An installation with a key file, two administrators, an auditor, and one person in the register."""
    made = Settings(data=tmp_path / "data", data_key_file=tmp_path / "keys")
    for name, value in {"DATA": made.data, "DATA_KEY_FILE": made.data_key_file, "LOG_LEVEL": "ERROR"}.items():
        monkeypatch.setenv(f"HUB_{name}", str(value))
    assert hub("new", str(made.data_key_file)).exit_code == 0
    asyncio.run(_fill(made))
    return made


async def _fill(settings: Settings) -> None:
    await create_all(settings)
    store = await open_store(settings, SystemClock())
    async with store.write() as tx:
        for login, password in PASSWORDS.items():
            role = "auditor" if login == "orxan" else "administrator"
            await create_person(tx, Person(login, login, "committee", frozenset((role,))))
            await set_password(tx, login, password)
    register = await _register(settings, store)
    before = blank("person")
    after = learn(before, {"fin": FIN, "surname": "Əliyeva"}, Source("0" * 32, "din", 1_000))
    key = register.hash("fin", FIN)
    async with store.write() as tx:
        await register.save(tx, [Change(before, after, (key,))], 1_000)
        (stored,) = (await register.by_keys(tx, [key])).values()
        await register.save(
            tx, [Change(stored, learn(stored, {"surname": "Quliyeva"}, Source("1" * 32, "din", 2_000)))], 2_000
        )
    await store.aclose()


async def _register(settings: Settings, store: Store) -> RegisterStore:
    return RegisterStore(await open_sealer(settings, store, SystemClock()), KeyedHash(hash_key(settings)))


def hub(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(app, ["keys", *words], input=typed)


def two(command: str, first: str, second: str, *more: str) -> Result:
    typed = "\n".join((PASSWORDS[first], PASSWORDS[second], *more, ""))
    return hub(command, "--first", first, "--second", second, typed=typed)


def known(settings: Settings) -> tuple[Entity, list[Fact]]:
    """The person and all facts as a process that starts now sees them; without the index if erased."""

    async def read() -> tuple[Entity, list[Fact]]:
        async with aclosing(await open_store(settings, SystemClock())) as store:
            register = await _register(settings, store)
            async with store.read() as tx:
                (row,) = await tx.fetch("SELECT id FROM entities")
                entity = (await register.by_ids(tx, [row["id"]]))[row["id"]]
                return entity, await register.facts(tx, entity)

    return asyncio.run(read())


def leaves(settings: Settings) -> list[str]:
    async def read() -> list[str]:
        store = await open_store(settings, SystemClock())
        async with store.read() as tx:
            rows = await tx.fetch("SELECT kind FROM evidence_leaves ORDER BY id")
        await store.aclose()
        return [row["kind"] for row in rows]

    return asyncio.run(read())


def test_a_rotation_wraps_all_keys_anew_and_the_old_one_may_go(settings: Settings, tmp_path: Path) -> None:
    assert hub("new", str(tmp_path / "keys")).exit_code == 0
    before = hub("list").output.split()

    rotated = two("rotate", "vusal", "gunay")

    after = hub("list").output.split()
    assert rotated.exit_code == 0, rotated.output
    assert (before[1], after[3]) == ("0", "0")
    assert after[1] == before[3] != "0"
    assert leaves(settings) == ["keys.rewrapped"]
    lines = (tmp_path / "keys").read_text().splitlines()
    (tmp_path / "keys").write_text(lines[0])
    person, facts = known(settings)
    assert person.attributes["surname"] == "Quliyeva"
    assert [fact.values["surname"] for fact in facts] == ["Əliyeva", "Quliyeva"]
    (tmp_path / "keys").write_text(lines[1])
    assert "Açar faylında bu bazanın açarı yoxdur" in two("erase-person", "vusal", "gunay", FIN).output


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        ("vusal", "vusal", "access.second_person"),
        ("vusal", "orxan", "keys.two_persons"),
    ],
    ids=["one twice", "an auditor"],
)
@pytest.mark.parametrize("command", ["rotate", "erase-person"])
def test_one_administrator_alone_is_refused(
    settings: Settings, command: str, first: str, second: str, code: str
) -> None:
    refused = two(command, first, second, FIN)

    assert refused.exit_code == 1
    assert code in refused.output
    assert leaves(settings) == []
    assert known(settings)[0].attributes["surname"] == "Quliyeva"


def test_a_person_is_erased_with_all_facts_by_destroying_one_key(settings: Settings) -> None:
    erased = two("erase-person", "vusal", "gunay", FIN)

    assert erased.exit_code == 0, erased.output
    person, facts = known(settings)
    assert (person.attributes, facts) == ({}, [])
    assert leaves(settings) == ["person.erased"]
    assert two("erase-person", "vusal", "gunay", FIN).exit_code == 1


def test_what_an_erased_person_answered_to_surveys_goes_and_what_others_answered_stays(settings: Settings) -> None:
    asyncio.run(_answer(settings, FIN, "7ABCD13"))

    erased = two("erase-person", "vusal", "gunay", FIN)
    again = two("erase-person", "vusal", "gunay", FIN)

    assert (erased.exit_code, again.exit_code) == (0, 1)
    assert asyncio.run(_answers(settings, FIN, "7ABCD13")) == [0, 2], "one of each of two surveys"
    assert leaves(settings) == ["survey.answered"] * 4 + ["survey.answer_withdrawn"] * 2 + ["person.erased"]


async def _answer(settings: Settings, *fins: str) -> None:
    async with aclosing(await open_store(settings, SystemClock())) as store:
        register = await _register(settings, store)
        kept = Kept(1, "zeyneb", "survey:agali/1:face_to_face", ("survey",), {"intention": "yes"})
        async with store.write() as tx:
            for survey in ("0" * 32, "1" * 32):
                made = [(fin, kept) for fin in fins]
                await AnswerStore(register.sealer, register.hash).add(tx, survey, made, await tx.now())


async def _answers(settings: Settings, *fins: str) -> list[int]:
    async with aclosing(await open_store(settings, SystemClock())) as store:
        register = await _register(settings, store)
        answers = AnswerStore(register.sealer, register.hash)
        async with store.read() as tx:
            found = [await answers.newest(tx, survey, fins) for survey in ("0" * 32, "1" * 32)]
        return [sum(fin in each for each in found) for fin in fins]


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE entities SET known_from = known_from - 1", "entities.attributes"),
        ("UPDATE facts SET said_sealed = (SELECT said_sealed FROM facts ORDER BY id LIMIT 1)", "facts.said"),
        ("UPDATE facts SET valid_from = valid_from + 1", "facts.said"),
    ],
    ids=["a state of another time", "another fact's words", "another day"],
)
def test_what_is_put_in_the_place_of_something_else_does_not_open(
    settings: Settings, statement: str, what: str
) -> None:
    async def paste() -> None:
        store = await open_store(settings, SystemClock())
        async with store.write() as tx:
            await tx.execute(statement)
        await store.aclose()

    asyncio.run(paste())

    with pytest.raises(Unsealable, match=f"{what} of .* was altered"):
        known(settings)
