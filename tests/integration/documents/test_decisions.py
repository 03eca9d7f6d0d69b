"""Decisions by law over HTTP: asked for, explained, kept, printed; and tables changed by two people."""

from __future__ import annotations

import asyncio
import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import httpx

from document_flow.decisions.case_file import write_cases
from document_flow.decisions.folder import cases_of, load
from document_flow.decisions.outcome import Decided, NotDecided
from hub.clock import SECOND
from hub.documents.law.impact import Impacts, Looker
from hub.documents.law.law import Law
from hub.documents.law.rulings import Question
from tests.integration.documents.conftest import Office

TABLES = Path(__file__).parents[3] / "document_flow" / "decisions" / "tables"
ORDER = "/v1/decisions/agali-order"
TERM = "/v1/decisions/appeal-term"
FAMILY = {
    "könüllüdür": True,
    "əvvəlki_kənd": "Ağalı 1",
    "müvəqqəti_yer": "yataqxana",
    "ərizə_tarixi": "2023-05-01",
    "üzv_sayı": 4,
}
ACT = {"id": "NÜMUNƏ-2", "title": {"az": "Nümunə fərman", "en": "Sample decree"}, "day": "2026-12-01"}
DMN = (TABLES / "agali-order" / "2.dmn").read_text("utf-8")
NEW_DMN = DMN.replace("&gt;= 5", "&gt;= 4")
"""A family of four now comes first: four rooms are enough."""
CASES = write_cases(cases_of(load(TABLES / "agali-order"), 2))


def body(answer: httpx.Response, status: int = 200) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    return dict(answer.json())


async def table(office: Office, path: str = ORDER, **params: int) -> dict[str, Any]:
    return body(await office.get("nigar", path, **params))


async def recorded(office: Office, who: str, key: str = "", **facts: object) -> dict[str, Any]:
    asked = {"facts": {**FAMILY, **facts}, "as_of": "2026-03-13", "subject": "İş № 12"}
    return body(await office.post(who, f"{ORDER}/explain", asked, key), 201)


async def proposed(office: Office, who: str = "orxan", dmn: str = NEW_DMN) -> dict[str, Any]:
    return body(await office.post(who, f"{ORDER}/versions", {"act": ACT, "dmn": dmn, "cases": CASES}), 201)


async def looked(office: Office, who: str, after: int) -> dict[str, Any]:
    return body(await office.post(who, f"{ORDER}/replay", {"stored": True, "after": after}))


def yes(drafted: dict[str, Any], replay: str, **more: object) -> dict[str, Any]:
    version = next(each for each in drafted["versions"] if each["version"] == drafted["version"])
    return {
        "sha256": version["sha256"],
        "replay": replay,
        "adopted_by": "Komitənin əmri (nümunə)",
        "expected_revision": drafted["revision"],
        **more,
    }


async def adopted(office: Office) -> dict[str, Any]:
    drafted = await proposed(office)
    seen = await looked(office, "nigar", drafted["version"])
    path = f"{ORDER}/versions/{drafted['version']}/adopt"
    return body(await office.post("nigar", path, yes(drafted, seen["digest"])))


async def in_force(office: Office, first: str = "2027-01-01") -> dict[str, Any]:
    """The old version ends on the last day of 2026."""
    made = await adopted(office)
    number, revision = made["version"], made["revision"]
    await ended(office, "2026-12-31", revision)
    days = {"first": first, "expected_revision": revision + 1}
    return body(await office.post("nigar", f"{ORDER}/versions/{number}/enter-into-force", days))


async def ending(office: Office, last: str, revision: int, **more: object) -> dict[str, Any]:
    """The end of version 2, as the chief lawyer proposes it."""
    wanted = {"last": last, "reason": "Nümunə fərman", "act": ACT, "expected_revision": revision, **more}
    return body(await office.post("nigar", f"{ORDER}/versions/2/repeal", wanted))


async def ended(office: Office, last: str, revision: int, **more: object) -> None:
    """Proposed by one, agreed to by another."""
    proposal = (await ending(office, last, revision, **more))["proposal"]
    body(await office.post("orxan", f"/v1/directory/proposals/{proposal}/agree", {}))


async def leaves(office: Office, kind: str) -> list[dict[str, Any]]:
    async with office.served.hub.store.read() as tx:
        rows = await tx.fetch("SELECT content FROM evidence_leaves WHERE kind = :kind ORDER BY id", {"kind": kind})
    return [json.loads(bytes(row["content"])) for row in rows]


async def test_one_case_has_as_many_values_as_other_bodies_and_a_replay_of_many_has_more(office: Office) -> None:
    facts = {**FAMILY, "siyahı": list(range(25_000))}

    refused = await office.post("rauf", f"{ORDER}/evaluate", {"facts": facts, "as_of": "2026-03-13"})
    assert (refused.status_code, refused.json()["code"]) == (400, "door.json_too_many_values")
    cases = [{"id": str(each), "facts": FAMILY} for each in range(5_000)]
    many = await office.post("orxan", f"{ORDER}/replay", {"cases": cases, "before": 1, "after": 2, "most": 5_000})
    assert many.status_code != 400 or many.json()["code"] != "door.json_too_many_values", many.text


async def test_the_tables_of_the_sandbox_are_there_with_their_versions(office: Office) -> None:
    tables = body(await office.get("rauf", "/v1/decisions"))["tables"]

    by_name = {each["table"]: each for each in tables}
    assert {"agali-order", "appeal-term", "incoming-routing"} <= set(by_name)
    assert [each["status_word"] for each in by_name["agali-order"]["versions"]] == ["repealed", "in force"]
    assert [each["assumed"] for each in by_name["appeal-term"]["versions"]] == [False]


async def test_a_table_is_shown_as_it_is_printed_with_the_basis_of_each_rule(office: Office) -> None:
    shown = await table(office)
    law = await table(office, TERM)

    order = shown["sheets"][-1]
    assert shown["version"] == 2
    assert (order["headings"][0], order["headings"][-1]) == ("No.", "Basis")
    assert order["rows"][1]["cells"][4:6] == ["<= 30.06.2023", ">= 5"]
    assert {row["assumed"] for row in order["rows"]} == {True}
    assert [row["basis"] for row in law["sheets"][0]["rows"]] == ["Qanun 1308-IVQ, 30.09.2015"] * 3
    assert law["sheets"][0]["rows"][0]["note"].startswith("Aidiyyəti orqana")
    assert "yataqxanada yaşayan" in (await table(office, version=1))["cases"]


async def test_the_law_of_the_legal_day_decides(office: Office) -> None:
    large = {**FAMILY, "üzv_sayı": 6}

    old = body(await office.post("rauf", f"{ORDER}/evaluate", {"facts": large, "as_of": "2022-07-19"}))
    new = body(await office.post("rauf", f"{ORDER}/evaluate", {"facts": large, "as_of": "2023-08-04"}))
    none = body(await office.post("rauf", f"{ORDER}/evaluate", {"facts": large, "as_of": "2021-12-31"}))

    assert (old["outcome"], old["version"], old["rows"][0]["növbə"]) == ("decided", 1, 2)
    assert (new["outcome"], new["version"], new["rows"][0]["növbə"]) == ("decided", 2, 1)
    assert (none["outcome"], none["version"], none["reasons"][0]["kind"]) == ("not_decided", None, "no_version")
    assert new["sha256"] != old["sha256"]


async def test_a_missing_fact_is_asked_for_and_a_misspelt_one_is_named(office: Office) -> None:
    asked = {"facts": {"səlahiyyətə_aiddir": True, "əlavə_öyrənmə_": False}}

    answer = body(await office.post("leyla", f"{TERM}/evaluate", asked))

    assert (answer["outcome"], answer["missing"], answer["ignored"]) == (
        "not_decided",
        ["əlavə_öyrənmə"],
        ["əlavə_öyrənmə_"],
    )
    assert answer["rows"] == []


async def test_an_answer_says_how_a_text_was_read_and_which_one_no_rule_names(office: Office) -> None:
    other = {"müvəqqəti_yer": "çadır", "əvvəlki_kənd": "AĞALI 1"}

    answer = body(await office.post("rauf", f"{ORDER}/evaluate", {"facts": {**FAMILY, **other}, "as_of": "2026-03-13"}))

    assert [("“çadır”" in note, "“AĞALI 1”" in note) for note in answer["notes"]] == [(False, True), (True, False)]


async def test_what_a_request_breaks_is_said_in_words(office: Office) -> None:
    answer = await office.post("rauf", f"{ORDER}/evaluate", {"facts": {}, "day": "2026-03-13", "as_of": "13.03.2026"})

    assert answer.status_code == 422
    assert "/day: there is no such field" in answer.json()["detail"]
    assert "/as_of: must be a date, YYYY-MM-DD" in answer.json()["detail"]


async def test_a_number_keeps_every_digit_that_was_sent(office: Office) -> None:
    digits = "4.00000000000000000001"
    raw = json.dumps({"facts": FAMILY, "as_of": "2026-03-13"}).replace(": 4}", f": {digits}}}").encode()

    headers = {"authorization": "Bearer sandbox-rauf", "content-type": "application/json", "idempotency-key": "k"}
    made = body(await office.served.client.post(f"{ORDER}/explain", content=raw, headers=headers), 201)
    kept = body(await office.get("rauf", made["links"]["self"]))
    text = await office.post("rauf", f"{ORDER}/evaluate", {"facts": {**FAMILY, "üzv_sayı": "4"}})

    assert (kept["stated"]["facts"]["üzv_sayı"], kept["facts"]["üzv_sayı"]) == (digits, digits)
    assert body(text)["reasons"][0]["kind"] == "refused"


async def test_an_explanation_is_told_kept_and_printed(office: Office) -> None:
    made = await recorded(office, "rauf")

    again = body(await office.get("rauf", made["links"]["self"]))
    pdf = await office.get("rauf", made["links"]["pdf"])

    assert made["sentences"][0] == (
        "Order of resettlement to Ağalı (sample), version 2 (a sample, no act), as of 13.03.2026."
    )
    assert "Rule 3 applies; basis: assumed, no legal basis is named." in made["sentences"]
    assert made["rules"][-1]["assumed"]
    assert (again["sha256"], again["facts"], again["subject"]) == (made["sha256"], FAMILY, "İş № 12")
    assert again["sentences"] == made["sentences"]
    assert again["stated"]["facts"]["üzv_sayı"] == "4"
    assert pdf.status_code == 200, pdf.text
    assert pdf.content.startswith(b"%PDF")
    (leaf,) = await leaves(office, "decision.recorded")
    assert (leaf["table"], leaf["outcome"], leaf["sha256"]) == ("agali-order", "decided", made["sha256"])
    assert "Ağalı 1" not in json.dumps(leaf, ensure_ascii=False)


async def test_what_is_not_decided_is_printed_too(office: Office) -> None:
    for facts in ({}, {"səlahiyyətə_aiddir": "bəli"}):
        made = body(await office.post("rauf", f"{TERM}/explain", {"facts": facts}), 201)
        pdf = await office.get("rauf", made["links"]["pdf"], lang="az")
        assert (made["outcome"], pdf.status_code) == ("not_decided", 200), pdf.text
    never = body(await office.post("rauf", f"{TERM}/explain", {"facts": {}, "as_of": "2001-01-01"}), 201)
    assert body(await office.get("rauf", never["links"]["pdf"]), 409)["code"] == "decisions.nothing_to_print"


async def test_the_same_key_is_the_same_record_and_other_facts_under_it_are_refused(office: Office) -> None:
    first = await recorded(office, "rauf", "k-1")
    second = await recorded(office, "rauf", "k-1")

    other = await office.post("rauf", f"{ORDER}/explain", {"facts": {}}, "k-1")

    assert second["record"] == first["record"]
    assert body(other, 409)["code"] == "decisions.key_taken"
    assert (await recorded(office, "leyla", "k-1"))["record"] != first["record"]


async def test_a_record_is_for_whoever_made_it_and_for_heads_whose_look_is_written_down(office: Office) -> None:
    made = await recorded(office, "rauf")

    other = await office.get("leyla", made["links"]["self"])
    lawyer = await office.get("orxan", made["links"]["pdf"])
    head = await office.get("elcin", made["links"]["self"])

    assert body(other, 404)["code"] == body(lawyer, 404)["code"] == "decisions.no_record"
    assert body(head)["facts"] == FAMILY
    async with office.served.hub.store.read() as tx:
        looks = await tx.fetch("SELECT actor_person FROM access_events WHERE service = 'decisions.record'")
    assert [row["actor_person"] for row in looks] == ["elcin"]


async def test_facts_are_not_kept_in_the_open(office: Office) -> None:
    made = await recorded(office, "rauf", "k", əvvəlki_kənd="Ağalı 3")

    async with office.served.hub.store.read() as tx:
        (row,) = await tx.fetch("SELECT * FROM decision_records")

    open_columns = {name: value for name, value in dict(row).items() if name != "body_sealed"}
    assert "Ağalı 3" not in repr(open_columns)
    assert row["id"] == made["record"]


async def test_a_decree_enters_into_force_by_two_people_and_old_days_keep_their_law(office: Office) -> None:
    before = await recorded(office, "rauf")

    after = await in_force(office)

    ask = {"facts": FAMILY}
    old = body(await office.post("rauf", f"{ORDER}/evaluate", {**ask, "as_of": "2026-12-31"}))
    new = body(await office.post("rauf", f"{ORDER}/evaluate", {**ask, "as_of": "2027-01-01"}))
    kept = body(await office.get("rauf", before["links"]["self"]))
    assert [(each["version"], each["status"]) for each in after["versions"]] == [
        (1, "repealed"),
        (2, "repealed"),
        (3, "in_force"),
    ]
    assert (old["version"], old["rows"][0]["növbə"]) == (2, 2)
    assert (new["version"], new["rows"][0]["növbə"]) == (3, 1)
    assert (kept["sha256"], kept["sentences"]) == (before["sha256"], before["sentences"])
    assert (await office.get("rauf", before["links"]["pdf"])).status_code == 200


async def test_each_step_of_a_version_leaves_a_leaf_that_names_both_hands(office: Office) -> None:
    await recorded(office, "rauf")

    await in_force(office)

    (signed,) = await leaves(office, "decision.adopted")
    (shown,) = await leaves(office, "decision.replayed")
    third = (await table(office, version=3))["versions"][2]
    assert (signed["proposed_by"], signed["adopted_by"]) == ("orxan", "nigar")
    assert (signed["sha256"], signed["replay"]) == (third["sha256"], shown["replay"])
    assert third["adoption"]["replay"] == shown["replay"]
    assert [each["kind"] for each in (await table(office, version=3))["evidence"]] == [
        "decision.proposed",
        "decision.replayed",
        "decision.adopted",
        "decision.in_force",
    ]
    (ended,) = await leaves(office, "decision.repealed")
    assert (ended["last"], ended["version"]) == ("2026-12-31", 2)


async def test_nobody_adopts_what_he_wrote_himself(office: Office) -> None:
    drafted = await proposed(office, "nigar")
    seen = await looked(office, "nigar", drafted["version"])

    own = await office.post("nigar", f"{ORDER}/versions/3/adopt", yes(drafted, seen["digest"]))
    executor = await office.post("rauf", f"{ORDER}/versions/3/adopt", yes(drafted, seen["digest"]))

    assert body(own, 403)["code"] == "access.second_person"
    assert body(executor, 403)["code"] == "access.role_missing"
    assert (await table(office, version=3))["versions"][2]["status"] == "draft"


async def test_only_a_lawyer_proposes(office: Office) -> None:
    answer = await office.post("elcin", f"{ORDER}/versions", {"act": ACT, "dmn": NEW_DMN, "cases": CASES})

    assert body(answer, 403)["code"] == "access.role_missing"


async def test_the_second_person_must_have_seen_the_impact_himself(office: Office) -> None:
    drafted = await proposed(office)
    theirs = await looked(office, "elcin", drafted["version"])
    path = f"{ORDER}/versions/3/adopt"

    unseen = await office.post("nigar", path, yes(drafted, ""))
    by_another = await office.post("nigar", path, yes(drafted, theirs["digest"]))
    invented = await office.post("nigar", path, yes(drafted, "0" * 64))
    async with office.served.hub.store.write() as tx:
        await tx.execute("UPDATE decision_replays SET made_at = made_at - :day", {"day": 25 * 3600 * SECOND})
    old = await office.post("elcin", path, yes(drafted, theirs["digest"]))

    assert {body(each, 409)["code"] for each in (unseen, by_another, invented, old)} == {"decisions.replay_not_seen"}
    assert (await table(office, version=3))["versions"][2]["status"] == "draft"


async def test_a_replay_of_another_law_is_not_good_for_an_adoption(office: Office) -> None:
    drafted = await proposed(office)
    asked = {"stored": True, "after": 3, "before": 1}

    other = body(await office.post("nigar", f"{ORDER}/replay", asked))
    refused = await office.post("nigar", f"{ORDER}/versions/3/adopt", yes(drafted, other["digest"]))

    assert body(refused, 409)["code"] == "decisions.replay_not_seen"


async def test_another_table_than_the_one_looked_at_is_not_adopted(office: Office) -> None:
    drafted = await proposed(office)
    seen = await looked(office, "nigar", 3)

    refused = await office.post("nigar", f"{ORDER}/versions/3/adopt", yes(drafted, seen["digest"], sha256="0" * 64))

    assert body(refused, 409)["code"] == "decisions.other_table"


async def test_a_command_that_comes_too_late_is_told_what_has_changed(office: Office) -> None:
    drafted = await proposed(office)
    seen = await looked(office, "nigar", 3)
    await proposed(office, dmn=DMN.replace("&gt;= 5", "&gt;= 3"))

    late = body(await office.post("nigar", f"{ORDER}/versions/3/adopt", yes(drafted, seen["digest"])), 409)

    assert late["code"] == "decisions.stale"
    assert late["changed"] == [{"number": 4, "kind": "proposed", "actor": "orxan", "version": 4}]
    assert late["revision"] == 4


async def test_two_who_adopt_at_once_adopt_once(office: Office) -> None:
    drafted = await proposed(office)
    seen = [await looked(office, who, 3) for who in ("nigar", "elcin")]

    answers = await asyncio.gather(
        *(
            office.post(who, f"{ORDER}/versions/3/adopt", yes(drafted, shown["digest"]))
            for who, shown in zip(("nigar", "elcin"), seen, strict=True)
        )
    )

    assert sorted(each.status_code for each in answers) == [200, 409]
    assert len(await leaves(office, "decision.adopted")) == 1


async def test_the_same_command_again_is_answered_and_does_nothing(office: Office) -> None:
    drafted = await proposed(office)
    seen = await looked(office, "nigar", 3)
    order = yes(drafted, seen["digest"])

    first = await office.post("nigar", f"{ORDER}/versions/3/adopt", order, "key-1")
    again = await office.post("nigar", f"{ORDER}/versions/3/adopt", order, "key-1")
    other = await office.post("nigar", f"{ORDER}/versions/3/adopt", {**order, "adopted_by": "başqa"}, "key-1")

    assert body(first) == body(again)
    assert body(other, 409)["code"] == "decisions.key_taken"
    assert len(await leaves(office, "decision.adopted")) == 1


async def test_a_draft_is_no_law_and_neither_is_what_was_adopted_without_a_day(office: Office) -> None:
    drafted = await proposed(office)
    days = {"first": "2027-01-01", "expected_revision": drafted["revision"]}

    early = await office.post("nigar", f"{ORDER}/versions/3/enter-into-force", days)

    assert body(early, 409)["code"] == "decisions.status"
    asked = body(await office.post("rauf", f"{ORDER}/evaluate", {"facts": FAMILY, "as_of": "2027-01-01"}))
    assert asked["version"] == 2


async def test_no_day_has_two_laws(office: Office) -> None:
    made = await adopted(office)
    days = {"first": "2027-01-01", "expected_revision": made["revision"]}

    refused = await office.post("nigar", f"{ORDER}/versions/3/enter-into-force", days)

    assert body(refused, 409)["code"] == "decisions.two_in_force"


async def test_everything_that_is_wrong_with_a_proposal_is_told_at_once(office: Office) -> None:
    twice = DMN.replace("(3..5]", "[3..5]").replace(">assumed<", "><", 1)
    wrong = await office.post("orxan", f"{ORDER}/versions", {"act": ACT, "dmn": twice, "cases": "cases: 1"})
    met = CASES.replace("növbə: 0", "növbə: 7")
    failed = await office.post(
        "orxan", f"{ORDER}/versions", {"act": ACT, "dmn": DMN.replace("(3..5]", "[3..5]"), "cases": met}
    )

    assert {each["code"] for each in body(wrong, 422)["problems"]} == {"dmn.no_basis", "decisions.cases_yaml"}
    assert {each["code"] for each in body(failed, 422)["problems"]} == {"check.overlap", "check.case"}
    assert (await table(office))["revision"] == 2


async def test_a_new_table_needs_no_replay_but_two_people_and_a_title(office: Office) -> None:
    path = "/v1/decisions/new-table"
    plain = {"act": ACT, "dmn": DMN, "cases": CASES}
    untitled = await office.post("orxan", f"{path}/versions", plain)
    titled = {**plain, "title": {"az": "Yeni cədvəl", "en": "A new table"}, "labels": {}}

    drafted = body(await office.post("orxan", f"{path}/versions", titled), 201)
    done = body(await office.post("nigar", f"{path}/versions/1/adopt", yes(drafted, "")))

    assert body(untitled, 422)["code"] == "decisions.no_title"
    assert [each["status"] for each in done["versions"]] == ["adopted"]
    compared = await office.post("nigar", f"{path}/replay", {"stored": True, "after": 1})
    assert body(compared, 409)["code"] == "decisions.nothing_to_compare"
    assert {note["code"] for note in drafted["notes"]} == {"check.gap", "check.no_values"}


async def test_a_version_can_be_taken_to_an_editor_and_proposed_as_it_is(office: Office) -> None:
    file = await office.get("orxan", f"{ORDER}/versions/2.dmn")

    again = await proposed(office, dmn=file.text)

    versions = again["versions"]
    assert versions[2]["sha256"] == versions[1]["sha256"]
    assert file.headers["content-type"].startswith("application/xml")


async def test_a_replay_counts_who_is_touched_and_hides_facts_from_lawyers(office: Office) -> None:
    four, six = await recorded(office, "rauf", "a"), await recorded(office, "leyla", "b", üzv_sayı=6)
    drafted = await proposed(office)

    lawyer = await looked(office, "orxan", drafted["version"])
    head = await looked(office, "nigar", drafted["version"])

    assert (lawyer["cases"], lawyer["changed"], lawyer["only_basis"]) == (2, 1, 0)
    assert lawyer["digest"] == head["digest"]
    (touched,) = lawyer["differences"]
    assert touched["case"] == four["record"] != six["record"]
    assert (touched["before"]["rows"][0]["növbə"], touched["after"]["rows"][0]["növbə"]) == (2, 1)
    assert touched["facts"] is None
    assert head["differences"][0]["facts"] == FAMILY
    async with office.served.hub.store.read() as tx:
        looks = await tx.fetch("SELECT * FROM access_events WHERE service = 'decisions.replay'")
    listed = sorted((four["record"], six["record"]))
    (look,) = [dict(row) for row in looks]
    assert (look["actor_person"], look["purpose_code"], look["subjects_count"]) == ("nigar", "decision", 2)
    assert look["subjects_digest"] == hashlib.sha256("".join(f"{each}\n" for each in listed).encode()).hexdigest()


async def test_cases_that_are_brought_along_are_replayed_and_not_remembered(office: Office) -> None:
    await proposed(office)
    cases = [{"id": f"c-{size}", "facts": {**FAMILY, "üzv_sayı": size}} for size in range(1, 9)]
    asked = {"after": 3, "cases": cases, "most": 1}

    found = body(await office.post("orxan", f"{ORDER}/replay", asked))
    neither = await office.post("orxan", f"{ORDER}/replay", {"after": 3})

    assert (found["cases"], found["changed"], found["not_shown"], found["remembered"]) == (8, 2, 1, False)
    assert body(neither, 422)["code"] == "decisions.which_cases"
    async with office.served.hub.store.read() as tx:
        assert await tx.fetch("SELECT digest FROM decision_replays") == []


async def test_many_stored_cases_are_replayed_page_by_page(office: Office) -> None:
    await asyncio.gather(*(recorded(office, "rauf", f"k{size}", üzv_sayı=1 + size % 8) for size in range(40)))
    await proposed(office)
    hub = office.served.hub
    async with hub.store.read() as tx:
        kept = await hub.law.book.table(tx, "agali-order")
    assert kept is not None

    found = await looked(office, "nigar", 3)
    paged = await Impacts(hub.law.rulings, page=7).of_stored(kept, (None, 3), Looker("nigar", "", sees_all=True), 50)

    assert (found["cases"], found["changed"]) == (paged.replay.cases, paged.replay.changed) == (40, 10)
    assert paged.digest == found["digest"] != paged.replay.sha256(), "under a key, since ids and answers can be tried"


async def test_nobody_asks_without_a_role_or_of_a_table_that_is_not_there(office: Office) -> None:
    member = await office.post("uzv-1", f"{TERM}/evaluate", {"facts": {}})
    nowhere = await office.post("rauf", "/v1/decisions/no-such/evaluate", {"facts": {}})
    strange = await office.post("rauf", "/v1/decisions/No_Such/evaluate", {"facts": {}})
    gone = await office.get("rauf", ORDER, version=99)

    assert body(member, 403)["code"] == "access.role_missing"
    assert body(nowhere, 404)["code"] == "decisions.unknown"
    assert strange.status_code == 422
    assert body(gone, 404)["code"] == "decisions.no_version"


async def test_outside_the_sandbox_a_rule_without_an_act_decides_nothing(office: Office) -> None:
    hub = office.served.hub
    strict = Law.of(hub.store, hub.sealer, hub.hash, assumed=False).rulings

    order = (await strict.evaluate(Question("agali-order", FAMILY, date(2026, 3, 13)))).outcome
    term = (await strict.evaluate(Question("appeal-term", {"səlahiyyətə_aiddir": False}))).outcome

    assert isinstance(order, NotDecided)
    assert {each.kind for each in order.reasons} == {"assumed"}
    assert isinstance(term, Decided)
    assert term.outputs["iş_günü"] == 3


async def test_a_table_that_was_changed_by_hand_in_the_database_decides_nothing(office: Office) -> None:
    async with office.served.hub.store.write() as tx:
        await tx.many(
            "UPDATE decision_tables SET body = $1 WHERE name = $2 AND number = 1",
            [(NEW_DMN.encode(), "appeal-term")],
        )

    answer = await office.post("rauf", f"{TERM}/evaluate", {"facts": {}})

    assert body(answer, 500)["code"] == "hub.internal"


async def test_one_lawyer_alone_ends_no_law_and_one_act_ends_and_begins(office: Office) -> None:
    made = await adopted(office)
    waits = await ending(office, "2026-12-31", made["revision"], successor={"version": made["version"]})

    alone = await office.post("nigar", f"/v1/directory/proposals/{waits['proposal']}/agree", {})
    other = await office.post("rauf", f"/v1/directory/proposals/{waits['proposal']}/agree", {})
    before = await table(office)
    body(await office.post("orxan", f"/v1/directory/proposals/{waits['proposal']}/agree", {}))
    after = await table(office)

    assert (alone.status_code, alone.json()["code"]) == (403, "access.second_person")
    assert other.status_code == 403
    assert [each["status"] for each in before["versions"]] == ["repealed", "in_force", "adopted"]
    assert [each["status"] for each in after["versions"]] == ["repealed", "repealed", "in_force"]
    assert (after["versions"][1]["valid_to"], after["versions"][2]["valid_from"]) == ("2026-12-31", "2027-01-01")
    assert after["gaps"] == []
    (leaf,) = await leaves(office, "decision.repealed")
    assert (leaf["by"], leaf["second"], leaf["act"]) == ("nigar", "orxan", ACT["id"])
    async with office.served.hub.store.read() as tx:
        kept = await tx.fetch("SELECT wanted_sealed FROM proposals WHERE kind = 'repeal'")
    assert "fərman".encode() not in bytes(kept[0]["wanted_sealed"])


async def test_an_end_needs_a_reason_an_act_and_a_day_that_the_rules_allow(office: Office) -> None:
    path, whole = f"{ORDER}/versions/2/repeal", {"last": "2026-12-31", "reason": "Fərman", "act": ACT}
    revision = (await table(office))["revision"]

    bare = await office.post("nigar", path, {"last": "2026-12-31", "expected_revision": revision})
    blank = await office.post("nigar", path, {**whole, "reason": " ", "expected_revision": revision})
    early = await office.post("nigar", path, {**whole, "last": "2020-01-01", "expected_revision": revision})
    stale = await office.post("nigar", path, {**whole, "expected_revision": revision + 1})
    clerk = await office.post("rauf", path, {**whole, "expected_revision": revision})

    assert [each.status_code for each in (bare, blank, early, stale, clerk)] == [422, 422, 422, 409, 403]
    assert early.json()["code"] == "decisions.outside"


async def test_days_without_a_law_are_said_when_a_version_is_saved_and_when_a_case_falls_into_them(
    office: Office,
) -> None:
    made = await in_force(office, first="2027-01-05")

    shown = await table(office)
    asked = {"facts": FAMILY, "as_of": "2027-01-03"}
    answer = body(await office.post("rauf", f"{ORDER}/evaluate", asked))

    assert [note["code"] for note in made["notes"]] == ["decisions.gap"]
    assert [(gap["first"], gap["last"], gap["days"]) for gap in shown["gaps"]] == [("2027-01-01", "2027-01-04", 4)]
    assert answer["outcome"] == "not_decided"
    assert "01.01.2027 – 04.01.2027" in json.dumps(answer, ensure_ascii=False)
