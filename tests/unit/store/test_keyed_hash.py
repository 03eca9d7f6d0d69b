"""What stands for a personal value in lanes, searches and logs."""

from __future__ import annotations

import hashlib
import re

import pytest

from hub.store.sealing import KeyedHash, Unsealable

ROOT = b"k" * 32


def test_it_is_marked_by_its_scheme_and_the_same_for_every_process() -> None:
    assert re.fullmatch("k1_[0-9a-f]{32}", KeyedHash(ROOT)("fin", "7ABCD12"))
    assert KeyedHash(ROOT)("fin", "7ABCD12") == KeyedHash(ROOT)("fin", "7ABCD12")


def test_another_kind_root_or_value_gives_another_one() -> None:
    keyed = KeyedHash(ROOT)

    made = {
        keyed("fin", "7ABCD12"),
        keyed("idp", "7ABCD12"),
        keyed("fin", "7ABCD13"),
        KeyedHash(b"o" * 32)("fin", "7ABCD12"),
    }

    assert len(made) == 4


def test_a_kind_and_a_value_do_not_run_into_each_other() -> None:
    assert KeyedHash(ROOT)("fin", "x\x00y") != KeyedHash(ROOT)("fin\x00x", "y")


def test_a_commitment_hides_the_hash_until_it_is_opened() -> None:
    sha256 = "ab" * 32
    one, other = KeyedHash(ROOT).commitment("1" * 32, sha256), KeyedHash(ROOT).commitment("2" * 32, sha256)

    assert one != other
    assert sha256 not in "".join((*one, *other))


def test_a_digest_opens_under_its_root_alone_and_equal_bytes_stay_equal() -> None:
    sha256, keyed = hashlib.sha256(b"94FMDDD").hexdigest(), KeyedHash(b"a root" * 6)
    sealed = keyed.digest_sealed(sha256)

    assert keyed.digest_opened(sealed) == sha256
    assert sealed == keyed.digest_sealed(sha256) != keyed.digest_sealed(hashlib.sha256(b"other").hexdigest())
    assert sha256 not in sealed
    with pytest.raises(Unsealable):
        KeyedHash(b"another" * 6).digest_opened(sealed)
    with pytest.raises(Unsealable):
        keyed.digest_opened(sealed[:-1] + ("0" if sealed[-1] != "0" else "1"))
