"""All six waves of Ağalı in one hub: the families of three villages, 200 homes, and legal time between the waves.

Each wave has declarations and decisions, a list that a commission approves, a draw of all homes that are left, offers
and a move day. What refuses, lapses and is proposed is the story of one wave (`agali_story`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final

from rich.table import Table

from document_flow.words import Words
from hub.commands.programmes.agali_story import decided, in_the_register, known
from hub.commands.programmes.drawing import NOTICE_DAYS, accepted, drawn
from hub.commands.programmes.hands import stands_now
from hub.commands.programmes.moving import DAYS_TO_MOVE, moved, reintegrations
from hub.commands.programmes.story import Story
from hub.commands.programmes.wave import DAYS, HOMES, USUAL_ROOMS, VILLAGES, WAVES, PlayedFamily, played_waves
from hub.returns.draws import DRAWS

_BEFORE: Final = timedelta(days=NOTICE_DAYS + 1 + DAYS_TO_MOVE)
"""From the announcement of a draw to the move day."""
_HEAD: Final = (
    Words("Dalğa", "Wave"),
    Words("Köç günü", "Move day"),
    Words("Ailə", "Families"),
    Words("Nəfər", "Persons"),
    Words("Cəmi ailə", "Families in all"),
    Words("Cəmi nəfər", "Persons in all"),
    Words("Qalan ev", "Homes left"),
)


async def waves_story(story: Story) -> None:
    """From the villages to the last wave; the table is counted from the store after each."""
    waves, others = played_waves()
    everybody = [*(family for wave in waves for family in wave), *others]
    homes = _homes(waves)
    await known(story, everybody, homes)
    await _villages(story, everybody)
    table, began = Table(*(each.say(story.hub.settings.lang) for each in _HEAD)), await story.today()
    before, left = (0, 0), dict(homes)
    for number, (wave, day, wanted) in enumerate(zip(waves, DAYS, WAVES, strict=True), 1):
        story.tell(f"{number} nömrəli dalğa, {day}: {len(wave)} ailə", f"wave {number}, {day}: {len(wave)} families")
        await _on(story, began + (day - DAYS[0]))
        families = await decided(story, wave)
        draw = await drawn(story, families, left, number)
        await accepted(story, draw, families)
        await moved(story, draw, families)
        given = (await stands_now(story, DRAWS, draw)).homes.values()
        left = {home: rooms for home, rooms in left.items() if home not in given}
        found = await _there(story)
        story.count(
            f"{number} nömrəli dalğadan sonra ailə, nəfər", f"families, persons after wave {number}", found, wanted
        )
        in_wave = (found[0] - before[0], found[1] - before[1])
        moved_on = f"{await story.today():%d.%m.%Y}"
        table.add_row(str(number), moved_on, *(str(each) for each in (*in_wave, *found, len(left))))
        before = found
    story.console.print(table)
    story.count("qalan ev", "homes left", len(left), HOMES - WAVES[-1][0])
    await _in_the_register(story, everybody, homes)


def _homes(waves: Sequence[Sequence[PlayedFamily]]) -> dict[str, int]:
    """As many of each class as the families of all waves need, the others of the class that most have."""
    rooms = [family.rooms for wave in waves for family in wave]
    rooms += [USUAL_ROOMS] * (HOMES - len(rooms))
    return {f"ZAN-AGALI-{number:03}": each for number, each in enumerate(rooms, 1)}


async def _on(story: Story, day: date) -> None:
    """So many days before the move day of a wave that its draw can be announced."""
    ahead = day - _BEFORE - await story.today()
    if ahead.days > 0:
        await story.days_later(ahead.days)


async def _there(story: Story) -> tuple[int, int]:
    """How many families live there, and how many persons: one reintegration each."""
    found = await reintegrations(story)
    return len(found), sum(each.state.persons for each in found)


async def _villages(story: Story, families: Sequence[PlayedFamily]) -> None:
    """What the register knows of the villages from before the occupation."""
    reader, persons, heads = story.reader, Counter[str](), Counter[str]()
    async with story.hub.store.read() as tx:
        for family in families:
            for place, who in enumerate(family.returning):
                found = await reader.by_key(tx, "fin", who.fin)
                village = found.attributes["origin_residence"]["place"] if found is not None else ""
                persons[village] += 1
                heads[village] += place == 0
    for name, *wanted in VILLAGES:
        story.count(f"{name}: ailə, nəfər", f"{name}: families, persons", [heads[name], persons[name]], wanted)


async def _in_the_register(story: Story, families: Sequence[PlayedFamily], homes: Iterable[str]) -> None:
    """In the end: who lives there, and which homes are handed over."""
    lives, given = await in_the_register(story, (each for family in families for each in family.returning), homes)
    story.count("reyestrdə Ağalıda yaşayan", "living in Ağalı by the register", len(lives), WAVES[-1][1])
    story.count("reyestrdə təhvil verilmiş ev", "homes handed over in the register", given, WAVES[-1][0])
