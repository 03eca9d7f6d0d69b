"""A question by SOAP: answered from the register under the caller's right and purpose, and written down either way."""

from __future__ import annotations

import pytest

from hub.access.keys import issue_key
from tests.integration.api.served import Served
from tests.integration.soap.asking import ask, history
from tests.integration.soap.people import DISPLACED, NO_STATUS, NOBODY, RETURNED, WHY, about, envelope
from tests.parties import make_party, may_ask


@pytest.mark.parametrize("version", ["1.1", "1.2"])
async def test_the_status_of_a_person_is_told_with_its_day(soap: Served, version: str) -> None:
    told = await ask(soap, envelope(about(DISPLACED), version=version), version=version)

    assert (told.status, told.text("answer"), told.text("category")) == (200, "yes", "idp"), told.http.text
    assert told.text("since") == "1993-10-23"
    kind = {"1.1": "text/xml", "1.2": "application/soap+xml"}[version]
    assert told.http.headers["content-type"] == f"{kind}; charset=utf-8"


@pytest.mark.parametrize(
    ("fin", "answer", "ended"),
    [(RETURNED, "no", "2024-05-28"), (NO_STATUS, "not_held", None), (NOBODY, "not_held", None)],
)
async def test_no_and_not_held_are_two_answers(soap: Served, fin: str, answer: str, ended: str | None) -> None:
    told = await ask(soap, envelope(about(fin)))

    assert (told.status, told.text("answer"), told.text("endedOn")) == (200, answer, ended)


async def test_every_asking_is_in_the_persons_history_before_its_answer(soap: Served) -> None:
    await ask(soap, envelope(about(DISPLACED)))
    await ask(soap, envelope(about(DISPLACED), header=""))
    await ask(soap, envelope(about(DISPLACED)), key="sandbox-meis")
    await ask(soap, envelope(about("94FMOD1")))

    subject = soap.hub.hash("fin", DISPLACED)
    why = ("ask.idp-status", "benefit", "668-IQ")
    assert await history(soap) == [
        ("committee", "f.mammadov", subject, *why, "answered"),
        ("committee", None, subject, "ask.idp-status", None, None, "ask.basis_missing"),
        ("meis", "f.mammadov", subject, *why, "access.no_right"),
        ("committee", "f.mammadov", None, *why, "ask.fin_shape"),
    ]


@pytest.mark.parametrize("left_out", ["purpose", "legalBasis"])
async def test_purpose_and_legal_basis_are_both_needed(soap: Served, left_out: str) -> None:
    header = WHY.replace("benefit" if left_out == "purpose" else "668-IQ", " ")

    told = await ask(soap, envelope(about(DISPLACED), header=header))

    assert (told.code, told.text("place")) == ("ask.basis_missing", f"/Envelope/Header/asking/{left_out}")
    assert DISPLACED not in told.http.text


async def test_a_mistyped_fin_is_suggested(soap: Served) -> None:
    told = await ask(soap, envelope(about("94FMOD1")))

    assert (told.code, told.text("suggestion")) == ("ask.fin_shape", "94FM0D1")


async def test_a_grant_covers_its_purpose_and_no_other(soap: Served) -> None:
    async with soap.hub.store.write() as tx:
        await make_party(tx, "fund", to=[may_ask("ask.idp-status", "benefit")])
        key = await issue_key(tx, "fund")

    covered = await ask(soap, envelope(about(DISPLACED)), key=key.text)
    for_a_court = WHY.replace("benefit", "court").replace("668-IQ", "668-IQ, № 2-1")
    other = await ask(soap, envelope(about(DISPLACED), header=for_a_court), key=key.text)

    assert (covered.text("answer"), other.code) == ("yes", "access.no_right")
    assert [each.tag for each in covered.element] == [covered.element[0].tag], "no more than yes, where no law gives it"
