"""The simulated phone is no accomplice: it shows an error where the real app is said to."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils.reader import PdfFileReader

from connectors.agencies.sima.twin.phone import Card, LinkRefused, ScannedContract
from connectors.web2app import Answered
from tests.unit.connectors.sima.desk import CARD, CONTENT, FIN, MASTER_KEY, NOW, Desk


def phone() -> Card:
    assert isinstance(CARD.key, ec.EllipticCurvePrivateKey)
    return Card(CARD.key, CARD.certificate)


def scanned(**changed: Any) -> ScannedContract:
    return ScannedContract.read(Desk(**changed).start().link, MASTER_KEY)


def test_a_link_is_read_as_it_was_meant() -> None:
    contract = scanned()

    contract.check(FIN, NOW.timestamp())
    contract.check_file(CONTENT)
    assert contract.address.startswith("https://qayidis.example/sima/getfile/?tsquery=")
    assert contract.client["ClientName"] == "Dövlət Komitəsi Qayıdış"


@pytest.mark.parametrize(
    ("fin", "minutes", "expected"),
    [("1111111", 0, "phone.assignee"), (FIN, -2, "phone.early"), (FIN, 5, "phone.expired")],
)
def test_the_app_refuses_what_is_for_others_or_for_another_time(fin: str, minutes: int, expected: str) -> None:
    at = NOW + timedelta(minutes=minutes)

    with pytest.raises(LinkRefused, match=expected.replace(".", r"\.")):
        scanned().check(fin, at.timestamp())


def test_the_app_refuses_a_contract_that_the_client_did_not_sign() -> None:
    contract = ScannedContract.read(Desk().start().link, "another key")

    with pytest.raises(LinkRefused, match=r"phone\.contract"):
        contract.check(FIN, NOW.timestamp())


def test_the_app_refuses_another_file_than_the_contract_names() -> None:
    with pytest.raises(LinkRefused, match=r"phone\.file"):
        scanned().check_file(CONTENT + b" ")


@pytest.mark.parametrize(
    "link", ["", "sima://web-to-app?data=x", "x/?tsquery=%%%", "x/?tsquery=" + base64.b64encode(b"{}").decode()]
)
def test_the_app_refuses_what_is_no_link(link: str) -> None:
    with pytest.raises(LinkRefused, match=r"phone\.link"):
        ScannedContract.read(link, MASTER_KEY)


async def test_an_answer_of_the_phone_stands_our_checks() -> None:
    desk = Desk()

    body = await phone().answer(ScannedContract.read(desk.start().link, MASTER_KEY), CONTENT)

    assert isinstance(await desk.sima.callback(phone().headers(body), body), Answered)


async def test_a_pdf_comes_back_with_the_signature_inside() -> None:
    pdf = Path(__file__).with_name("blank.pdf").read_bytes()
    desk = Desk(content=pdf)

    body = await phone().answer(ScannedContract.read(desk.start().link, MASTER_KEY), pdf)
    answered = await desk.sima.callback(phone().headers(body), body)

    assert isinstance(answered, Answered)
    assert answered.signed_file is not None
    (signature,) = PdfFileReader(BytesIO(answered.signed_file)).embedded_signatures
    assert signature.signer_cert.dump() == CARD.der
    assert json.loads(body)["Type"] == "Sign"
