"""What a programme's folder says is read whole, and holds together."""

from __future__ import annotations

from datetime import date

import pytest

from document_flow.calendar import WorkingCalendar
from document_flow.decisions.folder import check_versions, load, tables_in
from document_flow.programmes import FOLDER, programme_folders, programmes
from document_flow.programmes.folder import read_programme
from document_flow.programmes.programme import LegalAct, NoticeRule, Term
from document_flow.sheet import SheetRefused
from document_flow.words import Words
from tests.unit.document_flow.cases.desk import PROGRAMME, REVOCATION, REVOKING, SHEET

BAG = {"kind": "bag"}
UNHEARD = "  unheard: {id: 1036-IIQ, title: {az: Qanun, en: Law}}\n"


def problems(old: str, new: str) -> list[str]:
    with pytest.raises(SheetRefused) as refused:
        read_programme(SHEET.replace(old, new))
    return [f"{each.place}: {each.words.en}" for each in refused.value.problems]


def test_what_is_delivered_is_right_and_so_are_its_tables() -> None:
    assert {folder.name for folder in programme_folders()} == set(programmes())
    for folder in programme_folders():
        made = programmes()[folder.name]
        tables = [load(each) for each in tables_in(folder / "tables")]
        assert [each for table in tables for each in check_versions(table) if each.severity == "error"] == []
        (table,) = [each for each in tables if each.id == made.table]
        decision = table.versions[-1].table
        assert {each.fact for each in decision.facts()} <= {each.name for each in made.facts}
        assert made.verdict in {each.name for each in decision.end.outputs}


def test_a_fact_is_read_as_its_rule_says() -> None:
    rules = {each.name: each for each in PROGRAMME.facts}

    assert [rules["status"].read(value) for value in ("idp", None, "other")] == ["var", "yoxdur", None]
    assert [rules["bitib"].read(value) for value in ("2026-01-01", None)] == [True, False]
    assert rules["ad"].read("Əli") == "Əli"
    assert rules["ünvan"].read({"street": "Azadlıq pr.", "flat": 4, "town": "Bakı"}) == "Azadlıq pr., 4"
    assert rules["ünvan"].read({"town": "Bakı"}) is None
    house, sold = {"right": "ownership"}, {"right": "ownership", "ended_on": "2020-01-01"}
    assert [rules["evi"].read(value) for value in (None, [], [sold, {"right": "use"}], [sold, house])] == [
        None, False, False, True
    ]  # fmt: skip


def test_answers_say_what_is_wanted_and_which_case_it_is() -> None:
    assert "kitab" not in {each.name for each in PROGRAMME.wanted(BAG)}
    assert "kitab" in {each.name for each in PROGRAMME.wanted({"kind": "book"})}
    assert (PROGRAMME.kind(BAG), PROGRAMME.kind({"kind": True}), PROGRAMME.kind({})) == ("bag", "true", "")
    assert PROGRAMME.asked(BAG) == ("identity", "property")
    assert PROGRAMME.registered(BAG) == (
        ("", "person"),
        ("", "idp_status"),
        ("mother", "idp_status"),
        ("azersu:note", "utility_account"),
    )
    assert PROGRAMME.question("kind") is not None
    assert PROGRAMME.question("fin") is None
    assert PROGRAMME.identity == {"ad", "doğum", "sağ"}
    assert PROGRAMME.kind({"kind": ["a"]}) == ""


def test_what_no_act_says_is_marked() -> None:
    assert PROGRAMME.refusal.complaint.act.named == Words("Qanun, maddə 73 †", "Law, article 73 †")
    assert LegalAct(id="a", title=Words("Qanun", "Law")).named == Words("Qanun", "Law")


def test_a_term_is_counted_by_the_calendar_or_by_working_days() -> None:
    act = PROGRAMME.act
    friday = date(2026, 4, 10)
    assert Term(days=1, working=True, act=act).end(friday, WorkingCalendar()) == date(2026, 4, 13)
    assert Term(days=1, working=False, act=act).end(friday, WorkingCalendar()) == date(2026, 4, 11)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("channels: [desk, portal]", "channels: [desk, fax]", "applications: there is no channel 'fax'"),
        ("alike: [kind]", "alike: [colour]", "applications: the form has no choice 'colour'"),
        ("alike: [kind]", "alike: [note]", "applications: the form has no choice 'note'"),
        ("shows: [status]", "shows: [boy]", "paper: there is no fact 'boy'"),
        ("from: [answer note]", "from: [answer colour]", "facts: the form has no 'colour'"),
        ("from: [scan kağız]", "from: [scan pasport]", "facts: the section scans has no 'pasport'"),
        ("only: {kind: book}", "only: {colour: red}", "facts: the form has no 'colour'"),
        ("assumed: sağdır", "absent: yoxdur", "facts: 'sağ': the register alone can say that there is none"),
        ("outcomes: {ver: granted, yox: refused}", "outcomes: {ver: granted}", "decision: no word for 'refused'"),
        ("from: [answer note]", "from: [guess note]", "is no source"),
        ("category of mother]", "category of neighbour]", "is no source"),
        ("from: [answer note]", "from: [answer note of mother]", "is no source"),
        ("at azersu:note]", "at azersu:colour]", "facts: the form has no 'colour'"),
        ("at azersu:note]", "at azersu]", "is no source"),
        ("utility_account.meter_no at", "person.fin at", "is no source"),
        ("from: [answer note]", "from: [answer note at azersu:note]", "is no source"),
        ("phone: tel", "phone: kind", "notice: the form has no text 'kind'"),
        ("series: YK\n", "series: YK\n  family_in_code: note\n", "paper: the form has no flag 'note'"),
        ("by_letter: urgent", "by_letter: note", "notice: the form has no flag 'note'"),
        (
            "{az: Qeyd, en: Note, required: false}",
            "{az: Qeyd, en: Note, at_desk: true}",
            "form: 'note' is asked at the desk alone, so it has to be required: false",
        ),
        ("from: [answer note], ", "from: [answer note], settlement: colour, ", "facts: the form has no 'colour'"),
        ("from: [answer note], ", "", "facts.kitab.from: the fact has no source"),
        ("only: {kind: book}", "other: true", "facts.kitab.other: this key is not known"),
        ("outcomes: {ver: granted, yox: refused}", "outcomes: {ver: granted, yox: lost}", "'lost' is not known"),
        ("{fin: subject}", "{fin: person}", "effect: the case has no 'person'"),
        ("{state: = ended}", "{state: fact yes}", "effect: the case has no 'fact yes'"),
        (UNHEARD, "", "decision: either there is a hearing before a refusal"),
        (UNHEARD, f"{UNHEARD}  hearing: true\n", "decision: either there is a hearing before a refusal"),
        ("{revoked: {state: = ended}}", "{burnt: {state: = ended}}", "ends.burnt: this key is not known"),
    ],
)
def test_names_that_are_used_are_said(old: str, new: str, said: str) -> None:
    assert [each for each in problems(old, new) if said in each]


@pytest.mark.parametrize("section", ["applications", "asks", "decision", "paper", "refusal", "review", "act", "facts"])
def test_a_section_that_is_missing_is_said(section: str) -> None:
    lines = SHEET.split("\n")
    first = next(number for number, line in enumerate(lines) if line.startswith(f"{section}:"))
    rest = next((n for n in range(first + 1, len(lines)) if lines[n] and not lines[n].startswith(" ")), len(lines))

    with pytest.raises(SheetRefused) as refused:
        read_programme("\n".join(lines[:first] + lines[rest:]))

    assert f"{section}: this key is missing, add it" in {
        f"{each.place}: {each.words.en}" for each in refused.value.problems
    }


def test_what_an_official_decides_and_a_letter_that_holds_until_it_is_taken_back() -> None:
    made = read_programme(
        SHEET.replace("  verdict: qərar", "  verdict: qərar\n  by: official\n  hearing: true")
        .replace(UNHEARD, "")
        .replace("  series: YK", "  series: YK\n  form: letter")
        .replace("  valid: {days: 10, act: {id: a, title: {az: Qayda, en: Rule}, assumed: true}}\n", "")
    )

    assert (made.decided_by, made.hearing, made.paper.form, made.paper.valid) == ("official", True, "letter", None)
    assert (PROGRAMME.decided_by, PROGRAMME.hearing, PROGRAMME.paper.form) == ("hub", False, "certificate")
    assert PROGRAMME.effect is not None
    assert (PROGRAMME.effect.record, PROGRAMME.effect.ends) == ("right", {"revoked": {"state": "= ended"}})
    assert PROGRAMME.effect.said == (("fin", "subject"), ("state", "= ended"))
    assert read_programme(SHEET.partition("effect:")[0]).effect is None
    unending = read_programme(SHEET.partition("  ends:")[0]).effect
    assert unending is not None
    assert unending.ends == {}


def test_a_revocation_has_a_series_an_act_and_a_term_of_its_own() -> None:
    assert REVOKING.revocation is not None
    assert (REVOKING.revocation.series, REVOKING.revocation.complaint.days) == ("YL", 22)
    assert REVOKING.revocation.act.named == Words("Qanun, maddə 65–69", "Law, article 65–69")
    assert REVOKING.adverse("void") is REVOKING.revocation
    assert REVOKING.adverse("refused") is REVOKING.refusal
    assert PROGRAMME.adverse("void") is PROGRAMME.refusal
    with pytest.raises(SheetRefused) as refused:
        read_programme(SHEET + REVOCATION.replace("series: YL", "serie: YL"))
    assert {each.place for each in refused.value.problems} == {"revocation.series", "revocation.serie"}


def test_a_programme_says_who_decides_a_complaint_and_how_soon() -> None:
    assert PROGRAMME.reviewed.en == "It is decided by the committee within 9 days of its registration (Law)."
    working = read_programme(SHEET.replace("term: {days: 9,", "term: {days: 9, working: true,"))
    assert working.reviewed.az == "Şikayətə Komitə qeydə alındığı gündən 9 iş günü ərzində baxır (Qanun)."
    assert (PROGRAMME.remedy("refused").en, REVOKING.remedy("void").az) == ("30 days", "22 gün")


def test_what_comes_back_may_say_more_than_what_was_given() -> None:
    made = read_programme(SHEET + "  restored: {state: = active, card: paper_no}\n").effect
    assert made is not None
    assert made.restored == {"state": "= active", "card": "paper_no"}
    with pytest.raises(SheetRefused):
        read_programme(SHEET + "  restored: {state: fact yes}\n")


def test_a_programme_that_says_nothing_of_notices_has_those_of_all() -> None:
    lines = [each for each in SHEET.split("\n") if not each.startswith("notice:")]
    assert read_programme("\n".join(lines)).notice == NoticeRule()


def test_a_programme_needs_no_form() -> None:
    without = SHEET.replace("form:", "unread:")
    with pytest.raises(SheetRefused):
        read_programme(without)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "  kind: {az: Növ, en: Kind, choices: {bag: {az: Çanta, en: Bag}, book: {az: Kitab, en: Book}}}",
            "  kind: yes",
        ),
        ("  ad: {az: Ad, en: Name, from: [ask identity.given_name, register person.given_name]}", "  ad: Ad"),
        ("term: {days: 2, working: true, act: {id: a, title: {az: Qayda, en: Rule}, assumed: true}}", "term: 2"),
        ("valid_from: 2026-01-01", "valid_from: tomorrow"),
    ],
)
def test_what_is_no_mapping_is_refused(old: str, new: str) -> None:
    assert problems(old, new)


def test_a_programme_that_grants_in_the_register_knows_whether_the_person_lives() -> None:
    with pytest.raises(SheetRefused, match="lives"):
        read_programme(SHEET.replace("  lives: sağ\n", ""))


def test_what_is_listed_the_programme_gives_itself_and_parties_are_named_once() -> None:
    text = (FOLDER / "allowance" / "programme.yaml").read_text(encoding="utf-8")
    made = read_programme(text).lists
    assert made is not None
    assert (made.benefit, made.pays, len(made.parties)) == ("money", True, 3)

    def places(old: str, new: str) -> list[str]:
        with pytest.raises(SheetRefused) as refused:
            read_programme(text.replace(old, new))
        return [each.place for each in refused.value.problems]

    assert places("  benefit: money\n", "  benefit: bread\n") == ["lists"]
    assert places("record: right", "record: idp_card") == ["lists"]
    assert places("lists_finance, lists_authority", "lists_finance, lists_finance") == ["lists.parties"]
    assert places("[lists_committee, lists_finance, lists_authority]", "[]") == ["lists.parties"]
    assert places("pays: true", "pays: true\n  payz: true") == ["lists.payz"]
    assert places("most: 30", "most: 2") == ["lists.sample.most"]
    assert places("  sample:\n", "  simple:\n") == ["lists.sample", "lists.simple"]


def test_what_is_granted_is_said_by_its_title_and_not_by_its_code() -> None:
    status = programmes()["status"]
    granted = {"qərar": "verilir", "səbəb": "gəlib", "kateqoriya": "equated"}

    assert [(title.en, value.en) for _, title, value in status.said(granted)] == [
        ("Decision", "granted"), ("Reason", "gəlib"), ("Category", "equated person"),
    ]  # fmt: skip
    assert [each.az for each in status.reasons(granted)] == ["gəlib", "məcburi köçkünə bərabər tutulan"]
    assert [each.az for each in status.reasons({**granted, "kateqoriya": "-"})] == ["gəlib"], "nothing of a refusal"
    assert [each.az for each in programmes()["certificate"].reasons(granted)] == ["gəlib", "equated"], "no grade there"


def test_a_word_of_a_citizen_is_about_one_settlement() -> None:
    rule = programmes()["return"].together

    assert rule is not None
    assert rule.of_place(Words("Zəngilan, Ağalı", "Ağalı")) == Words(
        "Qayıdış bəyanatı: Zəngilan, Ağalı", "Statement of return: Ağalı"
    )


def test_what_the_displaced_are_given_no_programme_gives_a_refugee_by_itself() -> None:
    asked = {
        name: next(rule for rule in made.facts if rule.name == "status")
        for name, made in programmes().items()
        if name != "status"  # which asks whether there is one already
    }

    assert {name: rule.read("refugee") for name, rule in asked.items()} == dict.fromkeys(asked, "qaçqın")
    assert "qaçqın" not in {rule.read(each) for rule in asked.values() for each in ("idp", "equated")}
