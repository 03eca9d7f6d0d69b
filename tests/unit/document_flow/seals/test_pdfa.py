"""A letter that is PDF/A-3 stays so when it is signed, archived and renewed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from pyhanko.pdf_utils.generic import BooleanObject, DictionaryObject, NameObject
from pyhanko.pdf_utils.reader import PdfFileReader

from document_flow.rendering.forms import PrintKind
from document_flow.rendering.models.letter import Addressee, Enclosure, Letter
from document_flow.rendering.models.parts import Body, Executor, Signatory
from document_flow.rendering.render import render
from document_flow.seals.pades import _Revision
from document_flow.seals.provider import Level, VisibleSeal
from document_flow.words import Words
from tests.unit.document_flow.seals.conftest import Desk
from tests.unit.document_flow.seals.parties import NOW
from tests.unit.document_flow.seals.pdfa import claims, flaws


@pytest.fixture(scope="module")
def letter() -> bytes:
    data = Letter(
        body=Body(Words("Dövlət Komitəsi", "State Committee")),
        reg_no="99-01-05/5",
        day=date(2026, 3, 2),
        addressee=Addressee(Words("Nümunə Nazirliyi", "Ministry")),
        subject="Ağalı kəndinə qayıdış haqqında",
        text="Kəndə 40 ailə qayıdır.\nSiyahı əlavə olunur.",
        signatory=Signatory(Words("Sədr", "Chair"), "Gülnarə İsmayılova"),
        executor=Executor("Rauf İbrahimli", "(012) 555-00-00"),
        enclosures=(Enclosure("siyahi.csv"),),
    )
    return render(PrintKind.LETTER, data, sample=True)


def test_a_printed_letter_keeps_the_rules_before_it_is_signed(letter: bytes) -> None:
    assert flaws(letter) == []
    assert len(claims(letter)[2]) == 1, "the record of the letter lies in it"


@pytest.mark.parametrize("kind", ["seal", "person"])
@pytest.mark.parametrize("level", ["B-B", "B-T", "B-LTA"])
async def test_signing_keeps_the_rules_and_changes_no_claim(desk: Desk, letter: bytes, level: Level, kind: str) -> None:
    """An EC key made pyHanko raise the version to 2.0, where ISO/TS 32002 begins and PDF/A-3 ends."""
    signed = await desk.sign(desk.request(level=level, key=getattr(desk, kind), document=letter))

    assert flaws(signed.document) == []
    assert claims(signed.document) == claims(letter)
    assert PdfFileReader(BytesIO(signed.document)).input_version == (1, 7)


async def test_renewing_the_archive_keeps_the_rules(desk: Desk, letter: bytes) -> None:
    signed = await desk.sign(desk.request(level="B-LTA", key=desk.person, document=letter))
    desk.authority.now = NOW + timedelta(hours=1)

    renewed = await desk.signing.renew(await desk.signing.renew(signed.document))

    assert flaws(renewed) == []
    assert claims(renewed) == claims(letter)


async def test_a_second_signature_and_a_visible_seal_keep_the_rules(desk: Desk, letter: bytes) -> None:
    first = await desk.sign(desk.request(level="B-LTA", key=desk.person, document=letter))
    seal = VisibleSeal(0, (300, 40, 550, 120))

    second = await desk.sign(desk.request(level="B-LTA", document=first.document, visible=seal))

    assert flaws(second.document) == []
    assert claims(second.document) == claims(letter)


DEMANDING = DictionaryObject({NameObject("/NeedAppearances"): BooleanObject(value=True)})  # type: ignore[no-untyped-call]


def _with(change: Callable[[Any], None]) -> Callable[[bytes], bytes]:
    def changed(pdf: bytes) -> bytes:
        writer = _Revision(BytesIO(pdf))
        change(writer.root)
        writer.update_root()  # type: ignore[no-untyped-call]
        out = BytesIO()
        writer.write(out)  # type: ignore[no-untyped-call]
        return out.getvalue()

    return changed


def _set(name: str, value: Any) -> Callable[[bytes], bytes]:
    return _with(lambda root: root.__setitem__(NameObject(name), value))


@pytest.mark.parametrize(
    ("change", "flaw"),
    [
        (lambda pdf: pdf.replace(b"%PDF-1.7", b"%PDF-2.0", 1), "header"),
        (lambda pdf: pdf + b"x", "bytes behind the end"),
        (_set("/Version", NameObject("/2.0")), "catalog version"),
        (lambda pdf: pdf.replace(b"<pdfaid:part>3<", b"<pdfaid:part>2<", 1), "metadata"),
        (_with(lambda root: root.__delitem__("/OutputIntents")), "output intent"),
        (lambda pdf: pdf.replace(b"/AFRelationship/Data", b"/XXRelationship/Data", 1), "file inside"),
        (_with(lambda root: root.__delitem__("/AF")), "file not associated"),
        (_set("/AcroForm", DEMANDING), "form"),
        (_set("/OpenAction", NameObject("/Any")), "action"),
    ],
)
def test_a_broken_rule_is_seen(letter: bytes, change: Callable[[bytes], bytes], flaw: str) -> None:
    assert flaws(change(letter)) == [flaw]
