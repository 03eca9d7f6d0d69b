"""Which keys of SSH are registered, and how they are known."""

from __future__ import annotations

import asyncssh
import pytest

from hub.access.ssh_keys import read_ssh_key
from hub.errors import Refused


@pytest.mark.parametrize("kind", ["ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521"])
def test_a_key_is_known_by_the_fingerprint_that_ssh_shows_and_its_comment_is_not_kept(kind: str) -> None:
    key = asyncssh.generate_private_key(kind, comment="kamran@home")

    read = read_ssh_key(key.export_public_key().decode(), 1, 2)

    assert (read.mark, read.algorithm, read.since, read.until) == (key.get_fingerprint("sha256"), kind, 1, 2)
    assert "kamran" not in read.public


def test_a_key_of_rsa_has_3072_bits() -> None:
    good, weak = (asyncssh.generate_private_key("ssh-rsa", key_size=size) for size in (3072, 2048))

    assert read_ssh_key(good.export_public_key().decode(), 1, 2).algorithm == "ssh-rsa"
    with pytest.raises(Refused, match=r"access\.key_weak"):
        read_ssh_key(weak.export_public_key().decode(), 1, 2)


def test_what_is_private_no_key_or_of_another_kind_is_refused() -> None:
    private = asyncssh.generate_private_key("ssh-ed25519").export_private_key().decode()
    security_key = "sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29tAAAAIA== x"

    for text, code in ((private, "key_private"), ("ssh-ed25519 AAAA", "key_form"), ("x", "key_form"),
                       (security_key, "key_form"), ("ssh-ed25519 ə", "key_form")):  # fmt: skip
        with pytest.raises(Refused, match=rf"access\.{code}"):
            read_ssh_key(text, 1, 2)
