"""DER (X.690) as far as a CMS signature needs it: written from parts, and cut without being understood.

asn1crypto takes any header that ends in 0x80 for one of indefinite length (one structure in some dozens) and encodes
everything below it anew, each level twice: minutes for a signature. So what is signed or stamped is put together here
from bytes that stay as they came.
"""

from __future__ import annotations

SEQUENCE, SET, OCTETS = 0x30, 0x31, 0x04


def tlv(tag: int, *parts: bytes) -> bytes:
    """Tag, length, and the parts one after the other."""
    content = b"".join(parts)
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + content


def set_of(tag: int, *parts: bytes) -> bytes:
    """A SET OF, its members in the order that DER wants (X.690, 11.6)."""
    return tlv(tag, *sorted(parts))


def oid(dotted: str) -> bytes:
    """An object identifier."""
    first, second, *rest = (int(part) for part in dotted.split("."))
    return tlv(0x06, bytes([40 * first + second]), *(_base128(part) for part in rest))


def integer(value: int) -> bytes:
    """A non-negative INTEGER."""
    return tlv(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def members(raw: bytes) -> tuple[bytes, ...]:
    """The members of a constructed value, each with its header. ValueError where the lengths do not fit."""
    start, end = _content(raw, 0)
    if end != len(raw):
        raise ValueError("bytes behind the value")
    found = []
    while start < end:
        _, stop = _content(raw, start)
        found.append(raw[start:stop])
        start = stop
    return tuple(found)


def _content(raw: bytes, at: int) -> tuple[int, int]:
    """Where the content of the value at `at` begins and ends; tags of one octet, lengths of at most four."""
    if at + 2 > len(raw):
        raise ValueError("a header cut short")
    size, start = raw[at + 1], at + 2
    if size >= 0x80:
        count = size - 0x80
        if not 1 <= count <= 4:
            raise ValueError("a length that DER does not know")
        size, start = int.from_bytes(raw[start : start + count], "big"), start + count
    if start + size > len(raw):
        raise ValueError("a value cut short")
    return start, start + size


def _base128(value: int) -> bytes:
    digits = [value & 0x7F]
    while value := value >> 7:
        digits.append(0x80 | value & 0x7F)
    return bytes(reversed(digits))
