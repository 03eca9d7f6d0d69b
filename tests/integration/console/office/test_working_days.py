"""The year at the console: holidays, moved days, a term day by day."""

from __future__ import annotations

import re

from tests.integration.console.desks import Desks, text

PLACE = "/documents/office/calendar"
MOVED = {
    "day": "2026-04-14",
    "working": "no",
    "act": "Nazirlər Kabinetinin qərarı 412",
    "reason_az": "istirahət gününə keçirilib",
    "reason_en": "made a day of rest",
}


async def test_a_year_has_twelve_months_with_its_holidays(desks: Desks) -> None:
    answer = await desks.get("sevinc", f"{PLACE}?year=2026")

    assert len(re.findall(r'<table class="month" data-grid>', answer.text)) == 12
    assert re.search(r'class="d holiday" title="20.03.2026: [^"]+">20', answer.text)
    assert re.search(r'class="d weekend" title="04.04.2026: Saturday">4', answer.text)


async def test_a_term_says_which_days_it_counts_and_why_not_the_others(desks: Desks) -> None:
    answer = await desks.get("sevinc", f"{PLACE}?from=2026-03-13&days=15")

    said = text(answer)
    assert "The term ends on 14.04.2026 (Tuesday)" in said
    assert "14.03.2026 Saturday — Saturday 15.03.2026 Sunday — Sunday 16.03.2026 Monday 1 working day" in said
    assert len(re.findall(r'class="d working counted"', answer.text.partition('id="term"')[0])) == 15 + 1  # the legend


async def test_a_moved_day_is_written_down_with_its_act_and_moves_the_term(desks: Desks) -> None:
    place = await desks.went("sevinc", PLACE, **MOVED)

    said = text(await desks.get("sevinc", place))
    assert place == f"{PLACE}?year=2026"
    assert "1 day moved by decision" in said
    assert "14.04.2026 – rest made a day of rest; Nazirlər Kabinetinin qərarı 412" in said
    later = text(await desks.get("sevinc", f"{PLACE}?from=2026-03-13&days=15"))
    assert "The term ends on 15.04.2026" in later
    assert "made a day of rest (Nazirlər Kabinetinin qərarı 412)" in later


async def test_a_moved_day_without_its_act_is_not_taken(desks: Desks) -> None:
    answer = await desks.post("sevinc", PLACE, **{**MOVED, "act": ""})

    assert "Write it (up to 300 characters)." in text(answer, 422)
    assert 'value="made a day of rest"' in answer.text
    assert "0 days moved" in text(await desks.get("sevinc", f"{PLACE}?year=2026"))


async def test_an_executor_may_look_and_not_move_days(desks: Desks) -> None:
    assert (await desks.get("rauf", PLACE)).status_code == 200
    assert (await desks.post("rauf", PLACE, **MOVED)).status_code == 403
