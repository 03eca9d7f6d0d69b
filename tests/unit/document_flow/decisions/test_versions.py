"""A version goes from draft to law by two people, and each day has one law."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from document_flow.decisions.cases import Case
from document_flow.decisions.outcome import Decided, NotDecided
from document_flow.decisions.versions import (
    STATUS_WORDS,
    Act,
    Adoption,
    Ending,
    TableVersion,
    TableVersions,
    gap_problems,
)
from document_flow.outcome import Refusal
from document_flow.second_person import SECOND_PERSON
from document_flow.words import Words
from tests.unit.document_flow.decisions.building import table

FIRST_DAY = date(2026, 1, 1)
ACT = Act("akt", Words("Akt", "Act"), FIRST_DAY)
OLD = table({"say": "number"}, ("> 1", "köhnə"))
NEW = table({"say": "number"}, ("> 1", "yeni"))
YES = Adoption("ikinci", "qərar 1", FIRST_DAY, replay="ab" * 32)
EMPTY = TableVersions("t", Words("Cədvəl", "Table"))


def done(step: TableVersions | Refusal) -> TableVersions:
    assert isinstance(step, TableVersions)
    return step


def code(step: TableVersions | Refusal) -> tuple[str, str]:
    assert isinstance(step, Refusal)
    assert step.words.az != step.words.en
    return step.code.removeprefix("decisions."), step.why


def repeal(made: TableVersions, number: int, last: date) -> TableVersions | Refusal:
    return made.end(Ending(number, last, ACT, "səbəb"))


def in_force(first: date = FIRST_DAY) -> TableVersions:
    return done(done(EMPTY.propose(OLD, ACT, "birinci").adopt(1, YES)).enter_into_force(1, first))


def succeeded(day: date) -> TableVersions:
    """The old version repealed the day before, the new one in force from the day on."""
    both = done(in_force().propose(NEW, ACT, "birinci").adopt(2, YES))
    return done(done(repeal(both, 1, day - timedelta(days=1))).enter_into_force(2, day))


def test_a_case_is_decided_by_the_law_of_its_day() -> None:
    made = succeeded(date(2026, 7, 1))

    old = made.evaluate({"say": 2}, as_of=date(2026, 6, 30), allow_assumed=False)
    new = made.evaluate({"say": 2}, as_of=date(2026, 7, 1), allow_assumed=False)
    none = made.evaluate({"say": 2}, as_of=date(2025, 12, 31), allow_assumed=False)

    assert isinstance(old, Decided)
    assert isinstance(new, Decided)
    assert (old.outputs["nəticə"], new.outputs["nəticə"]) == ("köhnə", "yeni")
    assert isinstance(none, NotDecided)
    assert [reason.kind for reason in none.reasons] == ["no_version"]
    assert "31.12.2025" in none.reasons[0].words.az


def test_an_explanation_names_the_version_and_the_day() -> None:
    made = succeeded(date(2026, 7, 1))

    told = made.explain({"say": 2}, as_of=date(2026, 6, 30), allow_assumed=False)
    untold = made.explain({"say": 2}, as_of=date(2025, 6, 30), allow_assumed=False)

    assert told.sentences[0] == Words(
        "Cədvəl, versiya 1 (Akt), 30.06.2026 tarixinə olan vəziyyətə görə.", "Table, version 1 (Act), as of 30.06.2026."
    )
    kept = json.loads(told.record())
    assert (kept["version"], kept["as_of"], kept["table"]) == (1, "2026-06-30", "t")
    assert kept["sha256"] == made.versions[0].sha256 != made.versions[1].sha256
    assert json.loads(untold.record())["version"] is None
    assert untold.sentences[0].en == "Not decided: no version of t was in force on 30.06.2025."


def test_only_a_draft_may_change_and_each_who_wrote_is_an_author() -> None:
    draft = done(EMPTY.propose(OLD, ACT, "birinci").edit(1, NEW, "üçüncü"))

    assert draft.versions[0].authors == ("birinci", "üçüncü")
    assert draft.versions[0].table == NEW
    assert done(draft.edit(1, OLD, "birinci")).versions[0].authors == ("birinci", "üçüncü")
    adopted = done(draft.adopt(1, YES))
    assert code(adopted.edit(1, OLD, "birinci")) == ("status", "state")
    assert code(in_force().edit(1, OLD, "birinci")) == ("status", "state")
    assert code(adopted.edit(7, OLD, "birinci")) == ("no_version", "invalid")


@pytest.mark.parametrize("second", ["birinci", "üçüncü", ""])
def test_a_second_person_adopts_who_wrote_nothing_of_it(second: str) -> None:
    draft = done(EMPTY.propose(OLD, ACT, "birinci").edit(1, NEW, "üçüncü"))

    assert draft.adopt(1, Adoption(second, "qərar", FIRST_DAY)) == SECOND_PERSON


def test_a_version_that_follows_another_is_adopted_over_a_replay_only() -> None:
    unseen = Adoption("ikinci", "qərar", FIRST_DAY)

    assert done(EMPTY.propose(OLD, ACT, "birinci").adopt(1, unseen)).versions[0].status == "adopted"
    assert code(in_force().propose(NEW, ACT, "birinci").adopt(2, unseen)) == ("no_replay", "state")
    assert code(in_force().adopt(1, YES)) == ("status", "state")


def test_a_table_with_errors_or_a_red_test_case_is_not_adopted() -> None:
    overlapping = table({"say": "number"}, ("> 1", "a"), ("> 2", "b"))
    red = TableVersions("t", EMPTY.title, (), (Case("hal", {"say": 2}, ({"nəticə": "başqa"},), version=1),))

    assert code(EMPTY.propose(overlapping, ACT, "birinci").adopt(1, YES)) == ("not_sound", "invalid")
    assert code(red.propose(OLD, ACT, "birinci").adopt(1, YES)) == ("not_sound", "invalid")


def test_no_day_has_two_laws() -> None:
    both = done(in_force().propose(NEW, ACT, "birinci").adopt(2, YES))

    assert code(both.enter_into_force(2, date(2026, 7, 1))) == ("two_in_force", "state")
    repealed = done(repeal(both, 1, date(2026, 6, 30)))
    assert code(repealed.enter_into_force(2, date(2026, 6, 30))) == ("two_in_force", "state")
    assert code(repealed.enter_into_force(2, date(2025, 1, 1))) == ("two_in_force", "state")
    before = done(repealed.enter_into_force(2, date(2025, 1, 1), date(2025, 12, 31)))
    assert before.on(date(2025, 12, 31)) == before.versions[1]
    assert code(repealed.enter_into_force(2, date(2026, 7, 1), date(2026, 6, 1))) == ("backwards", "invalid")
    assert code(in_force().enter_into_force(1, FIRST_DAY)) == ("status", "state")


def test_a_repeal_lies_within_the_validity() -> None:
    limited = done(done(EMPTY.propose(OLD, ACT, "a").adopt(1, YES)).enter_into_force(1, FIRST_DAY, date(2026, 6, 30)))

    assert code(repeal(limited, 1, date(2026, 7, 1))) == ("outside", "invalid")
    assert code(repeal(limited, 1, date(2025, 12, 31))) == ("outside", "invalid")
    assert done(repeal(limited, 1, date(2026, 3, 1))).on(date(2026, 3, 2)) is None
    assert code(repeal(EMPTY.propose(OLD, ACT, "a"), 1, FIRST_DAY)) == ("status", "state")


DAYS = st.integers(0, 40).map(lambda n: FIRST_DAY + timedelta(days=n))
STEPS = st.lists(
    st.one_of(
        st.just(("propose", 0, FIRST_DAY, None)),
        st.tuples(st.sampled_from(["adopt", "repeal"]), st.integers(1, 4), DAYS, st.none()),
        st.tuples(st.just("enter"), st.integers(1, 4), DAYS, st.one_of(st.none(), DAYS)),
    ),
    max_size=25,
)


@given(STEPS, DAYS)
def test_whatever_is_done_each_day_has_at_most_one_law(
    steps: list[tuple[str, int, date, date | None]], day: date
) -> None:
    made = EMPTY
    for step, number, first, last in steps:
        taken: TableVersions | Refusal
        if step == "propose":
            taken = made.propose(OLD, ACT, "birinci")
        elif step == "adopt":
            taken = made.adopt(number, YES)
        elif step == "enter":
            taken = made.enter_into_force(number, first, last)
        else:
            taken = repeal(made, number, first)
        made = taken if isinstance(taken, TableVersions) else made

    assert sum(version.decides_on(day) for version in made.versions) <= 1


def test_each_status_has_its_word() -> None:
    assert [words.az for words in STATUS_WORDS.values()] == ["layihə", "qəbul edilib", "qüvvədədir", "qüvvədən düşüb"]


def test_a_new_version_is_compared_with_the_law_it_would_change() -> None:
    both = succeeded(date(2026, 7, 1))
    third = both.propose(OLD, ACT, "birinci")
    ended = done(repeal(both, 2, date(2026, 12, 31))).propose(OLD, ACT, "birinci")

    found = [made.before(3) for made in (third, ended)]

    assert [each.number for each in found if each] == [2, 2]
    assert EMPTY.propose(OLD, ACT, "birinci").before(1) is None
    assert in_force().before(1) is None


def test_a_version_that_is_law_changed_the_one_of_the_day_before_it_whatever_became_of_that() -> None:
    first = done(in_force(date(2025, 1, 1)).propose(NEW, ACT, "birinci").adopt(2, YES))
    ends_by_itself = replace(first.versions[0], valid_to=date(2026, 6, 30))
    two = done(replace(first, versions=(ends_by_itself, first.versions[1])).enter_into_force(2, date(2026, 7, 1)))
    three = done(two.propose(OLD, ACT, "birinci").adopt(3, YES))

    made = done(three.end(Ending(2, date(2026, 12, 31), ACT, "səbəb", successor=(3, None))))

    found = made.before(3)
    assert found is not None
    assert (found.number, found.status) == (2, "repealed")


def test_a_version_ends_by_an_act_with_a_reason() -> None:
    made = in_force()

    assert code(made.end(Ending(1, FIRST_DAY, ACT, " "))) == ("no_reason", "invalid")
    assert code(made.end(Ending(1, FIRST_DAY, Act("", Words("", "")), "səbəb"))) == ("no_reason", "invalid")
    assert done(made.end(Ending(1, FIRST_DAY, ACT, "səbəb"))).versions[0].status == "repealed"


def test_one_act_ends_a_version_and_puts_the_next_in_force_the_day_after() -> None:
    both = done(in_force().propose(NEW, ACT, "birinci").adopt(2, YES))

    made = done(both.end(Ending(1, date(2026, 12, 31), ACT, "fərman", (2, None))))

    assert made.gaps == ()
    assert [each.status for each in made.versions] == ["repealed", "in_force"]
    assert (made.on(date(2026, 12, 31)), made.on(date(2027, 1, 1))) == made.versions
    assert code(in_force().end(Ending(1, date(2026, 12, 31), ACT, "fərman", (2, None)))) == ("no_version", "invalid")


def test_a_gap_between_two_laws_is_named_and_decides_nothing() -> None:
    both = done(in_force().propose(NEW, ACT, "birinci").adopt(2, YES))
    made = done(done(repeal(both, 1, date(2026, 12, 27))).enter_into_force(2, date(2027, 1, 1)))

    (gap,) = made.gaps
    (problem,) = gap_problems(made, "t")
    outcome = made.evaluate({"say": 2}, as_of=date(2026, 12, 30), allow_assumed=False)

    assert (gap.first, gap.last, gap.days) == (date(2026, 12, 28), date(2026, 12, 31), 4)
    assert problem.severity == "warning"
    assert problem.words.az.startswith("28.12.2026 – 31.12.2026 (4 gün): 1 və 2 nömrəli versiyalar arasında")
    assert isinstance(outcome, NotDecided)
    assert "28.12.2026 – 31.12.2026 (4 days)" in outcome.reasons[0].words.en
    assert succeeded(date(2026, 7, 1)).gaps == ()
    after = done(repeal(in_force(), 1, date(2026, 6, 30))).evaluate({}, as_of=date(2026, 7, 1), allow_assumed=False)
    assert isinstance(after, NotDecided)
    assert "version 1 ended on 30.06.2026, and none has followed it" in after.reasons[0].words.en


@given(st.integers(-400, 400))
def test_a_version_is_in_force_on_the_days_that_it_decides_about_and_else_ended_or_to_come(after: int) -> None:
    last, day = FIRST_DAY + timedelta(days=90), FIRST_DAY + timedelta(days=after)
    limited = TableVersion(
        number=1, table=OLD, act=ACT, authors=("a",), status="in_force", valid_from=FIRST_DAY, valid_to=last
    )

    standing = limited.standing(day)

    assert (standing == "in_force") is limited.decides_on(day)
    assert (standing == "ended") is (day > last)
    assert (standing == "coming") is (day < FIRST_DAY)


def test_a_draft_stands_as_a_draft_and_a_version_is_in_force_between_its_days() -> None:
    draft = TableVersion(number=1, table=OLD, act=ACT, authors=("a",))
    limited = replace(draft, status="in_force", valid_from=FIRST_DAY, valid_to=FIRST_DAY)

    found = [limited.standing(FIRST_DAY + timedelta(days=after)) for after in (-1, 0, 1)]

    assert (draft.standing(FIRST_DAY), found) == ("draft", ["coming", "in_force", "ended"])
