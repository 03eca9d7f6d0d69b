"""The published attack corpora: hostile files are refused, harmless ones read, and nothing else is ever raised."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from connectors.parsing import JsonRefused, XmlRefused, canonical_hash, parse_json, parse_xml, to_document


def accepted(parse: Callable[[bytes], object], raw: bytes) -> bool:
    try:
        parse(raw)
    except (JsonRefused, XmlRefused):
        return False
    return True


@pytest.mark.parametrize(("prefix", "wanted", "count"), [("y_", True, 54), ("n_", False, 93)])
def test_json_test_suite(corpora: Path, prefix: str, wanted: bool, count: int) -> None:
    files = sorted((corpora / "JSONTestSuite" / "test_parsing").glob(f"{prefix}*.json"))

    wrong = [file.name for file in files if accepted(parse_json, file.read_bytes()) is not wanted]

    assert len(files) == count
    assert wrong == (["y_object_duplicated_key_and_value.json"] if wanted else [])


def test_json_that_may_go_either_way_is_a_value_that_can_be_written_or_a_refusal(corpora: Path) -> None:
    files = [
        *(corpora / "JSONTestSuite").rglob("i_*.json"),
        *(corpora / "JSONTestSuite" / "test_transform").glob("*.json"),
    ]
    assert len(files) == 35

    for file in files:
        if accepted(parse_json, raw := file.read_bytes()):
            json.dumps(parse_json(raw), allow_nan=False, ensure_ascii=False).encode()


def test_naughty_strings_come_through_unchanged(corpora: Path) -> None:
    raw = (corpora / "blns" / "blns.json").read_bytes()
    strings = parse_json(raw)

    assert len(strings) == 515
    assert strings == json.loads(raw)
    assert canonical_hash(strings) == canonical_hash(parse_json(json.dumps(strings).encode()))


def test_hostile_and_broken_xml(corpora: Path) -> None:
    files = [*(corpora / "defusedxml").glob("*.xml"), *(corpora / "libxml2").rglob("*.xml")]
    files += (corpora / "payloadsallthethings" / "XXE Injection" / "Files").glob("*.xml")
    assert len(files) == 33

    read = {file.name for file in files if accepted(parse_xml, file.read_bytes())}

    assert read == HARMLESS


HARMLESS = {"simple.xml", "simple-ns.xml"}


def test_xxe_payload_lists(corpora: Path) -> None:
    lists = [*(corpora / "xxe-payloads" / "Intruder").iterdir()]
    lists += (corpora / "payloadsallthethings" / "XXE Injection" / "Intruders").iterdir()
    payloads = [line for file in lists for line in file.read_bytes().splitlines() if line.strip()]
    assert len(payloads) > 50

    read = [payload for payload in payloads if accepted(parse_xml, payload)]

    assert not [payload for payload in read if b"<!DOCTYPE" in payload or b"<!ENTITY" in payload]
    assert not [payload for payload in read if "root:" in "".join(str(text) for text in parse_xml(payload).itertext())]


def test_honest_soap_and_signed_documents_are_read(corpora: Path) -> None:
    files = [*(corpora / "pysaml2-xsw").glob("*.xml"), *(corpora.parent / "xroad").rglob("*.xsd")]
    files += [*(corpora.parent / "xroad").rglob("*.wsdl"), *(corpora / "zeep-wsdl").rglob("*.wsdl")]
    assert len(files) > 20

    refused = {file.name for file in files if not accepted(lambda raw: to_document(parse_xml(raw)), file.read_bytes())}

    assert not refused
