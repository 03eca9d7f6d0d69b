"""The sentences that a person reads of a verification."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from document_flow.seals.report import _PROBLEMS, SignatureReport, Status, VerificationReport, problem, worst
from document_flow.words import Words
from tests.unit.document_flow.seals.parties import NOW

STATUSES: tuple[Status, ...] = ("valid", "invalid", "indeterminate")


@given(st.lists(st.sampled_from(STATUSES)))
def test_the_worst_status_wins_and_nothing_wrong_is_valid(statuses: list[Status]) -> None:
    order = {"valid": 0, "indeterminate": 1, "invalid": 2}

    assert order[worst(statuses)] == max((order[each] for each in statuses), default=0)


@pytest.mark.parametrize("name", sorted(_PROBLEMS))
def test_every_problem_has_a_code_and_words_in_both_languages_and_makes_nothing_valid(name: str) -> None:
    found = problem(name)

    assert found.code == f"seals.{name}"
    assert found.status != "valid"
    assert found.words.az.endswith(".")
    assert found.words.az != found.words.en


def test_a_report_says_who_when_what_and_what_not() -> None:
    signature = SignatureReport(
        place="Imza1",
        status="invalid",
        signer="Gülnarə İsmayılova",
        holder="PNOAZ-•••••23",
        specimen=True,
        claimed_at=NOW,
        stamped_at=NOW,
        covered=(Words("a.pdf", "a.pdf"), Words("b.pdf", "b.pdf")),
        not_covered=(Words("saxta.pdf", "saxta.pdf"),),
        problems=(problem("references"),),
    )
    report = VerificationReport("asice", "invalid", NOW, "1", "", (signature,), (problem("meta"),))

    az = [each.az for each in report.sentences]
    assert az == [
        "Sənəd etibarsızdır.",
        "META-INF qovluğunda imza və siyahıdan başqa fayl var.",
        "Gülnarə İsmayılova (PNOAZ-•••••23): imza etibarsızdır.",
        "02.03.2026 13:30:00 tarixində mövcud olduğu sübut olunub.",
        "NÜMUNƏ: sınaq sertifikatıdır, hüquqi qüvvəsi yoxdur.",
        "Əhatə edir: a.pdf, b.pdf.",
        "Əhatə etmir: saxta.pdf.",
        "İmza faylların hamısını əhatə etmir və ya olmayan faylı göstərir.",
    ]


def test_a_signature_of_nobody_at_no_time_is_told_in_one_sentence() -> None:
    assert [each.en for each in SignatureReport("x", "indeterminate").sentences] == [
        "Whose it is cannot be told: the signature is undecided."
    ]


def test_a_time_that_is_only_claimed_is_told_as_such() -> None:
    report = SignatureReport("x", "valid", signer="A", claimed_at=NOW)

    assert report.sentences[1].en == "Claimed time: 02.03.2026 13:30:00, not proved."
