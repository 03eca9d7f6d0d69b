"""A draw of homes as a scenario plays it: by values of two parties, judged by everybody's script, offered and answered.

Who refuses and who is silent follow from the published order; to whom their homes go is counted from it, too.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import sys
import tempfile
from asyncio.subprocess import DEVNULL
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from document_flow.outcome import Refusal
from hub.commands.programmes.commission import decided_by_commission
from hub.commands.programmes.desk import application_of, letter_from
from hub.commands.programmes.hands import begins, does, refused, stands_now
from hub.commands.programmes.moving import Families
from hub.commands.programmes.story import Story
from hub.commands.programmes.wave import PLACE, RESERVE, USUAL_ROOMS, PlayedFamily
from hub.errors import HubError, Words
from hub.returns.draw_proofs import published_file
from hub.returns.draws import DRAWS
from hub.store.store import snapshot

SCRIPT: Final = Path(__file__).parents[3] / "docs" / "verify_draw.py"
_PARTIES: Final = (("lists_authority", "uzv-2"), ("agali", "uzv-5"))
_ANNOUNCES, _FREEZES, _DRAWS, _CLERK = "elcin", "nigar", "fuad", "sevinc"
NOTICE_DAYS: Final = 21
_POST: Final = "Azərpoçt"


async def drawn(story: Story, families: Families, homes: Mapping[str, int], wave: int = 1) -> str:
    """The id of the draw of a wave of these homes among all decided families, once it was held."""
    story.tell("püşkatma: elan, möhürlənmiş qiymətlər, dondurma", "the draw: announced, values sealed, list frozen")
    draw = await _frozen(story, homes, wave)
    state = await stands_now(story, DRAWS, draw)
    story.count("dondurulmuş siyahıdakı ailə", "families on the frozen list", len(state.entries), len(families))
    odd = {each.number for each in state.entries if each.rooms != families[each.number].rooms}
    story.count("başqa sinifdə olan", "of another class", len(odd), 0)
    early = await refused(story, DRAWS, draw, "finish_draw", _DRAWS)
    story.count("vaxtından əvvəl", "before its moment", early, "draws.too_early")
    await story.days_later(NOTICE_DAYS + 1)
    await does(story, DRAWS, draw, "finish_draw", _DRAWS)

    file = await _file(story, draw)
    story.count("hamı üçün skriptin statusu", "status of everybody's script", await _judged(file), 0)
    story.count("dəyişdirilmiş fayl üçün", "and for a file that was changed", await _judged(_changed(file)), 1)
    given = Counter(each["home"] for each in json.loads(file)["order"])
    once = sum(given[home] == 1 for home in homes)
    story.count("bir ailəyə verilmiş ev", "homes that one family has", once, min(len(homes), len(families)))
    return draw


async def answered(story: Story, draw: str, families: Families) -> tuple[dict[str, PlayedFamily], str]:
    """Every home is offered by proven notice: one family refuses, one is silent; who accepted, and who is silent."""
    story.tell("təklif təsdiqlənmiş bildirişlə; biri imtina edir", "offered by proven notice; one refuses")
    line = _line(json.loads(await _file(story, draw)))
    refuses, silent = line[0], line[1]
    for number in (await stands_now(story, DRAWS, draw)).homes:
        await _offered(story, draw, number)
    _, word = await application_of(story, families[silent].returning[0], "Evdən imtina")
    says = {"to_answer": refuses, "says": "no", "document": word}
    code = await refused(story, DRAWS, draw, "answer_offer", _CLERK, **says)
    story.count("başqasının adından imtina", "a refusal in another's name", code, "draws.no_word")

    home = (await stands_now(story, DRAWS, draw)).homes[refuses]
    await _answered(story, draw, refuses, families[refuses], says="no")
    after = (await stands_now(story, DRAWS, draw)).homes
    next_one = ", ".join(number for number, each in after.items() if each == home)
    story.count("imtina edilmiş evin növbətisi", "next for the home that was refused", next_one, line[-RESERVE])
    await _offered(story, draw, line[-RESERVE])
    accepting = [number for number in after if number != silent]
    for number in accepting:
        await _answered(story, draw, number, families[number], says="yes")
    return {number: families[number] for number in accepting}, silent


async def accepted(story: Story, draw: str, families: Families) -> None:
    """Every home that was drawn is offered by proven notice and accepted."""
    story.tell("təkliflər və razılıqlar", "offers, accepted")
    for number in (await stands_now(story, DRAWS, draw)).homes:
        await _offered(story, draw, number)
        await _answered(story, draw, number, families[number], says="yes")


async def lapsed(story: Story, draw: str, families: Families, silent: str) -> dict[str, PlayedFamily]:
    """The term of the silent family passes, and the home goes to the next, which accepts it."""
    story.tell("müddət cavabsız keçir", "a term passes without an answer")
    state = await stands_now(story, DRAWS, draw)
    offer, home = state.offers[silent], state.homes[silent]
    today = await story.today()
    await story.days_later(max(0, (offer.answer_until - today).days) + 1)

    async def missing() -> str:
        out = (await stands_now(story, DRAWS, draw)).out
        return "" if silent in out else story.said("təklif açıqdır", "the offer is open")

    await story.until(missing, Words("cavabsız təklif düşür", "the offer without an answer lapses"))
    said = json.loads(await _file(story, draw))
    number = _line(said)[-1]
    next_one = ", ".join(each["to"] for each in said["struck"] if each["number"] == silent and each["home"] == home)
    story.count("cavabsız qalmış evin növbətisi", "next for the home that nobody answered for", next_one, number)
    await _offered(story, draw, number)
    await _answered(story, draw, number, families[number], says="yes")
    return {number: families[number]}


async def _frozen(story: Story, homes: Mapping[str, int], wave: int) -> str:
    """Announced by one, sealed by two parties, frozen by somebody else; opened by both before the moment."""
    now, sealed = (await story.context()).now, {party: _sealed() for party, _ in _PARTIES}
    draw = await begins(
        story,
        DRAWS,
        "announce_draw",
        _ANNOUNCES,
        place=PLACE,
        wave=str(wave),
        protocol="computed",
        draw_at=(now + timedelta(days=NOTICE_DAYS)).isoformat(),
        homes="\n".join(f"{home} {rooms}" for home, rooms in homes.items()),
        parties=[party for party, _ in _PARTIES],
    )
    for party, member in _PARTIES:
        value, salt = sealed[party]
        digest = sha256(bytes.fromhex(value + salt)).hexdigest()
        await does(story, DRAWS, draw, "commit_value", member, party=party, hash=digest)
    await _listed(story, draw)
    for party, member in _PARTIES:
        value, salt = sealed[party]
        await does(story, DRAWS, draw, "reveal_value", member, party=party, value=value, salt=salt)
    return draw


async def _listed(story: Story, draw: str) -> None:
    """The list goes to the commission as a document, and is frozen by somebody else; by no other paper."""
    freezes = partial(refused, story, DRAWS, draw, "freeze_draw")
    paper = await letter_from(story, "Zəngilan RİH", "Qayıdanların siyahısı")
    early = await freezes(_FREEZES, document=paper)
    story.count("sənədsiz dondurma", "frozen without a list", early, "draws.no_list")
    await does(story, DRAWS, draw, "draft_list", _ANNOUNCES)
    drafted = (await stands_now(story, DRAWS, draw)).drafted
    number = await decided_by_commission(story.hub, drafted.document if drafted is not None else "")
    other = await freezes(_FREEZES, document=paper)
    story.count("başqa sənədlə dondurma", "frozen by another paper", other, "draws.not_a_list")
    alone = await freezes(_ANNOUNCES, document=number)
    story.count("elan edənin dondurması", "frozen by who announced it", alone, "access.second_person")
    await does(story, DRAWS, draw, "freeze_draw", _FREEZES, document=number)


def _sealed() -> tuple[str, str]:
    """A party's value and its salt."""
    return secrets.token_hex(32), secrets.token_hex(16)


def _line(said: Mapping[str, Any]) -> list[str]:
    """The families of the class with a reserve, as the published order has them: homes first, then who waits."""
    return [each["number"] for each in said["order"] if each["rooms"] == USUAL_ROOMS]


async def _offered(story: Story, draw: str, number: str) -> None:
    """The post has handed the letter over today."""
    proof = await letter_from(story, _POST, "Təklif məktubunun təhvil bildirişi")
    today = (await story.today()).isoformat()
    await does(story, DRAWS, draw, "offer_home", _ANNOUNCES, to_offer=number, document=proof, notified_on=today)


async def _answered(story: Story, draw: str, number: str, family: PlayedFamily, says: str) -> None:
    _, word = await application_of(story, family.returning[0], "Təklif olunan ev barədə")
    await does(story, DRAWS, draw, "answer_offer", _CLERK, to_answer=number, says=says, document=word)


async def _file(story: Story, draw: str) -> bytes:
    """What the draw has published, once it stands in the log."""
    made = b""

    async def missing() -> str:
        nonlocal made
        async with snapshot(story.hub.store) as tx:
            stored = await story.hub.aggregates.tables.get(tx, DRAWS, draw)
            found = b"" if stored is None else await published_file(tx, stored, story.hub.promises.key.public)
        if isinstance(found, Refusal):
            raise HubError(found.code, found.words)
        made = found
        return "" if json.loads(made)["log"] else story.said("jurnalda yoxdur", "it is not in the log")

    await story.until(missing, Words("püşkatmanın faylı jurnaldadır", "the draw's file is in the log"))
    return made


def _changed(file: bytes) -> bytes:
    """The same with the homes of two families exchanged."""
    said = json.loads(file)
    first, second = [each for each in said["order"] if each["home"]][:2]
    first["home"], second["home"] = second["home"], first["home"]
    return json.dumps(said, ensure_ascii=False).encode()


async def _judged(file: bytes) -> int:
    """The status of the script that anybody runs, by Python alone and nothing of the hub: 0 where all agrees."""
    if not SCRIPT.is_file():
        raise HubError("scenario.no_script", Words(f"{SCRIPT} yoxdur.", f"There is no {SCRIPT}."))
    with tempfile.TemporaryDirectory(prefix="qayidis-") as folder:
        path = Path(folder) / "draw.json"
        await asyncio.to_thread(path.write_bytes, file)
        words = (sys.executable, "-I", "-S", "-X", "utf8", str(SCRIPT), str(path))
        process = await asyncio.create_subprocess_exec(*words, stdout=DEVNULL, stderr=DEVNULL, env={}, cwd=folder)
        return await process.wait()
