"""A draw from its announcement to its order, by both protocols, and what is refused on the way."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from document_flow.draws.acts.bring_value import ConfirmPublicValue, StatePublicValue
from document_flow.draws.acts.confirm_pulls import ConfirmPulls, DisputePulls
from document_flow.draws.acts.finish import DrawDone, FinishDraw
from document_flow.draws.acts.leave import WithdrawEntry
from document_flow.draws.acts.stop import CancelDraw, VoidDraw
from document_flow.draws.drafted import ListPaper, digest, list_files
from document_flow.draws.families import LeftOut
from document_flow.draws.kernel import KERNEL
from document_flow.draws.order import SALT_BYTES, Entry, Revealed
from document_flow.draws.plan import Home, PlacedHome
from document_flow.draws.published import published, published_root
from document_flow.draws.standing import Standing
from document_flow.draws.state import NOTHING, PHASES, Draw
from document_flow.draws.verifying import verify
from document_flow.hands import Command
from document_flow.outcome import Refusal
from document_flow.people import Directory
from document_flow.second_person import Agree, Refute
from tests.unit.document_flow.draws.office import (
    AT,
    DIRECTORY,
    DRAW_AT,
    ENTRIES,
    GROUPS,
    HOMES,
    PARTIES,
    PLAN,
    VALUES,
    after,
    announce,
    at,
    by_hand,
    by_source,
    code,
    commit,
    committed,
    confirms,
    decided,
    draft,
    drawn,
    drawn_by_both,
    drawn_by_hand,
    drawn_by_source,
    file_of,
    freeze,
    frozen,
    listed,
    pull,
    pulls,
    reveal,
    stands,
    vouched,
)

FIRST = decided()[0]
FINISH = FinishDraw(by="head")
VALUE = StatePublicValue(by="head", value="7f3a")
VOUCH = ConfirmPublicValue(by="orxan", value=" 7f3a")
BY_SOURCE = {"parties": (), "source": "drand"}


@pytest.mark.parametrize(
    ("plan", "why"),
    [
        ({"place": " "}, "draws.place"),
        ({"wave": 0}, "draws.place"),
        ({"homes": ()}, "draws.homes"),
        ({"homes": (Home(number="1", rooms=0),)}, "draws.homes"),
        ({"homes": (Home(number=" ", rooms=2),)}, "draws.homes"),
        ({"homes": (*HOMES, HOMES[0])}, "draws.home_twice"),
        ({"placed": (PlacedHome(number="301", rooms=3, rule="x"),)}, "draws.home_twice"),
        ({"placed": (PlacedHome(number="9", rooms=3, rule=" "),)}, "draws.placed_rule"),
        ({"parties": ("council", "empty")}, "draws.party_unknown"),
        ({"parties": ("council",)}, "draws.values"),
        ({"parties": ("council", "council")}, "draws.values"),
        ({"source": "drand", "parties": ("council",)}, "draws.values"),
        ({"source": "drand", "protocol": "by_hand"}, "draws.values"),
        ({"parties": ()}, "draws.values"),
        ({"protocol": "by_hand"}, "draws.values"),
        ({"protocol": "by_hand", **BY_SOURCE}, "draws.values"),
        ({"draw_at": AT + timedelta(days=6)}, "draws.too_soon"),
        ({}, ""),
        (BY_SOURCE, ""),
        ({"protocol": "by_hand", "parties": ()}, ""),
    ],
)
def test_an_announcement_says_all_that_the_draw_follows_from(plan: dict[str, Any], why: str) -> None:
    assert code(NOTHING, announce(**plan)) == why


def test_only_an_officer_without_family_on_the_list_has_a_part_in_it() -> None:
    assert code(NOTHING, replace(announce(), by="clerk")) == "access.role_missing"
    assert code(NOTHING, announce(), related=("aysel",)) == "draws.related"
    assert code(committed(), announce()) == "draws.phase"


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (commit("council", by="aysel"), "access.second_person"),
        (commit("council", by="leyla"), "draws.party"),
        (replace(commit("council"), party="empty"), "draws.party"),
        (replace(commit("council"), hash="AB" * 32), "draws.no_hash"),
        (replace(commit("council"), hash="ab"), "draws.no_hash"),
        (commit("council"), ""),
    ],
)
def test_a_party_commits_its_own_value(command: Command, why: str) -> None:
    assert code(after(NOTHING, announce()), command) == why


def test_a_commitment_is_given_once_and_copied_by_nobody() -> None:
    one = after(NOTHING, announce(), commit("council"))

    assert code(one, commit("council")) == "draws.committed_already"
    assert code(one, replace(commit("press"), hash=commit("council").hash)) == "draws.copied"
    assert code(one, commit("district", by="orxan")) == "access.second_person"


def _out(reason: str = "x", number: str = "M-101") -> tuple[LeftOut, ...]:
    return (LeftOut(number=number, reason=reason),)


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (draft(by="clerk"), "access.role_missing"),
        (draft(()), "draws.entries"),
        (draft((*ENTRIES, Entry(number="M-999", rooms=5))), "draws.no_class"),
        (draft(left_out=_out()), ""),
        (draft(left_out=_out(" ")), "draws.left_out"),
        (draft(left_out=_out(number="")), "draws.left_out"),
        (draft(left_out=_out("üzvü 7ABCD12 olan")), "draws.reason_private"),
        (draft(left_out=_out("7abcd12.")), "draws.reason_private"),
        (draft(left_out=_out("x" * 201)), "draws.reason_private"),
        (draft(left_out=_out("QM-2026/000123 ilə " + "x" * 181)), ""),
        (draft(left_out=_out() * 2), "draws.left_out"),
        (draft(left_out=_out(number="M-999")), "draws.not_decided"),
        (draft(families=(*decided(), replace(FIRST, number="M-999"))), "draws.same_people"),
        (draft(families=(replace(FIRST, busy="of_its_people"),)), "draws.same_people"),
        (draft(families=(replace(FIRST, busy="itself"),)), "draws.entries"),
        (draft(families=(replace(FIRST, persons=2),)), "draws.people"),
        (draft(), ""),
    ],
)
def test_a_list_is_drafted_whole(command: Command, why: str) -> None:
    assert code(committed(), command) == why


DRAFTED = after(committed(), draft())
PAPER = ListPaper(files=DRAFTED.drafted.files if DRAFTED.drafted else (), approved=True)


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (freeze(DRAFTED, by="aysel"), "access.second_person"),
        (freeze(DRAFTED, by="clerk"), "access.role_missing"),
        (freeze(DRAFTED, document=" "), "draws.no_document"),
        (freeze(DRAFTED, paper=None), "draws.not_a_list"),
        (freeze(DRAFTED, paper=replace(PAPER, approved=False)), "draws.list_unapproved"),
        (freeze(DRAFTED, paper=replace(PAPER, files=(*PAPER.files, "0" * 64))), "draws.other_list"),
        (freeze(after(committed(), draft(ENTRIES[1:]))), "draws.other_list"),
        (freeze(DRAFTED, ENTRIES[1:]), "draws.list_changed"),
        (freeze(DRAFTED, (replace(ENTRIES[0], rooms=4), *ENTRIES[1:])), "draws.list_changed"),
        (freeze(DRAFTED, ()), "draws.entries"),
        (freeze(DRAFTED, paper=replace(PAPER, files=tuple(reversed(PAPER.files)))), ""),
        (freeze(DRAFTED), ""),
    ],
)
def test_what_a_commission_approved_is_frozen_by_somebody_else_and_nothing_other(command: Command, why: str) -> None:
    assert code(DRAFTED, command) == why


def test_the_list_is_a_document_first_and_the_last_one_approved_counts() -> None:
    again = after(DRAFTED, draft(left_out=_out("öz xahişi ilə"), document="d0d"))

    assert code(committed(), freeze(DRAFTED)) == "draws.no_list"
    assert code(again, freeze(DRAFTED, approved="d0c")) == "", "a draft takes no approved list away"
    assert code(again, freeze(DRAFTED, ENTRIES[1:], approved="d0c")) == "draws.list_changed"
    assert code(again, freeze(again, paper=replace(PAPER, files=again.drafts[1].files, approved=False),
                              approved="d0c")) == "draws.list_unapproved"  # fmt: skip
    assert code(again, freeze(DRAFTED, approved="d0d")) == "draws.other_list", "another one is approved by now"
    assert code(again, freeze(again, approved="d0d")) == ""
    assert code(frozen(), draft()) == "draws.phase"
    assert code(committed(), draft(), DRAW_AT) == "draws.too_late"


def test_the_letter_and_the_file_say_who_is_on_the_list_and_who_is_not() -> None:
    letter, listed_in = (json.loads(each) for each in list_files(PLAN, ENTRIES, _out("öz xahişi ilə", "M-103")))

    assert [each["number"] for each in listed_in["entries"]] == [each.number for each in ENTRIES]
    assert listed_in["left_out"] == [{"number": "M-103", "reason": "öz xahişi ilə"}]
    assert "3 otaqlı evlər, 5 ailə: M-101, M-102" in letter["text"]
    assert "M-103 – öz xahişi ilə;" in letter["text"]
    assert digest(list_files(PLAN, ENTRIES, _out("öz xahişi ilə", "M-103"))[1]) in letter["text"]
    many = [Entry(number=f"QM-2026/{at:06}", rooms=3) for at in range(1300)]
    short = json.loads(list_files(PLAN, many, ())[0])["text"]
    assert ("1300 ailə" in short, "QM-2026/000001" in short, len(short) < 30_000) == (True, False, True)


def test_who_is_left_out_is_published_with_the_reason_under_the_root() -> None:
    out = _out("öz xahişi ilə növbəti dalğaya", "M-103")
    draw = listed(committed(), left_out=out)
    said = file_of(draw)

    assert said["fixed"]["left_out"] == [{"number": "M-103", "reason": out[0].reason}]
    assert ("M-103" in draw.people, draw.people["M-101"]) == (False, ("#M-101",))
    assert draw.root != listed(committed(), [each for each in ENTRIES if each.number != "M-103"]).root
    assert "#M-101" not in str(said), "nobody's hash is published"


def test_a_list_is_frozen_before_the_moment_and_with_commitments_of_two() -> None:
    one = after(NOTHING, announce(), commit("council"), draft())

    assert code(one, freeze(one)) == "draws.few_commitments"
    assert code(DRAFTED, freeze(DRAFTED), DRAW_AT) == "draws.too_late"
    assert code(after(one, commit("press")), freeze(one, by="tural")) == ""
    assert code(frozen(), freeze(DRAFTED)) == "draws.phase"


def test_who_committed_a_value_does_not_freeze() -> None:
    draw = after(NOTHING, announce(), commit("council"), commit("press", by="tural"), draft())

    assert code(draw, freeze(draw, by="tural")) == "access.second_person"


@pytest.mark.parametrize(
    ("revealed", "why"),
    [
        (VALUES["press"], "draws.other_value"),
        (Revealed(value="zz", salt="00" * 16), "draws.other_value"),
        (Revealed(value=VALUES["council"].value, salt=""), "draws.other_value"),
        (Revealed(value=VALUES["council"].value, salt="00"), "draws.other_value"),
        (VALUES["council"], ""),
    ],
)
def test_a_party_reveals_what_it_committed_to(revealed: Revealed, why: str) -> None:
    assert code(frozen(), replace(reveal("council"), revealed=revealed)) == why


@pytest.mark.parametrize(("size", "opens"), [(SALT_BYTES - 1, False), (SALT_BYTES, True)])
def test_a_commitment_with_a_salt_that_is_quickly_guessed_does_not_open(size: int, opens: bool) -> None:
    value, salt = VALUES["council"].value, "5a" * size
    commitment = hashlib.sha256(bytes.fromhex(value + salt)).hexdigest()

    assert Revealed(value=value, salt=salt).opens(commitment) is opens


def test_a_value_comes_once_from_its_party_before_the_moment() -> None:
    partly = listed(after(NOTHING, announce(), commit("council"), commit("district")))

    assert code(frozen(), reveal("council", by="leyla")) == "draws.party"
    assert code(frozen(), reveal("council"), DRAW_AT) == "draws.too_late"
    assert code(after(frozen(), reveal("council")), reveal("council")) == "draws.not_awaited"
    assert code(partly, reveal("press")) == "draws.not_awaited"
    assert code(committed(), reveal("council")) == "draws.phase"


def test_the_order_is_computed_at_the_moment_by_the_values_that_came() -> None:
    draw = drawn()

    assert (draw.phase, len(draw.order), len(draw.seed)) == ("drawn", len(ENTRIES), 64)
    assert sorted(draw.homes.values()) == [each.number for each in HOMES]
    assert sum(not each.home for each in draw.order) == 2


def test_a_missing_value_is_replaced_by_the_announced_rule() -> None:
    assert len({drawn().seed, drawn(parties=("council",)).seed, drawn(parties=("press",)).seed}) == 3
    assert drawn(parties=("council",)).seed == drawn(parties=("council",)).seed


@pytest.mark.parametrize(
    ("draw", "command", "at", "why"),
    [
        (frozen(), FINISH, DRAW_AT, "draws.no_value"),
        (by_source(), FINISH, DRAW_AT, "draws.no_value"),
        (after(frozen(), reveal("press")), FINISH, AT, "draws.too_early"),
        (by_hand(), FINISH, DRAW_AT, "draws.not_pulled"),
        (drawn(), FINISH, DRAW_AT, "draws.phase"),
        (by_source(), VALUE, AT, "draws.too_early"),
        (by_source(), StatePublicValue(by="aysel", value=" "), DRAW_AT, "draws.no_source"),
        (frozen(), VALUE, DRAW_AT, "draws.no_source"),
        (after(by_source(), VALUE, *vouched(), moment=DRAW_AT), FinishDraw(by="head"), DRAW_AT, "access.second_person"),
        (after(by_source(), VALUE, moment=DRAW_AT), FinishDraw(by="aysel"), DRAW_AT, "draws.not_vouched"),
        (after(by_source(), VALUE, VOUCH, moment=DRAW_AT), FinishDraw(by="aysel"), DRAW_AT, "draws.not_vouched"),
        (by_source(), VOUCH, DRAW_AT, "draws.nothing_stated"),
        (after(by_source(), VALUE, moment=DRAW_AT), replace(VOUCH, value="7f3b"), DRAW_AT, "draws.other_public_value"),
        (after(by_source(), VALUE, VOUCH, moment=DRAW_AT), VOUCH, DRAW_AT, "access.second_person"),
        *(
            (after(by_source(), VALUE, moment=DRAW_AT), replace(VOUCH, by=each), DRAW_AT, "access.second_person")
            for each in ("head", "aysel", "tural")
        ),
        (drawn_by_source(), replace(VOUCH, by="sevda"), DRAW_AT, "draws.phase"),
    ],
)
def test_it_is_drawn_once_by_what_came(draw: Draw, command: Command, at: Any, why: str) -> None:
    assert code(draw, command, at) == why


def test_who_reveals_last_knows_no_order_where_a_public_value_comes_afterwards() -> None:
    kept_back, revealed = drawn_by_both("council"), drawn_by_both("council", "press")

    assert len({each.seed for each in (kept_back, revealed, drawn(parties=("council", "press")))}) == 3
    open_yet = after(frozen(source="drand"), reveal("press"))
    assert code(open_yet, StatePublicValue(by="aysel", value="9c41"), AT) == "draws.too_early"
    assert code(open_yet, reveal("council"), DRAW_AT) == "draws.too_late"
    assert code(open_yet, FINISH, DRAW_AT) == "draws.no_value"
    assert code(open_yet, VoidDraw(by="aysel", reason="mənbə dərc etməyib"), DRAW_AT) == ""


def test_whose_public_value_was_replaced_by_somebody_else_states_no_other() -> None:
    wrong = after(by_source(), replace(VALUE, by="tural", value="7f3b"), moment=DRAW_AT)
    mended = after(wrong, VALUE, VALUE, moment=DRAW_AT)

    assert code(mended, replace(VALUE, by="tural", value="7f3b"), DRAW_AT) == "draws.overruled"
    assert mended.overruled == ("tural",)
    assert after(mended, *vouched(), FinishDraw(by="aysel"), moment=DRAW_AT).seed == drawn_by_source().seed


def test_a_public_value_typed_wrongly_is_typed_anew_before_it_is_drawn_by() -> None:
    wrong = after(by_source(), StatePublicValue(by="head", value="7f3b"), *vouched("7f3b"), moment=DRAW_AT)
    again = after(wrong, VALUE, moment=DRAW_AT)
    mended = after(again, *vouched(), FinishDraw(by="aysel"), moment=DRAW_AT)

    assert again.vouched == (), "who confirmed another one has not confirmed this one"
    assert mended.seed == drawn_by_source().seed


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (pull("M-101", 3, 2), "draws.pulled_already"),
        (pull("M-102", 3, 1), "draws.slip_twice"),
        (pull("M-102", 4, 1), "draws.other_class"),
        (pull("M-102", 3, 6), "draws.no_slip"),
        (pull("M-102", 3, 0), "draws.no_slip"),
        (pull("M-999", 3, 2), "draws.no_entry"),
        (pull("M-102", 3, 2, witnesses=("orxan", "aysel")), "draws.witnesses"),
        (pull("M-102", 3, 2, witnesses=("orxan", "orxan")), "draws.witnesses"),
        (pull("M-102", 3, 2, witnesses=("orxan", "nobody")), "draws.witnesses"),
        (pull("M-102", 3, 2, witnesses=("orxan", "leyla", "sevda")), "draws.witnesses"),
        (pull("M-102", 3, 2, by="clerk"), "access.role_missing"),
        (pull("M-102", 3, 5), ""),
    ],
)
def test_no_slip_is_pulled_twice_nor_of_another_class_nor_unseen(command: Command, why: str) -> None:
    begun = after(by_hand(), pull("M-101", 3, 1), moment=DRAW_AT)

    assert code(begun, command, DRAW_AT) == why


def test_slips_are_pulled_by_hand_alone_and_at_the_moment() -> None:
    assert code(by_hand(), pull("M-101", 3, 1)) == "draws.too_early"
    assert code(frozen(), pull("M-101", 3, 1), DRAW_AT) == "draws.not_by_hand"
    assert code(by_hand(), pull("M-101", 3, 1), DRAW_AT, related=("orxan",)) == "draws.witnesses"


def test_what_an_officer_writes_down_counts_once_both_witnesses_have_confirmed_it() -> None:
    orxan, leyla = confirms(*pulls())
    written = after(by_hand(), *pulls(), moment=DRAW_AT)
    one = after(written, orxan, moment=DRAW_AT)

    assert code(written, FINISH, DRAW_AT) == code(one, FINISH, DRAW_AT) == "draws.not_confirmed"
    assert code(written, replace(orxan, count=6), DRAW_AT) == "draws.other_pulls", "saw less than is written"
    assert code(written, ConfirmPulls(by="tural", count=0), DRAW_AT) == "draws.nothing_seen", "is no witness"
    assert code(one, orxan, DRAW_AT) == "draws.nothing_seen", "once"
    assert code(drawn_by_hand(), leyla, DRAW_AT) == "draws.phase"
    assert code(after(one, leyla, moment=DRAW_AT), FINISH, DRAW_AT) == ""


def test_slips_beyond_the_homes_are_the_reserve_in_their_numbers() -> None:
    draw = drawn_by_hand()

    assert [(each.number, each.home) for each in draw.order if each.rooms == 3] == [
        ("M-101", "301"),
        ("M-102", "302"),
        ("M-104", "303"),
        ("M-105", ""),
        ("M-107", ""),
    ]
    assert draw.next_after(3) == "M-105"


def test_with_more_homes_than_families_a_slip_stays_in_the_drum() -> None:
    pulled = pull("M-101", 3, 3)
    draw = after(by_hand(ENTRIES[:1]), pulled, *confirms(pulled), FINISH, moment=DRAW_AT)

    assert draw.homes == {"M-101": "303"}


def test_a_home_of_a_family_that_withdrew_before_goes_to_the_next_at_once() -> None:
    out = after(by_hand(), *(WithdrawEntry(by="clerk", number=each, document="M-1") for each in ("M-101", "M-105")))
    decided = KERNEL.decide(stands(after(out, *pulls(), *confirms(*pulls()), moment=DRAW_AT), DRAW_AT), FINISH)
    assert not isinstance(decided, Refusal)
    draw = KERNEL.replay(decided, out)

    assert isinstance(decided[0], DrawDone)
    assert [each.number for each in decided[0].order] == [each.number for each in ENTRIES]
    assert draw.homes == {"M-102": "302", "M-104": "303", "M-107": "301", "M-103": "401", "M-106": "402"}
    assert code(out, WithdrawEntry(by="clerk", number="M-101", document="M-2")) == "draws.struck"


def test_before_the_freeze_it_is_cancelled_with_a_reason() -> None:
    cancelled = after(committed(), CancelDraw(by="aysel", reason="başqa vaxta keçirilir"))

    assert (cancelled.phase, cancelled.reason) == ("cancelled", "başqa vaxta keçirilir")
    assert code(committed(), CancelDraw(by="aysel", reason=" ")) == "draws.no_reason"
    assert code(frozen(), CancelDraw(by="aysel", reason="x")) == "draws.phase"
    assert code(cancelled, freeze(DRAFTED)) == "draws.phase"


def test_after_the_freeze_it_is_void_only_by_two_where_no_value_came() -> None:
    propose, agree = VoidDraw(by="aysel", reason="heç bir tərəf gəlmədi"), Agree(by="tural")
    proposed = after(frozen(), propose, moment=DRAW_AT)
    void = after(proposed, agree, moment=DRAW_AT)

    assert (void.phase, void.waiting, file_of(void)["reason"]) == ("void", None, "heç bir tərəf gəlmədi")
    assert file_of(void)["root"] == frozen().root
    assert code(frozen(), propose) == "draws.too_early"
    assert code(frozen(), VoidDraw(by="aysel", reason=""), DRAW_AT) == "draws.no_reason"
    assert code(after(frozen(), reveal("press")), propose, DRAW_AT) == "draws.has_value"
    assert code(frozen(), agree, DRAW_AT) == "access.not_proposed"
    assert code(proposed, Agree(by="aysel"), DRAW_AT) == "access.second_person"
    assert after(proposed, Refute(by="aysel", reason="qiymət gəlir"), moment=DRAW_AT) == replace(frozen(), length=8)


def test_by_hand_it_is_void_where_a_witness_saw_other_slips_or_is_not_there_to_confirm() -> None:
    propose, agree = VoidDraw(by="aysel", reason="püşklərə etiraz var"), Agree(by="tural")
    dispute = DisputePulls(by="orxan", reason="başqa püşk gördüm")
    orxan, leyla = confirms(*pulls())
    written = after(by_hand(), *pulls(), leyla, moment=DRAW_AT)
    disputed = after(written, dispute, moment=DRAW_AT)
    void = after(disputed, propose, agree, moment=DRAW_AT)
    away = replace(DIRECTORY.officials["orxan"], active=False)
    directory = Directory({**DIRECTORY.officials, "orxan": away}, GROUPS)
    gone = Standing(written, replace(at(DRAW_AT), directory=directory))

    assert code(written, propose, DRAW_AT) == "draws.has_value", "nobody disputes"
    assert not isinstance(KERNEL.decide(gone, propose), Refusal), "who is to confirm has left"
    assert code(written, replace(dispute, reason=" "), DRAW_AT) == "draws.no_reason"
    assert code(written, replace(dispute, by="sevda"), DRAW_AT) == "draws.nothing_seen", "is no witness"
    assert code(disputed, dispute, DRAW_AT) == "draws.nothing_seen", "once"
    assert code(frozen(), dispute) == "draws.nothing_seen"
    assert (void.phase, len(void.pulls), verify(file_of(void))) == ("void", len(ENTRIES), ())
    assert code(after(disputed, orxan, moment=DRAW_AT), propose, DRAW_AT) == "draws.has_value", "is content now"


def test_a_value_that_comes_before_the_second_person_goes_before_the_proposal() -> None:
    proposed = after(by_source(), VoidDraw(by="aysel", reason="gəlmədi"), VALUE, moment=DRAW_AT)

    assert code(proposed, Agree(by="tural"), DRAW_AT) == "draws.has_value"
    assert after(proposed, *vouched(), FinishDraw(by="aysel"), moment=DRAW_AT).waiting is None


def test_the_announcement_is_public_before_the_freeze_with_the_commitments_so_far() -> None:
    refused, said = published(NOTHING), file_of(after(NOTHING, announce(), commit("council")))

    assert isinstance(refused, Refusal)
    assert (refused.code, PHASES[""].en in refused.words.en) == ("draws.phase", True)
    assert said["fixed"]["commitments"] == {"council": commit("council").hash}
    assert (said["outcome"], said["entries"], said["fixed"]["frozen_at"]) == ("announced", [], None)
    assert (published_root(NOTHING), published_root(after(NOTHING, announce(), commit("council")))) == (
        "",
        said["after_root"],
    )


@pytest.mark.parametrize("draw", [drawn(), drawn_by_source(), drawn_by_hand(), frozen()])
def test_what_is_published_names_no_official(draw: Draw) -> None:
    made = published(draw)
    assert isinstance(made, bytes)

    assert not any(login.encode() in made for login in ("aysel", "tural", "head", *PARTIES.values()))
    assert b'"assumed":true' in made
