"""ASiC-E with XAdES (ETSI EN 319 162-1, 4.4): files, a manifest, and a signature file each for everybody who signs.

Every signature covers every file, so nothing can lie in a container unsigned. A further signature is a further file
`META-INF/signatures1.xml`; those before it are not touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from urllib.parse import quote

from lxml import etree

from document_flow.seals import xades_archive
from document_flow.seals.container import META, data_files, plain_name, read_container, refused, write_container
from document_flow.seals.dsig import ASIC
from document_flow.seals.provider import Prepared, RawSignature, SigningRequest
from document_flow.seals.stamps import Stamper
from document_flow.seals.xades import Covered, build, prepared_from, put_value, written
from document_flow.seals.xades_archive import Asked
from document_flow.xml import XmlRefused, parse

MANIFEST = f"{META}manifest.xml"
MANIFEST_NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
SIGNATURES = f"{{{ASIC}}}XAdESSignatures"
_SIGNATURE_NAME = re.compile(re.escape(META) + r"[^/]*signatures[^/]*\.xml")
MOST_META_BYTES = 16 * 1024 * 1024
"""Of one file under META-INF/."""


async def prepare(request: SigningRequest) -> Prepared:
    """Put the files into a new container, or take an existing one, with one more signature. Raises DocumentRefused."""
    contents = read_container(request.document) if request.document else _new_contents(request)
    files = data_files(contents)
    if not files:
        raise refused("empty", "Konteynerdə imzalanacaq fayl yoxdur.", "The container has no file to sign.")
    types = media_types(contents)
    covered = tuple(
        Covered(uri_of(name), sha256(content).digest(), types.get(name, "application/octet-stream"))
        for name, content in files.items()
    )
    signature = build(request, covered)
    root = etree.Element(SIGNATURES, nsmap={"asic": ASIC})
    root.append(signature)
    number = next(number for number in range(len(contents) + 1) if _entry(number) not in contents)
    entry = _entry(number)
    draft = write_container([*contents.items(), (entry, written(root))], request.at)
    return prepared_from(request, signature, draft, entry=entry, at=request.at.isoformat())


async def fill(prepared: Prepared, answer: RawSignature, stamper: Stamper | None) -> bytes:
    """The container with the value, and the stamp over it, in its newest signature."""
    contents = read_container(prepared.draft)
    entry = prepared.notes["entry"]
    root = parse(contents[entry], most_bytes=MOST_META_BYTES)
    await put_value(root[0], prepared, answer, stamper)
    contents[entry] = written(root)
    return write_container(list(contents.items()), datetime.fromisoformat(prepared.notes["at"]))


async def archive(container: bytes, entries: Iterable[str], asked: Asked, stamper: Stamper, at: datetime) -> bytes:
    """The container with the archives of these signatures, or with renewed ones; `at` goes into the zip archive."""
    contents = read_container(container)
    files = {uri_of(name): content for name, content in data_files(contents).items()}
    for entry in entries:
        root = parse(contents[entry], most_bytes=MOST_META_BYTES)
        await xades_archive.archive(root[0], lambda uri: files[uri], asked, stamper)
        contents[entry] = written(root)
    return write_container(list(contents.items()), at)


def signature_entries(contents: Mapping[str, bytes]) -> tuple[str, ...]:
    """The names of the files that hold signatures (EN 319 162-1, 4.4.3.2)."""
    return tuple(name for name in contents if _SIGNATURE_NAME.fullmatch(name))


def uri_of(name: str) -> str:
    """A file's name as a reference names it: UTF-8, percent-encoded (RFC 3986)."""
    return quote(name, safe="")


def media_types(contents: Mapping[str, bytes]) -> dict[str, str]:
    """The media type of each file as the manifest has it; the manifest itself is not signed, so it proves nothing."""
    try:
        root = parse(contents.get(MANIFEST, b""), most_bytes=MOST_META_BYTES)
    except XmlRefused:
        return {}
    path, kind = f"{{{MANIFEST_NAMESPACE}}}full-path", f"{{{MANIFEST_NAMESPACE}}}media-type"
    return {str(entry.get(path)): str(entry.get(kind)) for entry in root if entry.get(path) != "/"}


def _new_contents(request: SigningRequest) -> dict[str, bytes]:
    contents = {file.name: file.content for file in request.files}
    if len(contents) != len(request.files) or not all(
        plain_name(name) and not name.startswith(META) and name != "mimetype" for name in contents
    ):
        raise refused(
            "odd_name",
            "Faylın adı konteyner üçün yararsızdır və ya iki fayl eyni adlıdır.",
            "A file's name cannot be used in a container, or two files have one name.",
        )
    return {**contents, MANIFEST: _manifest(request)}


def _manifest(request: SigningRequest) -> bytes:
    root = etree.Element(f"{{{MANIFEST_NAMESPACE}}}manifest", nsmap={"manifest": MANIFEST_NAMESPACE})
    rows = [("/", "application/vnd.etsi.asic-e+zip"), *((file.name, file.media_type) for file in request.files)]
    for path, kind in rows:
        entry = etree.SubElement(root, f"{{{MANIFEST_NAMESPACE}}}file-entry")
        entry.set(f"{{{MANIFEST_NAMESPACE}}}full-path", path)
        entry.set(f"{{{MANIFEST_NAMESPACE}}}media-type", kind)
    return written(root)


def _entry(number: int) -> str:
    return f"{META}signatures{number}.xml"
