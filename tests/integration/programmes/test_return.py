"""Return is a programme by its folder: to the settlement of registration, by table; who stays loses nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from connectors.sandbox.people import person
from document_flow.cases.acts.amend_answers import AmendAnswers
from document_flow.cases.acts.decide_by_hand import DecideByHand
from document_flow.cases.acts.draft_ruling import ConfirmRuling
from document_flow.cases.acts.withdraw import Withdraw
from document_flow.cases.state import Case, Ruling
from hub.app import Hub
from hub.errors import Refused
from hub.programmes.cases import programme_named
from hub.store.ids import new_id
from mappings.dates import PartialDate
from mappings.registered import Mandate, Right
from tests.hubs import all_settled, eventually
from tests.integration.programmes.test_certificate import hub, text_of, told
from tests.integration.programmes.test_status import drafted, issued, opened, registered, stands
from tests.things import letter, statement, things_told

__all__ = ["hub"]
HEAD, WIFE = person(1).fin, person(0).fin
SON, DAUGHTER = person(2).fin, person(3).fin
GROWN, SMALL = "1985-05-01", "2020-05-01"
ASKED: dict[str, Any] = {
    "məntəqə": "Zəngilan/Ağalı",
    "könüllü": True,
    "tərkib": "whole",
    "yaşayış": "yataqxana",
    "başçısız": False,
    "norma": True,
    "sağlamlıq_razılığı": False,
    "öz_mənzili": False,
}


def from_place(place: str, fin: str = HEAD, born: str = GROWN) -> tuple[dict[str, Any], ...]:
    status = {"kind": "idp_status", "fin": fin, "category": "idp", "valid_from": "1993-11-01"}
    return status, {"kind": "person", "fin": fin, "birth_date": born, "origin_residence": {"place": place}}


def living_together(*fins: str) -> dict[str, Any]:
    members = [{"fin": each, "relation": "other"} for each in fins]
    return {"kind": "household", "household_id": f"AT-{fins[0]}", "head_fin": fins[0], "members": members}


def birth(child: str, born: str, **parents: str) -> dict[str, Any]:
    """The act of a birth; parents by their part in it."""
    people = [("child", child), *parents.items()]
    subjects = [{"role": role, "person": {"kind": "person", "fin": fin}} for role, fin in people]
    return {"kind": "civil_act", "event_id": new_id(), "act_type": "birth", "act_number": f"AB-{child}",
            "act_date": born, "subjects": subjects}  # fmt: skip


async def words_of(hub: Hub, *fins: str, about: str = "Qayıdış bəyanatı", days_ago: int = 0) -> str:
    """The numbers under which a word of each is registered."""
    numbers = [f"V-{new_id()[-8:].upper()}" for _ in fins]
    async with hub.store.read() as tx:
        day = (await hub.programmes.cases.context(tx)).today - timedelta(days=days_ago)
    for fin, number in zip(fins, numbers, strict=True):
        await statement(hub, fin, number, day.isoformat(), about)
    return ", ".join(numbers)


async def applied(hub: Hub, fin: str = HEAD, *others: str, **more: Any) -> str:
    """Everybody named has declared, unless it is said whose words there are."""
    said = {"bəyanat_nömrələri": await words_of(hub, fin, *others)} if "bəyanat_nömrələri" not in more else {}
    return await opened(hub, "return", fin, {**ASKED, "qayıdanlar": ", ".join(others), **said, **more})


async def undecided(hub: Hub, case: str) -> Case:
    async def there() -> bool:
        return (await stands(hub, case)).phase == "undecided"

    await eventually(there, what="no rule fits")
    return await stands(hub, case)


async def draft_of(hub: Hub, case: str, outcome: str) -> Ruling:
    async def there() -> bool:
        draft = (await stands(hub, case)).draft
        return draft is not None and draft.outcome == outcome

    await eventually(there, what=f"a draft: {outcome}")
    draft = (await stands(hub, case)).draft
    assert draft is not None
    return draft


async def granted(hub: Hub, case: str) -> Case:
    await draft_of(hub, case, "granted")
    await hub.programmes.cases.act(case, ConfirmRuling(by="elcin"), new_id())
    return await issued(hub, case)


async def test_a_household_is_granted_its_home_and_who_stays_keeps_everything(hub: Hub) -> None:
    place = "Zəngilan/Ağalı"
    await told(hub, *from_place(place), *from_place(place, WIFE), *from_place(place, SON))
    await told(hub, living_together(HEAD, WIFE, SON, DAUGHTER))
    kept = Right(right_id="VM-T-1", fin=WIFE, programme="allowance", benefit="money", amount_qepik=3300,
                 valid_from=PartialDate.from_text("2024-01-01"))  # fmt: skip
    await things_told(hub, kept)

    case = await applied(hub, HEAD, SON, tərkib="part")
    draft = await draft_of(hub, case, "granted")
    assert (draft.row["otaq"], draft.row["növbə"]) == ("2", "2")
    assert any(each.endswith("†") for each in draft.basis), "what no act names is marked"
    assert any("65" in each for each in draft.basis)
    done = await granted(hub, case)

    assert done.ruling is not None
    right = await registered(hub, "right", done.ruling.paper_no)
    told_of = {name: right[name] for name in ("programme", "benefit", "settlement", "rooms", "persons", "state")}
    assert told_of == {
        "programme": "return", "benefit": "home", "settlement": "Zəngilan/Ağalı", "rooms": 2, "persons": 2,
        "state": "in_force",
    }  # fmt: skip
    assert "qalan ailə üzvləri heç nə itirmir" in await text_of(hub, done)
    assert "†" in await text_of(hub, done)
    assert (await registered(hub, "right", "VM-T-1"))["state"] == "in_force"
    assert "ended_on" not in await registered(hub, "idp", WIFE)


async def test_a_village_that_changed_its_district_is_the_same_settlement(hub: Hub) -> None:
    await told(hub, *from_place("Tərtər/Talış"))

    case = await applied(hub, məntəqə="Ağdərə/Talış")

    assert (await draft_of(hub, case, "granted")).row["otaq"] == "1"


async def test_to_another_settlement_it_is_refused_and_of_a_district_alone_nothing_is_guessed(hub: Hub) -> None:
    await told(hub, *from_place("Füzuli/Horadiz"), *from_place("Zəngilan", WIFE))

    elsewhere, unknown = await applied(hub), await applied(hub, WIFE)

    assert (await draft_of(hub, elsewhere, "refused")).row["səbəb"] == "həmin məntəqədə qeydiyyatda olmamısınız"

    async def waits() -> bool:
        return any(each.name == "qeydiyyat" for each in (await stands(hub, unknown)).lacking)

    await eventually(waits, what="a case that waits for the place of registration")
    assert (await stands(hub, unknown)).draft is None


async def family(hub: Hub, born: str = SMALL) -> None:
    """Husband and wife, and a child of theirs born then."""
    place = "Zəngilan/Ağalı"
    await told(hub, *from_place(place), *from_place(place, WIFE), living_together(HEAD, WIFE, SON))
    await told(hub, {"kind": "person", "fin": SON, "birth_date": born}, birth(SON, born, mother=WIFE))


async def test_each_adult_declares_and_no_text_one_paper_or_word_of_another_stands_for_it(hub: Hub) -> None:
    await family(hub)
    own, letter_of_office = await words_of(hub, HEAD), "Ç-7"
    await letter(hub, letter_of_office)
    typed = ["yox", "V-12, V-13", own, f"{own}, {own}", f"{own}, {letter_of_office}", await words_of(hub, HEAD, SON)]

    for said in typed:
        case = await applied(hub, HEAD, WIFE, bəyanat_nömrələri=said)
        refused = await draft_of(hub, case, "refused")
        assert refused.row["səbəb"] == "hər yetkin üzvün bəyanatı qeydə alınmayıb"
        assert WIFE in str(refused.facts["sözü_olmayan"])
        await hub.programmes.cases.act(
            case, Withdraw(by="sevinc", document=await statement(hub, HEAD), reason="düzəlir"), new_id()
        )
    both = f"{own}, {await words_of(hub, WIFE)}"
    assert (await draft_of(hub, await applied(hub, HEAD, WIFE, bəyanat_nömrələri=both), "granted")).row["otaq"] == "2"


OF_PLACE = "Qayıdış bəyanatı: {}"


async def test_a_word_that_names_a_settlement_counts_for_that_one_alone(hub: Hub) -> None:
    await told(hub, *from_place("Zəngilan/Ağalı"))
    question = programme_named("return").question("məntəqə")
    assert question is not None
    here, there = (OF_PLACE.format(question.choices[each].az) for each in ("Zəngilan/Ağalı", "Ağdərə/Talış"))

    case = await applied(hub, bəyanat_nömrələri=await words_of(hub, HEAD, about=there))

    assert HEAD in str((await draft_of(hub, case, "refused")).facts["sözü_olmayan"])
    said = AmendAnswers(by="sevinc", answers={"bəyanat_nömrələri": await words_of(hub, HEAD, about=here)}, reason="x")
    await hub.programmes.cases.act(case, said, new_id())
    await draft_of(hub, case, "granted")


@pytest.mark.parametrize("word", [{"about": "QM-1 W"}, {"about": ""}, {"days_ago": 366}])
async def test_a_word_about_something_else_or_of_years_ago_is_no_declaration(hub: Hub, word: dict[str, Any]) -> None:
    await told(hub, *from_place("Zəngilan/Ağalı"))

    case = await applied(hub, bəyanat_nömrələri=await words_of(hub, HEAD, **word))

    assert HEAD in str((await draft_of(hub, case, "refused")).facts["sözü_olmayan"])
    said = AmendAnswers(by="sevinc", answers={"bəyanat_nömrələri": await words_of(hub, HEAD, days_ago=365)}, reason="x")
    await hub.programmes.cases.act(case, said, new_id())
    await draft_of(hub, case, "granted")


async def test_a_word_of_before_its_speaker_might_speak_for_the_person_is_no_declaration(hub: Hub) -> None:
    await told(hub, *from_place("Zəngilan/Ağalı"))
    async with hub.store.read() as tx:
        today = PartialDate.from_text((await hub.programmes.cases.context(tx)).today.isoformat())
    proxy = Mandate(fin=HEAD, capacity="proxy", representative_fin=WIFE, act_authority="Notarius", act_number="5",
                    act_date=today, valid_from=today)  # fmt: skip
    await things_told(hub, proxy)

    case = await applied(hub, bəyanat_nömrələri=await words_of(hub, WIFE, days_ago=1))

    assert HEAD in str((await draft_of(hub, case, "refused")).facts["sözü_olmayan"])
    said = AmendAnswers(by="sevinc", answers={"bəyanat_nömrələri": await words_of(hub, WIFE)}, reason="vəkil danışıb")
    await hub.programmes.cases.act(case, said, new_id())
    await draft_of(hub, case, "granted")


async def test_so_many_people_and_words_are_named_and_no_more(hub: Hub) -> None:
    for many in ({"qayıdanlar": f"{WIFE} " * 21}, {"bəyanat_nömrələri": "V-1, " * 41}):
        with pytest.raises(Refused, match="answer_wrong"):
            await opened(hub, "return", HEAD, {**ASKED, **many})


async def test_for_a_child_a_parent_speaks_and_not_the_child_nor_who_was_deprived(hub: Hub) -> None:
    await family(hub)
    case = await applied(hub, HEAD, SON)
    assert "qəyyumun razılığı" in (await draft_of(hub, case, "refused")).row["səbəb"], "not its mother, not of its own"

    said = await words_of(hub, HEAD, WIFE)
    amended = AmendAnswers(by="sevinc", answers={"bəyanat_nömrələri": said}, reason="anası danışıb")
    await hub.programmes.cases.act(case, amended, new_id())
    assert (await draft_of(hub, case, "granted")).facts["uşaq"] == 1

    day = PartialDate.from_text("2021-01-01")
    deprived = Mandate(fin=SON, capacity="deprived", representative_fin=WIFE, act_authority="Məhkəmə", act_number="9",
                       act_date=day, valid_from=day)  # fmt: skip
    await things_told(hub, deprived)
    await hub.programmes.cases.act(case, ConfirmRuling(by="elcin"), new_id())
    refused = await draft_of(hub, case, "refused")
    assert "qəyyumun razılığı" in refused.row["səbəb"], "what a decision rests on is read again before its paper"


async def test_how_many_return_and_who_is_of_age_is_not_typed(hub: Hub) -> None:
    await family(hub, GROWN)
    with pytest.raises(Refused, match="answer_unknown"):
        await opened(hub, "return", HEAD, {**ASKED, "nəfər": "12"})
    with pytest.raises(Refused, match="answer_wrong"):
        await applied(hub, HEAD, "həyat yoldaşım")

    case = await applied(hub, HEAD, WIFE, SON, bəyanat_nömrələri=await words_of(hub, HEAD, WIFE))
    draft = await draft_of(hub, case, "refused")
    assert (draft.facts["nəfər"], draft.facts["uşaq"], draft.facts["sözü_olmayan"]) == (3, 0, SON)


@pytest.mark.parametrize(
    ("records", "fact", "why"),
    [
        ((), "üzvlər", "bazanın tanımadığı var"),
        (from_place("Zəngilan/Ağalı", DAUGHTER), "üzvlər", "ailə üzvü olmayan var"),
        (
            ({**from_place("Zəngilan/Ağalı", DAUGHTER)[1], "vital_status": "deceased"},),
            "üzvlər",
            "vəfat etmiş var",
        ),
        (
            ({"kind": "person", "fin": DAUGHTER, "birth_date": "1985"}, living_together(HEAD, DAUGHTER)),
            "üzvlər",
            "doğum günü bilinməyən var",
        ),
        (
            (from_place("Zəngilan/Ağalı", DAUGHTER)[1], birth(DAUGHTER, GROWN, father=HEAD)),
            "üzv_statusu",
            "hamısında yoxdur",
        ),
        (
            (
                {**from_place("Zəngilan/Ağalı", DAUGHTER)[0], "category": "refugee"},
                from_place("Zəngilan/Ağalı", DAUGHTER)[1],
                living_together(HEAD, DAUGHTER),
            ),
            "üzv_statusu",
            "hamısında yoxdur",
        ),
        (
            (*from_place("Füzuli/Horadiz", DAUGHTER), living_together(HEAD, DAUGHTER)),
            "üzv_qeydiyyatı",
            "hamısı deyil",
        ),
    ],
)  # fmt: skip
async def test_who_is_none_of_the_family_or_not_from_there_is_left_to_people(
    hub: Hub, records: tuple[dict[str, Any], ...], fact: str, why: str
) -> None:
    await told(hub, *from_place("Zəngilan/Ağalı"), *records)

    left = await undecided(hub, await applied(hub, HEAD, DAUGHTER))

    assert left.facts[fact].value == why


async def test_whoever_has_the_status_of_a_refugee_is_left_to_people(hub: Hub) -> None:
    status, known = from_place("Zəngilan/Ağalı")
    await told(hub, {**status, "category": "refugee"}, known)

    left = await undecided(hub, await applied(hub))

    assert (left.facts["status"].value, left.facts["üzv_statusu"].value) == ("qaçqın", "hamısında yoxdur")


@pytest.mark.parametrize(("number", "consents", "place"), [(5, True, "1"), (5, False, "2"), (1, True, "2")])
async def test_disability_counts_where_there_is_consent_and_is_asked_for_then_alone(
    hub: Hub, number: int, consents: bool, place: str
) -> None:
    fin = person(number).fin
    await told(hub, *from_place("Zəngilan/Ağalı", fin))

    case = await applied(hub, fin, sağlamlıq_razılığı=consents)

    assert (await draft_of(hub, case, "granted")).row["növbə"] == place
    assert ("əlillik" in (await stands(hub, case)).facts) is consents


async def test_a_village_without_homes_of_the_norm_is_left_to_people(hub: Hub) -> None:
    await told(hub, *from_place("Zəngilan/Ağalı"))
    case = await applied(hub, norma=False)
    await undecided(hub, case)
    by_hand = DecideByHand(by="elcin", outcome="granted", reason="5 otaqlı ev", article="NK 65", grade="5")
    await hub.programmes.cases.act(case, by_hand, new_id())
    await hub.programmes.cases.act(case, ConfirmRuling(by="fuad"), new_id())
    done = await issued(hub, case)
    assert done.ruling is not None
    assert (await registered(hub, "right", done.ruling.paper_no))["rooms"] == 5


async def test_a_household_may_withdraw_and_ask_again(hub: Hub) -> None:
    await told(hub, *from_place("Zəngilan/Ağalı"))
    case = await applied(hub)
    await drafted(hub, case)

    word = await statement(hub, HEAD)
    await hub.programmes.cases.act(case, Withdraw(by="sevinc", document=word, reason="fikrini dəyişib"), new_id())

    assert (await stands(hub, case)).outcome == "withdrawn"
    await granted(hub, await applied(hub))


async def test_what_was_granted_is_given_up_by_the_familys_word_and_the_register_hears(hub: Hub) -> None:
    await told(hub, *from_place("Zəngilan/Ağalı"))
    case = await applied(hub)
    done = await granted(hub, case)
    with pytest.raises(Refused, match="statement_other"):
        await hub.programmes.cases.act(
            case, Withdraw(by="sevinc", document=await statement(hub, WIFE), reason="başqası"), new_id()
        )

    word = await statement(hub, HEAD)
    await hub.programmes.cases.act(case, Withdraw(by="sevinc", document=word, reason="fikrini dəyişib"), new_id())
    hub.calling.nudge()
    await eventually(lambda: all_settled(hub), what="the register knows")

    assert (await stands(hub, case)).outcome == "withdrawn"
    assert done.ruling is not None
    assert (await registered(hub, "right", done.ruling.paper_no))["state"] == "ended"
    await granted(hub, await applied(hub))
