"""Containers: what holds, and what is smuggled in. Each attack names its guard; signxml shows what others accept."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st
from signxml.xades.xades import XAdESVerifier

from document_flow.seals.asice import MANIFEST
from document_flow.seals.container import MEDIA_TYPE, MOST_INFLATED, plain_name, read_container, write_container
from document_flow.seals.provider import NO_FACTS, DataFile
from document_flow.seals.refusals import DocumentRefused
from document_flow.seals.verify import VerificationReport, verify_asice
from tests.unit.document_flow.seals.conftest import FILES, Desk
from tests.unit.document_flow.seals.parties import NOW

SIGNATURE = "META-INF/signatures0.xml"
FORGED = ("saxta.pdf", b"%PDF-1.7 forged")


async def judged(desk: Desk, container: bytes) -> VerificationReport:
    return await verify_asice(container, desk.authority.trust, NOW, desk.authority.facts(desk.seal, desk.person))


def codes(report: VerificationReport) -> list[str]:
    return [each.code for each in (*report.problems, *(one for sig in report.signatures for one in sig.problems))]


def rebuilt(container: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    contents = read_container(container)
    change(contents)
    return write_container(list(contents.items()), NOW)


def accepted_by_signxml(desk: Desk, container: bytes, tmp_path: Path) -> bool:
    """What a verifier that only follows references says."""
    root = tmp_path / "root.pem"
    root.write_bytes(desk.authority.hierarchy.root.certificate.public_bytes(Encoding.PEM))
    with zipfile.ZipFile(BytesIO(container)) as archive:
        found = XAdESVerifier().verify(
            archive.read(SIGNATURE),
            ca_pem_file=str(root),
            expect_references=len(FILES) + 1,
            uri_resolver=lambda uri: archive.read(unquote(uri)),
        )
    return len(found) == len(FILES) + 1


@pytest.mark.parametrize("kind", ["seal", "person"])
async def test_a_container_is_valid_here_and_for_signxml(desk: Desk, kind: str, tmp_path: Path) -> None:
    signed = await desk.sign(desk.request("asice", key=getattr(desk, kind)))

    report = await judged(desk, signed.document)

    assert (report.status, codes(report)) == ("valid", [])
    assert [each.az for each in report.signatures[0].covered] == [file.name for file in FILES]
    assert report.signatures[0].stamped_at == NOW
    assert accepted_by_signxml(desk, signed.document, tmp_path)


async def test_the_first_entry_is_the_stored_media_type_at_its_fixed_place(desk: Desk) -> None:
    signed = await desk.sign(desk.request("asice"))

    assert signed.document[30:38] == b"mimetype"
    assert signed.document[38 : 38 + len(MEDIA_TYPE)] == MEDIA_TYPE.encode()


async def test_a_second_official_signs_the_same_container(desk: Desk) -> None:
    first = await desk.sign(desk.request("asice"))
    second = await desk.sign(desk.request("asice", key=desk.person, document=first.document))

    report = await judged(desk, second.document)

    assert report.status == "valid"
    assert [each.place for each in report.signatures] == [SIGNATURE, "META-INF/signatures1.xml"]
    assert read_container(second.document)[SIGNATURE] == read_container(first.document)[SIGNATURE]


async def test_nothing_is_valid_while_nobody_was_asked_about_revocation(desk: Desk) -> None:
    signed = await desk.sign(desk.request("asice"))

    report = await verify_asice(signed.document, desk.authority.trust, NOW, NO_FACTS)

    assert (report.status, set(codes(report))) == (
        "indeterminate",
        {"seals.stamp.revocation", "seals.revocation.unknown"},
    )


async def test_a_smuggled_file_with_an_edited_manifest_is_found_where_signxml_sees_nothing(
    desk: Desk, tmp_path: Path
) -> None:
    """Pitfall 3. Guard: `_check_references` wants exactly the container's files covered by each signature."""
    signed = await desk.sign(desk.request("asice"))

    def smuggle(contents: dict[str, bytes]) -> None:
        contents[FORGED[0]] = FORGED[1]
        entry = b'<manifest:file-entry manifest:full-path="saxta.pdf" manifest:media-type="application/pdf"/>'
        contents[MANIFEST] = contents[MANIFEST].replace(b"</manifest:manifest>", entry + b"</manifest:manifest>")

    forged = rebuilt(signed.document, smuggle)
    report = await judged(desk, forged)

    assert accepted_by_signxml(desk, forged, tmp_path)
    assert (report.status, codes(report)) == ("invalid", ["seals.references"])
    assert "saxta.pdf" in [each.az for each in report.signatures[0].not_covered]


async def test_a_file_that_only_one_of_two_signatures_covers_is_found(desk: Desk) -> None:
    """Pitfall 3. Guard: every signature is held against every file, not against the union."""
    first = await desk.sign(desk.request("asice"))
    wider = rebuilt(first.document, lambda contents: contents.update([FORGED]))
    second = await desk.sign(desk.request("asice", key=desk.person, document=wider))

    report = await judged(desk, second.document)

    assert report.status == "invalid"
    assert [each.status for each in report.signatures] == ["invalid", "valid"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda contents: contents.pop(FILES[0].name), "seals.references"),
        (lambda contents: contents.update({FILES[0].name: b"other"}), "seals.broken"),
        (lambda contents: contents.update({"META-INF/saxta.pdf": b"x"}), "seals.meta"),
        (lambda contents: contents.update({"META-INF/signatures9.xml": b"<x/>"}), "seals.place"),
        (lambda contents: contents.update({"META-INF/signatures9.xml": b"<!DOCTYPE x><x/>"}), "seals.xml.dtd"),
        (lambda contents: contents.pop(SIGNATURE), "seals.none"),
        (lambda contents: contents.update({MANIFEST: b"<x/>"}), "seals.manifest"),
        (lambda contents: contents.update({MANIFEST: b"no xml"}), "seals.manifest"),
        (
            lambda contents: contents.update({MANIFEST: contents[MANIFEST].replace(b"text/xml", b"text/html")}),
            "seals.manifest",
        ),
    ],
)
async def test_what_was_done_to_a_container_is_told(
    desk: Desk, change: Callable[[dict[str, bytes]], None], code: str
) -> None:
    """Guards: `_check_references`, `_check_digest`, and in `_judged` the lists of META-INF and of the manifest."""
    signed = await desk.sign(desk.request("asice"))

    report = await judged(desk, rebuilt(signed.document, change))

    assert report.status != "valid"
    assert code in codes(report)


async def test_a_container_without_a_manifest_is_valid(desk: Desk) -> None:
    signed = await desk.sign(desk.request("asice"))

    report = await judged(desk, rebuilt(signed.document, lambda contents: contents.__delitem__(MANIFEST)))

    assert report.status == "valid"


async def test_a_second_signature_in_one_signature_file_is_refused(desk: Desk) -> None:
    """Guard: `_only_signature`; which of two a reader takes is his choice, so there may be one."""
    signed = await desk.sign(desk.request("asice"))

    def double(contents: dict[str, bytes]) -> None:
        text = contents[SIGNATURE]
        start, end = text.index(b"<ds:Signature "), text.index(b"</asic:XAdESSignatures>")
        hidden = b"<ds:Object>" + text[start:end] + b"</ds:Object>"
        contents[SIGNATURE] = text.replace(b"</ds:KeyInfo>", b"</ds:KeyInfo>" + hidden)

    report = await judged(desk, rebuilt(signed.document, double))

    assert codes(report) == ["seals.place"]


def raw_zip(entries: list[tuple[str, bytes]], **more: int) -> bytes:
    """A container by Python's zipfile with whatever names and compression the attack needs."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in (("mimetype", MEDIA_TYPE.encode()), *entries):
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else more.get("kind", zipfile.ZIP_DEFLATED)
            entry.external_attr = more.get("attributes", 0)
            archive.writestr(entry, content)
    return out.getvalue()


def refusal(container: bytes) -> str:
    with pytest.raises(DocumentRefused) as refused:
        read_container(container)
    assert refused.value.words.az
    return refused.value.code.removeprefix("seals.container.")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_entries_of_one_name_are_refused_and_so_are_names_that_differ_by_case_or_width() -> None:
    """Pitfall 3. Guard: `_check_directory` compares folded names; some readers take the first, some the last."""
    assert refusal(raw_zip([("a.pdf", b"1"), ("a.pdf", b"2")])) == "twice"
    assert refusal(raw_zip([("a.pdf", b"1"), ("A.PDF", b"2")])) == "twice"
    assert refusal(raw_zip([("a.pdf", b"1"), ("ａ.pdf", b"2")])) == "twice"


@pytest.mark.parametrize(
    "name",
    [
        "../a",
        "/a",
        "b/a",
        "a\\b",
        "a/",
        "META-INF/",
        "META-INF/x/y",
        ".a",
        "a.",
        " a",
        "a ",
        "a\u202eb",
        "e\u0301",
        "c:a",
    ],
)
def test_an_odd_name_is_refused(name: str) -> None:
    """Pitfall 3. Guard: `plain_name`."""
    assert refusal(raw_zip([(name, b"1")])) == "odd_name"


@given(st.text(max_size=40))
def test_a_name_that_is_plain_is_one_file_in_one_folder(name: str) -> None:
    if plain_name(name):
        assert Path("/x", name.removeprefix("META-INF/")).parent == Path("/x")
        assert name == name.strip(" ")


def test_a_bomb_is_refused_before_it_is_inflated() -> None:
    """Guard: `_check_entry` on the ratio, `_check_directory` on the sum."""
    half = bytes(MOST_INFLATED // 2 + 1)
    noise = raw_zip([("a", half)], kind=zipfile.ZIP_STORED)

    assert refusal(raw_zip([("a", half)])) == "bomb"
    assert refusal(raw_zip([("a", half), ("b", half)], kind=zipfile.ZIP_STORED)) == "bomb"
    assert set(read_container(noise)) == {"a"}


def test_a_size_that_lies_is_no_bomb_either() -> None:
    """Guard: zipfile stops at the declared size and then finds the checksum wrong."""
    honest = raw_zip([("a", bytes(5_000_000))])
    central = honest.rindex(b"PK\x01\x02")
    local = honest.rindex(b"PK\x03\x04")
    lying = bytearray(honest)
    struct.pack_into("<I", lying, central + 24, 10)
    struct.pack_into("<I", lying, local + 22, 10)

    assert refusal(bytes(lying)) == "unreadable"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda raw: b"prefix" + raw, "hidden"),
        (lambda raw: raw + b"PK", "hidden"),
        (lambda raw: raw[:-2] + b"\x04\x00PK\x03\x04", "hidden"),
        (lambda raw: raw[: len(raw) // 2], "unreadable"),
        (lambda raw: raw.replace(b"mimetype", b"mimetypf"), "mimetype"),
        (lambda raw: raw.replace(b"asic-e", b"asic-s"), "unreadable"),
        (lambda _: b"", "unreadable"),
        (lambda _: raw_zip([])[:0] + b"PK\x05\x06" + bytes(18), "entries"),
        (lambda _: raw_zip([(f"{number}", b"") for number in range(50)]), "entries"),
        (lambda _: raw_zip([("a", b"1")], kind=zipfile.ZIP_BZIP2), "odd_entry"),
        (lambda _: raw_zip([("a", b"/etc/passwd")], attributes=0o120777 << 16), "odd_entry"),
    ],
)
def test_bytes_that_readers_may_see_in_two_ways_are_refused(change: Callable[[bytes], bytes], code: str) -> None:
    """Pitfall 3. Guards: `_check_tiles`, `_check_entry`, `_check_directory`."""
    assert refusal(change(raw_zip([("a.txt", b"content")]))) == code


def test_a_local_header_that_disagrees_with_the_directory_is_refused() -> None:
    """Guard: `_same_header`; a streaming reader goes by the local header, zipfile by the directory."""
    raw = bytearray(raw_zip([("a.txt", b"content")]))
    local = bytes(raw).rindex(b"PK\x03\x04")
    struct.pack_into("<H", raw, local + 8, 0)
    by_method = bytes(raw)
    raw = bytearray(raw_zip([("a.txt", b"content")]))
    struct.pack_into("<I", raw, local + 22, 3)

    assert refusal(by_method) == "hidden"
    assert refusal(bytes(raw)) == "hidden"


def test_an_entry_that_the_directory_does_not_list_is_refused() -> None:
    """Guard: `_check_tiles`: entries must tile the file."""
    whole = raw_zip([("a.txt", b"content"), ("hidden.txt", b"x" * 40)])
    central = whole.index(b"PK\x01\x02")
    second = whole.index(b"PK\x01\x02", whole.index(b"PK\x01\x02", central + 4) + 4)
    end = whole.rindex(b"PK\x05\x06")
    directory = whole[central:second]
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 2, 2, len(directory), central, 0)

    assert second < end
    assert refusal(whole[:central] + directory + tail) == "hidden"


def test_a_media_type_of_another_kind_of_container_is_refused() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/zip")
        archive.writestr("a", "b")

    assert refusal(out.getvalue()) == "mimetype"


def test_an_entry_whose_sizes_follow_its_data_is_read() -> None:
    """Streaming writers leave a data descriptor behind each entry (APPNOTE 4.3.9)."""

    class Stream(BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, offset: int, whence: int = 0) -> int:
            raise OSError

        def tell(self) -> int:
            raise OSError

    out = Stream()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in (("mimetype", MEDIA_TYPE), ("a", "b")):
            entry = zipfile.ZipInfo(name)
            archive.writestr(entry, content)

    assert read_container(out.getvalue()) == {"a": b"b"}


@given(st.dictionaries(st.sampled_from(["a.txt", "ə.pdf", "META-INF/manifest.xml", "ı № 2"]), st.binary(max_size=50)))
def test_what_is_written_is_read_back(contents: Mapping[str, bytes]) -> None:
    assert read_container(write_container(list(contents.items()), NOW)) == contents


@pytest.mark.parametrize(
    "files",
    [
        (),
        (DataFile("a/b", "text/plain", b""),),
        (DataFile("mimetype", "text/plain", b""),),
        (DataFile("META-INF/a", "text/plain", b""),),
        (DataFile("a", "text/plain", b""), DataFile("a", "text/plain", b"")),
    ],
)
async def test_files_that_no_container_can_hold_are_not_signed(desk: Desk, files: tuple[DataFile, ...]) -> None:
    with pytest.raises(DocumentRefused) as refused:
        await desk.signing.prepare(replace(desk.request("asice"), files=files))

    assert refused.value.code in ("seals.container.odd_name", "seals.container.empty")


async def test_a_container_that_is_none_is_invalid_and_never_raises(desk: Desk) -> None:
    report = await judged(desk, b"PK")

    assert (report.status, codes(report)) == ("invalid", ["seals.container.unreadable"])
