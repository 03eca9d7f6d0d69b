"""Signing a body apart from it (RFC 7515, appendix F), as an agency does whose manifest says that it signs."""

from __future__ import annotations

from pathlib import Path

from joserfc import jws
from joserfc.jwk import ECKey


def key_file(folder: Path, agency: str) -> Path:
    """Where the private key of a simulated agency lies, as JWK, in the sandbox's data folder."""
    return folder / f"{agency}.signing.jwk"


def detached(raw: bytes, key: ECKey, *, encoded: bool = True) -> str:
    """The signature of these bytes by an EC key (ES256): header and signature in compact form, nothing between them.

    What is not `encoded` is signed as it is (RFC 7797).
    """
    header: dict[str, object] = {"alg": "ES256", "kid": key.thumbprint()}
    if not encoded:
        header |= {"b64": False, "crit": ["b64"]}
    registry = jws.JWSRegistry(algorithms=["ES256"])
    registry.max_payload_length = max(2 * len(raw), registry.max_payload_length)
    whole = jws.serialize_compact(header, raw, key, registry=registry).encode()
    return (whole[: whole.index(b".")] + b".." + whole[whole.rindex(b".") + 1 :]).decode()
