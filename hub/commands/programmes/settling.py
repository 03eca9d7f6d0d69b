"""A month with the supplier in a scenario: compared, sent, a reminder, a dispute, corrected, accepted to the qəpik."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import httpx

from document_flow.settlements.acts.send_statement import SendStatement
from document_flow.settlements.comparing import DIFFERENCES
from document_flow.settlements.state import Settlement
from document_flow.settlements.tariffs import Tariff
from hub.commands.programmes.hands import does, phase_named, refused, stands_now
from hub.commands.programmes.issuing import stand
from hub.commands.programmes.metering import SUPPLIER, MonthOfAccount, file_read
from hub.commands.programmes.story import Story
from hub.demo.meters import leave_month, statements
from hub.errors import Lang, Words
from hub.store.ids import new_id
from hub.utilities.lines import export, lines_of
from hub.utilities.settlements import KIND, settlement_id

_OFFICER, _SECOND = "elcin", "fuad"


async def settled_month(
    story: Story, last: date, tariff: Tariff, wrong: Sequence[MonthOfAccount], right: Sequence[MonthOfAccount]
) -> None:
    """The month that ends on a day: first as the supplier has it wrong, then as it has put it right."""
    name = settlement_id(SUPPLIER, f"{last:%Y-%m}")
    story.tell(f"{last:%Y-%m}: tədarükçü ilə müqayisə", f"{last:%Y-%m}: compared with the supplier")
    await _compared(story, name, (last, 1), tariff, wrong)

    story.tell("göndərilir; tədarükçü susur, xatırladılır, etiraz edir", "sent; silence, a reminder, a dispute")
    await _behaves(story, {"mode": "silent"})
    sent = await _sent(story, name, 1)
    await _behaves(story, {})
    await story.days_later((sent.due - await story.today()).days + 1 if sent.due is not None else 0)
    await _stands(story, name, lambda state: state.reminded, Words("xatırlatma", "a reminder"))
    disputed = await _answered(story, name, "disputed")
    story.count("xatırladılandan sonra cavab", "answer after the reminder", disputed.phase, "disputed")

    story.tell("düzəldilmiş fayl, yenidən göndərilir", "a corrected file, sent again")
    await _compared(story, name, (last, 2), tariff, right)
    await _sent(story, name, 2)
    accepted = await _answered(story, name, "accepted")
    whole = accepted.tally.whole
    story.count("qəbul edilmiş fərq, qəpik", "difference accepted, qəpik", whole.difference_qepik, 0)
    await _closed(story, name)
    texts = statements(story.hub.settings, SUPPLIER)
    story.count("tədarükçünün aldığı hesablaşma", "statements the supplier has read", len(texts), 3)
    told = sum(each.row.owner.fin in text for each in wrong for text in texts)
    story.count("onlarda FİN", "FINs in them", told, 0)


async def _compared(
    story: Story, name: str, night: tuple[date, int], tariff: Tariff, months: Sequence[MonthOfAccount]
) -> None:
    """The file is read and compared; counts and sums are those that were made for it."""
    day, serial = night
    rows = [each.row for each in months if each.told]
    await file_read(story, leave_month(story.hub.settings, SUPPLIER, rows, day, serial))
    state = await _stands(
        story,
        name,
        lambda state: (state.phase, state.round) == ("compared", serial),
        Words("müqayisə", "the comparison"),
    )
    whole, months = state.tally.whole, [each for each in months if each.counts]
    story.count("müqayisə edilmiş abonent", "accounts compared", whole.accounts, len(months))
    lang = story.hub.settings.lang
    found = _shown({difference: sums.accounts for difference, sums in state.tally.by.items()}, lang)
    wanted = _shown(Counter(each for month in months for each in month.differences(tariff)), lang)
    story.count("uyğun gəlməyənlər", "what does not agree", found, wanted)
    billed, expected = (
        sum(each.billed_qepik for each in months),
        sum(each.qepik(tariff) for each in months),
    )
    story.count("hesablanıb, qəpik", "billed, qəpik", whole.billed_qepik, billed)
    story.count("gözlənilir, qəpik", "expected, qəpik", whole.expected_qepik, expected)
    async with story.hub.store.read() as tx:
        text = export([line async for line in lines_of(tx, story.hub.sealer, name, state)])
    lines = [line.split(";") for line in text.split("\r\n")[1:-1]]
    difference = sum(int(line[8].replace(",", "").replace(".", "")) for line in lines)
    story.count("CSV sətirlərinin fərqi, qəpik", "difference of the CSV's lines, qəpik", difference, billed - expected)


def _shown(counts: Mapping[str, int], lang: Lang) -> str:
    """Differences in words with their numbers, in the order in which the hub names them."""
    return ", ".join(f"{words.say(lang)} {counts[name]}" for name, words in DIFFERENCES.items() if name in counts)


async def _sent(story: Story, name: str, number: int) -> Settlement:
    """An officer sends it; it lies with the supplier, read."""
    before = len(statements(story.hub.settings, SUPPLIER))
    await story.hub.aggregates.act(KIND, name, SendStatement(by=_OFFICER), new_id())

    async def missing() -> str:
        there = len(statements(story.hub.settings, SUPPLIER))
        return "" if there > before else story.said(f"onda olan: {there}", f"it has: {there}")

    awaited = Words(f"tədarükçü {number} nömrəli hesablaşmanı alır", f"the supplier has statement {number}")
    await story.until(missing, awaited)
    return await _stands(story, name, lambda state: state.statements == number, awaited)


async def _answered(story: Story, name: str, phase: str) -> Settlement:
    """The register knows the supplier's answer; the hub takes it when it looks, at the latest the next day."""
    state = await _in(story, name, "sent")

    async def missing() -> str:
        async with story.hub.store.read() as tx:
            told = await story.reader.by_key(tx, "acknowledgement", state.notice_no)
        return "" if told is not None else story.said("reyestrdə cavab yoxdur", "the register knows no answer")

    await story.until(missing, Words("tədarükçünün cavabı", "the supplier's answer"))
    await story.settled()
    await story.days_later(1)
    return await _in(story, name, phase)


async def _closed(story: Story, name: str) -> None:
    """Not by who sent it."""
    alone = await refused(story, KIND, name, "close_settlement", _OFFICER, reason="razılaşdırılıb")
    story.count(
        "göndərən özü bağlaya bilmədi", "who sent it could not close it", alone == "access.second_person", wanted=True
    )
    await does(story, KIND, name, "close_settlement", _SECOND, reason="razılaşdırılıb")
    state = await _in(story, name, "closed")
    story.count("hesablaşma", "the settlement", state.phase, "closed")


async def _in(story: Story, name: str, phase: str) -> Settlement:
    """The settlement, once it is in the phase."""
    (found,) = await stand(story, KIND, [name], phase)
    state: Settlement = found.state
    return state


async def _stands(story: Story, name: str, check: Callable[[Settlement], bool], awaited: Words) -> Settlement:
    """The settlement, once the check holds."""
    found: list[Settlement] = []

    async def missing() -> str:
        state = await stands_now(story, KIND, name)
        found[:] = [state] if check(state) else []
        return "" if found else phase_named(KIND, state).say(story.hub.settings.lang)

    await story.until(missing, awaited)
    return found[0]


async def _behaves(story: Story, knobs: Mapping[str, Any]) -> None:
    """How the simulated supplier behaves from now on."""
    async with httpx.AsyncClient(base_url=story.hub.settings.agencies_url) as client:
        (await client.put(f"/_sandbox/{SUPPLIER}/behaviour", json=dict(knobs))).raise_for_status()
