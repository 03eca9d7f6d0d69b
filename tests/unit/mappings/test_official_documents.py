"""Official documents: what the record promises, and that the wire gives back what was written."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from mappings.official_documents import (
    BodyAddress,
    DocumentFile,
    DocumentNotice,
    DocumentSignature,
    OfficialDocument,
    RelatedDocument,
    document_keys,
)
from mappings.records import record_from_json, record_to_json
from tests.unit.mappings.samples import FORMATS

DOCUMENTS, NOTICES = FORMATS["bodies.document.v1"], FORMATS["bodies.notice.v1"]
SALAM = "e6aff8d7aabcab5ae824356814a091ba2867835cd6b50e6103b95e29866732a5"
COMMITTEE, MINISTRY = BodyAddress(code="99", unit="Qayıdış şöbəsi"), BodyAddress(code="97")

LINES = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=30)
NAMES = st.sampled_from(["məktub.pdf", "əlavə 1.csv", "İĞÜ (2).txt", "a", "siyahı.tar.gz"])
FILES = st.lists(st.tuples(NAMES, st.binary(min_size=1, max_size=40)), min_size=1, max_size=4, unique_by=lambda f: f[0])
DAYS = st.dates(min_value=date(1900, 1, 1))
MOMENTS = st.datetimes(min_value=datetime(1900, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone


@st.composite
def documents(draw: st.DrawFn) -> OfficialDocument:
    files = tuple(
        DocumentFile.of(name, "application/pdf", raw, main=index == 0) for index, (name, raw) in enumerate(draw(FILES))
    )
    signed = st.lists(st.sampled_from([each.name for each in files]), max_size=3, unique=True)
    related = st.builds(
        RelatedDocument, body=st.just("97"), reg_no=LINES, reg_date=DAYS, consignment_id=st.sampled_from([None, "c-1"])
    )
    signature = st.builds(
        DocumentSignature,
        signer=LINES,
        form=st.sampled_from(["PAdES", "XAdES"]),
        signed_at=st.none() | MOMENTS,
        files=signed.map(tuple),
    )
    return OfficialDocument(
        consignment_id="c0ffee",
        sender=COMMITTEE,
        recipient=MINISTRY,
        reg_no=draw(LINES),
        reg_date=draw(DAYS),
        doc_type=draw(LINES),
        subject=draw(LINES),
        reply_due=draw(st.none() | DAYS),
        related=draw(st.none() | related),
        files=files,
        signatures=tuple(draw(st.lists(signature, max_size=2))),
    )


@given(documents())
def test_a_document_that_was_written_is_read_as_the_same_document(document: OfficialDocument) -> None:
    written = DOCUMENTS.write(document)
    read = DOCUMENTS.read(written)

    assert DOCUMENTS.refuse(written) is None
    assert read.issues == ()
    assert read.records == (document,)
    assert sorted(read.keys) == sorted(document_keys(document))
    assert record_from_json(record_to_json(document)) == document


def test_a_letter_stands_in_order_with_what_it_answers() -> None:
    letter = OfficialDocument(
        consignment_id="c0ffee",
        sender=COMMITTEE,
        recipient=MINISTRY,
        reg_no="X-1",
        reg_date=date(2026, 3, 17),
        doc_type="məktub",
        subject="cavab",
        files=(DocumentFile.of("məktub.pdf", "application/pdf", b"x", main=True),),
    )
    own = (("consignment", "99:c0ffee"), ("document", "99:X-1:2026-03-17"))
    answered = RelatedDocument(body="97", reg_no="D-1", reg_date=date(2026, 3, 2), consignment_id="c-1")
    unsent = answered.model_copy(update={"consignment_id": None})

    for related, more in (
        (None, ()),
        (unsent, (("document", "97:D-1:2026-03-02"),)),
        (answered, (("document", "97:D-1:2026-03-02"), ("consignment", "97:c-1"))),
    ):
        assert document_keys(letter.model_copy(update={"related": related})) == own + more


@pytest.mark.parametrize(
    "more",
    [
        {"outcome": "registered", "reg_no": "D-1/2026", "reg_date": date(2026, 3, 17)},
        {"outcome": "refused", "reason": "Aid deyil."},
    ],
)
def test_a_notice_that_was_written_is_read_as_the_same_notice(more: dict[str, Any]) -> None:
    notice = DocumentNotice(consignment_id="c-1", sender=COMMITTEE, recipient=MINISTRY, **more)

    written = NOTICES.write(notice)

    assert NOTICES.refuse(written) is None
    assert NOTICES.read(written).records == (notice,)
    assert NOTICES.read(written).keys == document_keys(notice)
    assert record_from_json(record_to_json(notice)) == notice


@pytest.mark.parametrize(
    "more",
    [
        {"outcome": "registered"},
        {"outcome": "registered", "reg_no": "D-1/2026"},
        {"outcome": "registered", "reg_no": "D-1/2026", "reg_date": date(2026, 3, 17), "reason": "Aid deyil."},
        {"outcome": "refused"},
        {"outcome": "refused", "reason": "Aid deyil.", "reg_no": "D-1/2026"},
        {"outcome": "refused", "reason": "Aid deyil.", "reg_date": date(2026, 3, 17)},
        {"outcome": "read", "reason": "Aid deyil."},
    ],
)
def test_a_notice_is_a_whole_registration_or_a_refusal_with_its_reason(more: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        DocumentNotice(consignment_id="c-1", sender=COMMITTEE, recipient=MINISTRY, **more)


def test_exactly_one_file_is_the_document_itself() -> None:
    document, annex = (DocumentFile.of(name, "text/plain", b"Salam", main=name == "a") for name in ("a", "b"))
    rest = {
        "consignment_id": "c",
        "sender": COMMITTEE,
        "recipient": MINISTRY,
        "reg_no": "1",
        "subject": "Sorğu",
        "reg_date": date(2026, 3, 10),
        "doc_type": "Məktub",
    }

    assert OfficialDocument.model_validate({**rest, "files": (document, annex)}).files[0].main
    for files in ((annex,), (document, document), ()):
        with pytest.raises(ValidationError):
            OfficialDocument.model_validate({**rest, "files": files})


def test_a_file_made_of_its_bytes_gives_them_back_and_shows_no_content() -> None:
    file = DocumentFile.of("məktub.txt", "text/plain", b"Salam", main=True)

    assert (file.size, file.raw(), file.main) == (5, b"Salam", True)
    assert file.sha256 == SALAM
    assert file.content not in repr(file)


@pytest.mark.parametrize(
    "name",
    [
        "../məktub.pdf",
        "a/b.pdf",
        "a\\b.pdf",
        ".gizli",
        "a\u202efdp.exe",
        "a\x00.pdf",
        "con:fig",
        "ə" * 201,
    ],
)
def test_a_file_name_that_leads_elsewhere_or_hides_its_ending_is_an_issue(name: str) -> None:
    document = _written()
    document["SenedZerfi"]["Fayl"][0]["Ad"] = name

    read = DOCUMENTS.read(document)

    assert not read.mapped
    assert {found.path for found in read.issues} == {"/SenedZerfi/Fayl/0/Ad"}


def test_a_changed_file_is_named_and_the_document_keeps_its_place_in_the_order() -> None:
    document = _written()
    document["SenedZerfi"]["Fayl"][0]["Mezmun"] = "U2FsYW0h"

    read = DOCUMENTS.read(document)

    assert not read.mapped
    assert [(found.code, found.path, found.raw) for found in read.issues] == [
        ("map.size_differs", "/SenedZerfi/Fayl/0", "a.txt")
    ]
    assert ("consignment", "99:c0ffee") in read.keys


def test_the_same_consignment_to_another_body_is_another_identity() -> None:
    one, other = _written(), _written()
    other["SenedZerfi"]["Alan"]["QurumKodu"] = "305"

    assert DOCUMENTS.read(one).business_id == "99:97:c0ffee"
    assert DOCUMENTS.read(other).business_id == "99:305:c0ffee"


@pytest.mark.parametrize("place", ["consignmentId", "SenedZerfi"])
def test_without_all_of_its_parts_there_is_no_identity(place: str) -> None:
    document = _written()
    del document[place]

    assert DOCUMENTS.read(document).business_id is None
    assert DOCUMENTS.refuse(document) is not None


def _written() -> dict[str, Any]:
    files = (DocumentFile.of("a.txt", "text/plain", b"Salam", main=True),)
    return DOCUMENTS.write(
        OfficialDocument(
            consignment_id="c0ffee",
            sender=COMMITTEE,
            recipient=MINISTRY,
            reg_no="99/1/2026",
            reg_date=date(2026, 3, 10),
            doc_type="Məktub",
            subject="Sorğu",
            files=files,
        )
    )
