"""Reports on execution and the registration journals at the console, and reports as files."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import quote

from tests.integration.console.desks import Desks, text
from tests.integration.documents.test_reports import backdate, month, report, resolved
from tests.moments import today

PLACE = "/documents/reports"


async def test_the_reports_of_a_month_stand_on_one_page(desks: Desks) -> None:
    done, late = await resolved(desks.office, "rauf", control=True), await resolved(desks.office, "rauf")
    reported = await report(desks.office, "rauf", done)
    await desks.office.act("fuad", reported, "orders", "accept_execution", resolution="r1")
    await backdate(desks.office, late, given=today() - timedelta(days=30), due=today() - timedelta(days=2))

    said = text(await desks.get("sevinc", PLACE))
    assert "1 task overdue" in said
    assert "By unit Department of return and reintegration 1 By executor Rauf İbrahimli 1" in said
    assert re.search(r"Taken under control in the month( 0)* 1 ", said)
    assert "Executed on time" in said
    assert "100 %" in said


async def test_a_report_is_a_file_without_formulas_that_says_who_took_it(desks: Desks) -> None:
    answer = await desks.get("sevinc", f"{PLACE}/control.csv?month={month()}")

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == f'attachment; filename="control-{month()}.csv"'
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Qayıdış Hub;Sevinc Rəhimli;")
    assert "Under control when the month began;0" in lines
    assert not any(cell.startswith(("=", "+", "-", "@")) for line in lines for cell in line.split(";"))


async def test_overdue_and_on_time_are_files_too_and_nothing_else_is(desks: Desks) -> None:
    assert (await desks.get("fuad", f"{PLACE}/overdue.csv?on={today()}")).status_code == 200
    assert "All;0;0;0;;" in (await desks.get("fuad", f"{PLACE}/on-time.csv?month={month()}")).text
    assert (await desks.get("fuad", f"{PLACE}/secrets.csv")).status_code == 404


async def test_reports_are_for_those_who_answer_for_execution_and_for_auditors(desks: Desks) -> None:
    assert "Only a head, deputy, clerk or auditor can do this." in text(await desks.get("rauf", PLACE))
    assert (await desks.get("rauf", f"{PLACE}/control.csv")).status_code == 403
    assert "Monthly control report" in text(await desks.get("aydan", PLACE))


async def test_a_journal_shows_its_lines_and_titles_to_those_who_may_see_them(desks: Desks) -> None:
    made = await desks.office.begin("sevinc", "incoming", access="restricted")
    made = await desks.office.step("sevinc", made, "register", file="01-05")
    listing = await desks.get("sevinc", "/documents/registers")
    assert "incoming document" in text(listing)
    [series] = re.findall(r'href="\?(series=incoming[^"]+)"', listing.text)

    clerk, outsider = [text(await desks.get(who, f"/documents/registers?{series}")) for who in ("sevinc", "orxan")]

    assert f"{made['reg_no']} {today():%d.%m.%Y} Ağalı kəndinə qayıdış haqqında registered" in clerk
    assert "You have no access to this document." in outsider
    assert "Ağalı" not in outsider


async def test_an_unknown_journal_is_an_empty_choice(desks: Desks) -> None:
    said = text(await desks.get("sevinc", f"/documents/registers?series={quote('none|year=1990')}"))

    assert "Journals of registration by kind and year" in said
