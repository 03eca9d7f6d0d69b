"""The contract's bytes: what they hold, that they survive, and that any change of them is seen."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.agencies.sima.twin.phone import LinkRefused, ScannedContract
from connectors.web2app import Client, Refused
from connectors.web2app.contract import Addresses, build_contract, operation_id_of, qr_svg
from tests.unit.connectors.sima.desk import CLIENT, FIN, ID, MASTER_KEY, Desk, encoded, operation

ADDRESSES = Addresses("https://qayidis.example/sima/getfile", "https://qayidis.example/sima/callback")
KEY = MASTER_KEY.encode()

names = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def contract(client: Client = CLIENT, **changed: Any) -> bytes:
    return build_contract(operation(**changed), client, ADDRESSES, KEY)


def test_the_contract_has_the_members_of_web2app_in_their_order() -> None:
    read = json.loads(contract())

    assert list(read) == ["SignableContainer", "Header"]
    assert list(read["SignableContainer"]) == ["ProtoInfo", "OperationInfo", "DataInfo", "ClientInfo"]
    assert read["SignableContainer"]["ProtoInfo"] == {"Name": "web2app", "Version": "1.3"}
    assert read["SignableContainer"]["OperationInfo"] == {
        "Type": "Sign",
        "OperationId": ID,
        "NbfUTC": 1795499940,
        "ExpUTC": 1795500300,
        "Assignee": [FIN],
    }
    assert read["SignableContainer"]["ClientInfo"] == {
        "ClientId": 1082,
        "ClientName": "Dövlət Komitəsi Qayıdış",
        "IconURI": "https://qayidis.example/icon.svg",
        "Callback": "https://qayidis.example/sima/callback",
        "HostName": ["qayidis.example"],
        "RedirectURI": "",
    }
    assert read["Header"]["AlgName"] == "HMACSHA256"


def test_the_data_are_named_by_address_and_digest() -> None:
    read = json.loads(contract(content=b"abc"))["SignableContainer"]["DataInfo"]

    digest = base64.b64encode(hashlib.sha256(b"abc").digest()).decode()
    assert read == {"DataURI": "https://qayidis.example/sima/getfile/", "AlgName": "SHA256", "FingerPrint": digest}


def test_data_that_are_prepared_later_are_named_by_address_alone() -> None:
    read = json.loads(contract(content=None))["SignableContainer"]["DataInfo"]

    assert read == {"DataURI": "https://qayidis.example/sima/getfile/"}


@given(name=names, icon=names, hosts=st.lists(names, max_size=3))
def test_names_with_any_spaces_and_letters_survive(name: str, icon: str, hosts: list[str]) -> None:
    made = contract(Client(1, name, icon, "", tuple(hosts)))

    container = json.loads(made)["SignableContainer"]
    assert (container["ClientInfo"]["ClientName"], container["ClientInfo"]["HostName"]) == (name, hosts)
    assert ScannedContract.read(f"x/?{encoded_plainly(made)}", MASTER_KEY).is_ours
    assert operation_id_of(encoded(made), KEY) == ID


def test_the_signature_is_over_the_digest_of_the_containers_bytes() -> None:
    made = contract()

    between = made.partition(b',"Header":')[0].removeprefix(b'{"SignableContainer":')
    expected = hmac.new(KEY, hashlib.sha256(between).digest(), hashlib.sha256).digest()
    assert json.loads(made)["Header"]["Signature"] == base64.b64encode(expected).decode()


def test_the_bytes_have_no_space_but_those_inside_texts() -> None:
    made = contract(Client(1, "iki  söz", "", "")).decode()

    assert made.count(" ") == 2
    assert "iki  söz" in made


def test_the_same_operation_gives_the_same_bytes() -> None:
    assert contract() == contract()


@given(data=st.data())
def test_a_contract_with_any_bit_changed_is_refused(data: st.DataObject) -> None:
    made = bytearray(contract())
    bit = data.draw(st.integers(0, len(made) * 8 - 1))
    made[bit // 8] ^= 1 << bit % 8

    assert refusal_of(encoded(bytes(made))) == "sima.contract"


@given(raw=st.binary(max_size=300))
def test_bytes_of_a_stranger_are_refused(raw: bytes) -> None:
    assert refusal_of(encoded(raw)) == "sima.contract"


@pytest.mark.parametrize(
    "query",
    ["", "tsquery=", "tsquery=%", "tsquery=ə", "other=1", "tsquery=AAAA&tsquery=AAAA", "TSQUERY=AAAA", "tsquery=AA A="],
)
def test_a_query_that_holds_no_contract_is_refused(query: str) -> None:
    assert refusal_of(query) == "sima.contract"


def test_a_contract_under_another_master_key_is_refused() -> None:
    made = build_contract(operation(), CLIENT, ADDRESSES, b"another key")

    assert refusal_of(encoded(made)) == "sima.contract"
    assert not ScannedContract.read(f"x/?{encoded_plainly(made)}", MASTER_KEY).is_ours


def test_something_after_a_contract_is_refused() -> None:
    assert refusal_of(encoded(contract() + b" ")) == "sima.contract"


def test_the_phone_knows_no_other_protocol() -> None:
    made = contract().replace(b'"1.3"', b'"1.4"')

    with pytest.raises(LinkRefused, match=r"phone\.version"):
        ScannedContract.read(f"x/?{encoded_plainly(made)}", MASTER_KEY)


def test_the_link_opens_the_app_with_the_address_that_the_code_holds() -> None:
    started = Desk().start()

    head, _, tail = started.link.partition("/?tsquery=")
    assert head == "sima://web-to-app?data=https://qayidis.example/sima/getfile"
    assert json.loads(base64.b64decode(tail, validate=True))["SignableContainer"]["OperationInfo"]["OperationId"] == ID


def test_the_code_is_an_svg_element_with_a_quiet_zone() -> None:
    drawn = qr_svg("https://qayidis.example/")

    assert isinstance(drawn, str)
    assert drawn.startswith("<svg ")
    assert 'width="99" height="99"' in drawn  # version 2: 25 modules, 4 quiet ones on each side, 3 units each


def test_an_address_that_fits_no_code_is_refused() -> None:
    assert isinstance(qr_svg("x" * 2953), str)
    refusal = qr_svg("ə" * 1477)

    assert isinstance(refusal, Refused)
    assert (refusal.code, "2954" in refusal.en) == ("sima.contract_too_long", True)


def refusal_of(query: str) -> str:
    outcome = operation_id_of(query, KEY)
    return outcome.code if isinstance(outcome, Refused) else "no refusal"


def encoded_plainly(made: bytes) -> str:
    return f"tsquery={base64.b64encode(made).decode()}"
