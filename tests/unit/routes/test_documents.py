"""Where documents go, and whom the committee takes them from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from connectors.agencies.nazirlik.twin.envelope import MINISTRY
from mappings.official_documents import BodyAddress, DocumentFile, DocumentNotice, OfficialDocument
from mappings.records import Person, Record
from routes import from_agencies, outgoing_documents
from routes.address_book import BODIES, body_of, objection
from routes.route import DOCUMENTS, Routes

US = "99"
(NAZIRLIK,) = BODIES


def document(sender: str = NAZIRLIK.code, recipient: str = US) -> OfficialDocument:
    return OfficialDocument(
        consignment_id="c-1",
        sender=BodyAddress(code=sender),
        recipient=BodyAddress(code=recipient),
        reg_no="1",
        reg_date=date(2026, 3, 10),
        doc_type="Məktub",
        subject="Sorğu",
        files=(DocumentFile.of("a.txt", "text/plain", b"Salam", main=True),),
    )


def notice(sender: str = NAZIRLIK.code, recipient: str = US) -> DocumentNotice:
    return DocumentNotice(
        consignment_id="c-1",
        sender=BodyAddress(code=sender),
        recipient=BodyAddress(code=recipient),
        outcome="refused",
        reason="Aid deyil.",
    )


@pytest.mark.parametrize(
    ("record", "wanted"),
    [
        (document(US, NAZIRLIK.code), ["nazirlik.send_document"]),
        (notice(US, NAZIRLIK.code), ["nazirlik.send_notice"]),
        (document(US, "305"), []),
        (notice(US, "305"), []),
        (Person(), []),
    ],
)
def test_a_record_goes_to_the_body_it_is_addressed_to(record: Record, wanted: list[str]) -> None:
    assert [each.name for each in outgoing_documents.route.destinations if each.when(record)] == wanted


def test_what_comes_from_other_bodies_goes_to_the_documents() -> None:
    routes = Routes((*from_agencies.ROUTES, outgoing_documents.route))

    for name in ("bodies.document.v1", "bodies.notice.v1"):
        found = routes.for_format(name)
        assert found is not None
        assert [each.name for each in found.destinations] == [DOCUMENTS]


def test_a_body_is_found_by_its_index() -> None:
    assert body_of(NAZIRLIK.code) is NAZIRLIK
    assert body_of("305") is None
    assert NAZIRLIK.code == MINISTRY


@pytest.mark.parametrize("make", [document, notice])
def test_a_record_is_taken_from_the_party_that_speaks_for_its_sender_and_only_for_us(
    make: Callable[..., OfficialDocument | DocumentNotice],
) -> None:
    assert objection(make(), "nazirlik", US) is None
    assert objection(make(), "edliyye", US) == "documents.sender_does_not_match"
    assert objection(make(sender="305"), "nazirlik", US) == "documents.sender_does_not_match"
    assert objection(make(recipient="305"), "nazirlik", US) == "documents.invalid_addressee"
