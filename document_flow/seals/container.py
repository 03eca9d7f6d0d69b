"""ASiC-E containers (ETSI EN 319 162-1) as zip archives: written plainly, read with suspicion.

A reader of zip files may believe the directory at the end or the headers on the way, take the first or the last of two
entries of one name, and inflate whatever it is given. So a container is read only where all readers must see the same:
the entries tile the file from its first byte, each name once and plain, under caps of number, size and ratio.
"""

from __future__ import annotations

import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO

from document_flow.seals.refusals import DocumentRefused
from document_flow.words import Words

MEDIA_TYPE = "application/vnd.etsi.asic-e+zip"
META = "META-INF/"
MOST_ENTRIES = 50
MOST_INFLATED = 100 * 1024 * 1024
MOST_RATIO = 100
_RATIO_FROM = 1024 * 1024
"""Bytes; below it a high ratio harms nobody, and a page of spaces is not an attack."""

_LOCAL = struct.Struct("<4s5H3I2H")
_DESCRIPTORS = (0, 12, 16, 20, 24)
"""Lengths of what may follow an entry's data: nothing, or a data descriptor (APPNOTE 4.3.9)."""


def write_container(files: Sequence[tuple[str, bytes]], at: datetime) -> bytes:
    """A container of named entries in their order after `mimetype`, which is first, stored and without extra field."""
    out = BytesIO()
    moment = (max(at.year, 1980), at.month, at.day, at.hour, at.minute, at.second)
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in (("mimetype", MEDIA_TYPE.encode()), *files):
            entry = zipfile.ZipInfo(name, moment)
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return out.getvalue()


def read_container(raw: bytes) -> dict[str, bytes]:
    """Every entry but `mimetype`, by name. Raises DocumentRefused with a code that begins with `seals.container.`"""
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            entries = archive.infolist()
            _check_directory(entries)
            _check_tiles(raw, entries, archive.start_dir, archive.comment)
            return _inflated(archive, entries)
    except (zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, EOFError, ValueError) as error:
        raise refused("unreadable", "Konteyner oxunmur.", "The container cannot be read as a zip archive.") from error


def plain_name(name: str) -> bool:
    """Whether a name means one file to everybody: NFC, printable, no folder but META-INF/, no dots at its ends."""
    base = name.removeprefix(META)
    return (
        bool(base)
        and not set(base) & set('/\\:*?"<>|')
        and not base.startswith((".", " "))
        and not base.endswith((".", " "))
        and base.isprintable()
        and unicodedata.normalize("NFC", name) == name
        and len(name.encode()) <= 255
    )


def refused(code: str, az: str, en: str) -> DocumentRefused:
    """A container that is not read further."""
    return DocumentRefused(f"seals.container.{code}", Words(az, en))


def _check_directory(entries: Sequence[zipfile.ZipInfo]) -> None:
    if not 0 < len(entries) <= MOST_ENTRIES:
        raise refused(
            "entries", f"Konteynerdə 1-{MOST_ENTRIES} fayl ola bilər.", f"A container holds 1 to {MOST_ENTRIES} files."
        )
    first = entries[0]
    if first.filename != "mimetype" or first.compress_type != zipfile.ZIP_STORED or first.extra:
        raise _no_mimetype()
    if not all(plain_name(entry.filename) and entry.filename == entry.orig_filename for entry in entries):
        raise refused("odd_name", "Konteynerdə qəribə adlı fayl var.", "An entry of the container has an odd name.")
    folded = [unicodedata.normalize("NFKC", entry.filename).casefold() for entry in entries]
    if len(set(folded)) != len(folded):
        raise refused("twice", "Konteynerdə eyni adlı iki fayl var.", "Two entries of the container have one name.")
    for entry in entries:
        _check_entry(entry)
    if sum(entry.file_size for entry in entries) > MOST_INFLATED:
        raise _bomb()


def _check_entry(entry: zipfile.ZipInfo) -> None:
    link = stat.S_ISLNK(entry.external_attr >> 16)
    if entry.flag_bits & 0x1 or link or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise refused(
            "odd_entry",
            "Konteynerdə şifrələnmiş, keçid olan və ya naməlum üsulla sıxılmış fayl var.",
            "An entry of the container is encrypted, a link, or packed in an unknown way.",
        )
    if entry.file_size > max(_RATIO_FROM, MOST_RATIO * entry.compress_size):
        raise _bomb()


def _check_tiles(raw: bytes, entries: Sequence[zipfile.ZipInfo], directory: int, comment: bytes) -> None:
    """No byte outside an entry, before the first, between two, or after the directory: nothing for other readers."""
    end = 0
    for entry in sorted(entries, key=lambda each: each.header_offset):
        name = entry.orig_filename.encode()
        fields = _LOCAL.unpack_from(raw, entry.header_offset)
        start = entry.header_offset + _LOCAL.size
        gap = entry.header_offset - end
        if (end == 0 and gap) or gap not in _DESCRIPTORS or raw[start : start + fields[9]] != name:
            raise _hidden()
        if not _same_header(fields, entry):
            raise _hidden()
        end = start + fields[9] + fields[10] + entry.compress_size
    if entries[0].header_offset or directory - end not in _DESCRIPTORS or comment:
        raise _hidden()
    if raw[-22:-18] != b"PK\x05\x06":
        raise _hidden()


def _same_header(fields: tuple[int, ...], entry: zipfile.ZipInfo) -> bool:
    """Whether a reader that goes by local headers unpacks the same bytes; sizes may follow in a descriptor instead."""
    _, _, flags, method, _, _, crc, packed, size, _, _ = fields
    if method != entry.compress_type or flags != entry.flag_bits:
        return False
    return bool(flags & 0x8) or (crc, packed, size) == (entry.CRC, entry.compress_size, entry.file_size)


def _inflated(archive: zipfile.ZipFile, entries: Sequence[zipfile.ZipInfo]) -> dict[str, bytes]:
    """The contents; zipfile stops at the declared size and checks the CRC, so a lying size is no bomb."""
    contents = {entry.filename: archive.read(entry) for entry in entries}
    if contents.pop("mimetype") != MEDIA_TYPE.encode():
        raise _no_mimetype()
    return contents


def data_files(contents: Mapping[str, bytes]) -> dict[str, bytes]:
    """What is not under META-INF/: what must be signed."""
    return {name: content for name, content in contents.items() if not name.startswith(META)}


def _no_mimetype() -> DocumentRefused:
    return refused(
        "mimetype",
        f"Konteynerin ilk faylı sıxılmamış mimetype ({MEDIA_TYPE}) olmalıdır.",
        f"The container's first entry must be a stored mimetype, {MEDIA_TYPE}.",
    )


def _bomb() -> DocumentRefused:
    return refused("bomb", "Konteyner açılanda həddən böyük olur.", "The container inflates to more than allowed.")


def _hidden() -> DocumentRefused:
    return refused(
        "hidden",
        "Konteynerdə siyahıda olmayan baytlar var: onları başqa proqram fayl kimi göstərə bilər.",
        "The container holds bytes outside its listed entries, which another program may show as a file.",
    )
