"""(p): how long it takes to find a person by name among many whose names lie sealed, and to read a household with its
history; and what that costs in space.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, product

from rich.console import Console

from hub.register.entity import learn
from hub.register.facts import FOREVER, Source
from hub.register.held import as_of, held_values
from hub.register.names import FoundByName, read_query
from hub.register.reading import Reader
from hub.register.store import Change, RegisterStore, blank
from tests.benchmarks.filled import Filled
from tests.benchmarks.persons import fin

SEARCHES = 200
BATCH = 2_000
TWO_WORDS, ONE_WRONG, PERSON = "two whole words", "one letter wrong", "a person with all facts"
HOUSEHOLD = "a household with its history"
GOALS_MS = {TWO_WORDS: 100.0, ONE_WRONG: 300.0, PERSON: 50.0, HOUSEHOLD: 50.0}
MEMBERS = 6
"""Of a household, of whom one came later and one has left."""
MOVES = ("Ağcabədi", "Bərdə", "Füzuli")
"""Where it lived, one after the other."""
TABLES = ("entities", "facts", "entity_keys", "entity_names")
_SYLLABLES = (
    "al",
    "əh",
    "məd",
    "hü",
    "sey",
    "n",
    "qu",
    "li",
    "rza",
    "ba",
    "ğır",
    "kə",
    "rim",
    "tu",
    "ral",
    "va",
    "sif",
)
_MESSAGE = "0" * 32


@dataclass(frozen=True, slots=True)
class NameFigures:
    """Milliseconds by way (median, p95, worst), bytes a person by table, and persons stored a second."""

    people: int
    stored_per_s: float
    times: dict[str, tuple[float, float, float]]
    bytes_each: dict[str, float]
    defects: tuple[str, ...]

    def shortfalls(self) -> list[str]:
        """Judged at p95."""
        return [
            f"{way} takes {self.times[way][1]:.0f} ms (p95); the goal is below {goal:.0f} ms"
            for way, goal in GOALS_MS.items()
            if self.times[way][1] >= goal
        ]


@dataclass(frozen=True, slots=True)
class Names:
    """Names as they are in life: few are frequent. The same person has the same name in every run."""

    surnames: Sequence[str]
    given: Sequence[str]
    weights: tuple[Sequence[float], Sequence[float]]

    @classmethod
    def made(cls) -> Names:
        """About five thousand surnames and three hundred given names, weighed by 1 / (rank + 10)."""
        stems = ["".join(parts).capitalize() for parts in product(_SYLLABLES, repeat=3)]
        random.Random(7).shuffle(stems)
        given, stems = stems[:300], stems[300:]
        surnames = [f"{stem}{ending}" for stem in stems[:2_500] for ending in ("ov", "ova")]
        return cls(surnames, given, (_weights(len(surnames)), _weights(len(given))))

    def of(self, number: int) -> dict[str, str]:
        """The attributes of a person."""
        dice = random.Random(number)
        (surname,) = dice.choices(self.surnames, cum_weights=self.weights[0])
        name, father = dice.choices(self.given, cum_weights=self.weights[1], k=2)
        year = dice.randrange(1935, 2026)
        return {
            "fin": fin(number),
            "surname": surname,
            "given_name": name,
            "patronymic": father,
            "birth_date": f"{year}-{dice.randrange(1, 13):02}-{dice.randrange(1, 29):02}",
            "sex": "female" if surname.endswith("a") else "male",
        }


def _weights(count: int) -> list[float]:
    return list(accumulate(1 / (rank + 10) for rank in range(count)))


async def measure_names(filled: Filled, people: int, say: Callable[[str], None]) -> NameFigures:
    """Store so many persons as the register does, then look for some of them."""
    names, register = Names.made(), RegisterStore(filled.sealer, filled.hash)
    began = time.monotonic()
    for first in range(0, people, BATCH):
        await _store(filled, register, names, range(first, min(first + BATCH, people)))
        if first and first % 100_000 == 0:
            say(f"{first:,} of {people:,} persons stored")
    stored = people / (time.monotonic() - began)
    async with filled.store.write() as tx:
        await tx.execute("ANALYZE entity_names")
        sizes = {
            table: (await tx.fetch(f"SELECT pg_total_relation_size('{table}') AS n"))[0]["n"] / people
            for table in TABLES
        }
    reader, picked = Reader(register), random.Random(1).sample(range(people), SEARCHES)
    times: dict[str, tuple[float, float, float]] = {}
    missed = 0
    for way in (TWO_WORDS, ONE_WRONG):
        taken = []
        for number in picked:
            attributes = names.of(number)
            seconds, found = await _timed(filled, reader, _typed(attributes, way))
            taken.append(seconds)
            missed += not (found.too_many or any(each.attributes["fin"] == attributes["fin"] for each in found.people))
        times[way] = _figures(taken)
    times[PERSON] = _figures([await _whole(filled, reader, fin(number)) for number in picked])
    homes = [each - each % MEMBERS for each in picked if each - each % MEMBERS + MEMBERS <= people]
    await _settle(filled, register, sorted(set(homes)))
    times[HOUSEHOLD] = _figures([await _history(filled, reader, fin(first)) for first in homes])
    return NameFigures(people, stored, times, sizes, (f"{missed} people were not found",) if missed else ())


async def _store(filled: Filled, register: RegisterStore, names: Names, numbers: range) -> None:
    changes = list(_changes(register, names, numbers))
    async with filled.store.write() as tx:
        await register.save(tx, changes, 1)


def _changes(register: RegisterStore, names: Names, numbers: range) -> Iterator[Change]:
    for number in numbers:
        before, values = blank("person"), names.of(number)
        yield Change(before, learn(before, values, Source(_MESSAGE, "din", 1)), (register.hash("fin", values["fin"]),))


def _typed(attributes: dict[str, str], way: str) -> str:
    """As somebody types it; with `ONE_WRONG` the third letter of the surname is another."""
    surname = attributes["surname"]
    if way == ONE_WRONG:
        surname = f"{surname[:2]}{'z' if surname[2] != 'z' else 'b'}{surname[3:]}"
    return f"{surname} {attributes['given_name']}"


async def _timed(filled: Filled, reader: Reader, typed: str) -> tuple[float, FoundByName]:
    wanted = read_query(typed)
    assert wanted is not None, typed
    began = time.monotonic()
    async with filled.store.read() as tx:
        found = await reader.by_name(tx, wanted)
    return time.monotonic() - began, found


async def _whole(filled: Filled, reader: Reader, who: str) -> float:
    began = time.monotonic()
    async with filled.store.read() as tx:
        entity = await reader.by_key(tx, "fin", who)
        assert entity is not None, who
        await reader.store.facts(tx, entity)
        await reader.belongings(tx, who)
    return time.monotonic() - began


async def _settle(filled: Filled, register: RegisterStore, homes: Sequence[int]) -> None:
    """Households of people who follow one another, and what became of them: who came, who left, where all lived."""
    made = {first: blank("household") for first in homes}
    people = {fin(first + at): first for first in homes for at in range(MEMBERS)}
    for at, place in enumerate(MOVES, 2):
        source = Source(_MESSAGE, "committee", at)
        async with filled.store.write() as tx:
            known = await Reader(register).by_fins(tx, people)
            residence = {"actual_residence": {"place": place, "since": f"{2000 + at}-01-01"}}
            moves = [Change(each, learn(each, residence, source)) for each in known.values()]
            for first, home in made.items():
                members = [fin(first + each) for each in range(MEMBERS)]
                after = learn(home, {"household_id": f"H-{first}", "members": _lived(members, at)}, source)
                key = (register.hash("household", f"H-{first}"),) if home.is_new else ()
                moves.append(Change(home, after, key, tuple(register.hash("household-of", each) for each in members)))
            await register.save(tx, moves, at)
            stored = await register.by_ids(tx, [each.after.id for each in moves if each.after.kind == "household"])
        made = {int(each.attributes["household_id"].removeprefix("H-")): each for each in stored.values()}


def _lived(members: Sequence[str], at: int) -> list[dict[str, str]]:
    """As it is told for the time `at`: the last member comes the second time, the fourth has left the third."""
    here = members if at > 2 else members[:-1]
    left = {"until": "2004-01-01"} if at > 3 else {}
    return [{"fin": each, "relation": "other", **(left if number == 3 else {})} for number, each in enumerate(here)]


async def _history(filled: Filled, reader: Reader, who: str) -> float:
    """Its members, those of earlier days too, where each lived, and all of it as of another day."""
    began = time.monotonic()
    async with filled.store.read() as tx:
        (home,) = await reader.households(tx, [who])
        members = await reader.by_fins(tx, [each["fin"] for each in home.attributes["members"]])
        everybody = [home, *members.values()]
        facts = await reader.store.all_facts(tx, everybody)
    for each in everybody:
        held_values(each.kind, facts[each.id])
    before = as_of(home, facts[home.id], 2, FOREVER - 1)
    taken = time.monotonic() - began
    assert before is not None
    assert (len(home.attributes["members"]), len(before.attributes["members"])) == (MEMBERS, MEMBERS - 1), who
    return taken


def _figures(seconds: Sequence[float]) -> tuple[float, float, float]:
    return statistics.median(seconds) * 1000, statistics.quantiles(seconds, n=20)[18] * 1000, max(seconds) * 1000


def show_names(console: Console, found: NameFigures) -> None:
    """Print what was measured."""
    console.print(f"{found.people:,} persons, stored {found.stored_per_s:,.0f} a second", style="bold")
    for way, (median, p95, worst) in found.times.items():
        goal = f"(goal {GOALS_MS[way]:.0f})"
        console.print(f"  {way}: {median:.1f} ms, {p95:.1f} at p95 {goal}, {worst:.1f} at worst", highlight=False)
    each = ", ".join(f"{table} {size:,.0f}" for table, size in found.bytes_each.items())
    console.print(f"  bytes a person with indexes: {each}", highlight=False)
