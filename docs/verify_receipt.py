"""Checks a receipt of the hub without the hub: one file, Python 3.9 or newer, its standard library and `cryptography`.

    python3 verify_receipt.py RECEIPT.json --key 'NAME+ID+KEY' [--body FILE]

RECEIPT.json is the answer of GET /v1/messages/{id}/receipt, the key that of GET /v1/evidence/key (kept from earlier, or
had from the other side by another way than the receipt). Says for each claim whether it holds. The exit status is 0 if
the receipt is proven, 1 if something in it is false, 3 if it is not in the log yet, 2 if a file or the key cannot be
read.

What is checked: leaf and tree after RFC 9162, sections 2.1.1 and 2.1.3.2; the commitment to the body by HMAC-SHA-256;
the head and the promise by Ed25519 (RFC 8032), the head being a checkpoint in a signed note (C2SP tlog-checkpoint and
signed-note). For a time stamp over a head (GET /v1/evidence/heads), write its token to a file and ask
`openssl ts -verify -token_in -in TOKEN -data CHECKPOINT -CAfile AUTHORITY.pem`.
"""

import argparse
import base64
import hashlib
import hmac
import json
import pathlib
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

PROVEN, FALSE, UNREADABLE, NOT_YET = 0, 1, 2, 3


def sha256(*parts):
    """SHA-256 of the parts together."""
    return hashlib.sha256(b"".join(parts)).digest()


def read_key(text):
    """Name, id and key of the log from its public text."""
    name, given, coded = text.strip().split("+", 2)
    kind_and_key = base64.b64decode(coded, validate=True)
    key_id = sha256(name.encode(), b"\n", kind_and_key)[:4]
    if kind_and_key[:1] != b"\x01" or len(kind_and_key) != 33 or key_id.hex() != given:
        raise ValueError("this is no public key of a log: NAME+ID+KEY is")
    return name, key_id, Ed25519PublicKey.from_public_bytes(kind_and_key[1:])


def is_signed(text, signature, key):
    """Whether the signature, behind the id of the key, is the key's over the text."""
    _, key_id, public = key
    try:
        signed = base64.b64decode(signature, validate=True)
        public.verify(signed[4:], text.encode())
    except (ValueError, InvalidSignature):
        return False
    return signed[:4] == key_id


def is_in_tree(leaf, index, size, path, root):
    """RFC 9162, section 2.1.3.2."""
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = sha256(b"\x01", sibling, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = sha256(b"\x01", found, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and hmac.compare_digest(found, root)


def states(note, name, size, root):
    """Whether the head that was signed is the one which the proof is against."""
    lines = note.partition("\n\n")[0].split("\n")
    return lines[:3] == [name, str(size), base64.b64encode(root).decode()]


def is_signed_note(note, key):
    """Whether the key has signed the note."""
    text, _, signatures = note.partition("\n\n")
    lines = (line.split(" ") for line in signatures.split("\n"))
    return any(len(line) == 3 and line[1] == key[0] and is_signed(text + "\n", line[2], key) for line in lines)


def claims(receipt, key, body):
    """Each claim in words, and whether it holds."""
    leaf, hash_ = receipt["leaf"], bytes.fromhex(receipt["leaf_hash"])
    facts, commitment = json.loads(leaf), receipt["commitment"]
    opening, digest = bytes.fromhex(commitment["opening"]), bytes.fromhex(receipt["sha256"])
    value = hmac.new(opening, digest, hashlib.sha256).hexdigest()
    promise = "{}/promise\n{}\n{}\n{:g}\n".format(
        receipt["log"], receipt["leaf_hash"], receipt["accepted_at"], receipt["merge_delay_seconds"]
    )
    yield "the leaf has the leaf hash", sha256(b"\x00", leaf.encode()) == hash_
    yield (
        "the leaf states that this message was accepted",
        (facts.get("kind"), facts.get("subject")) == ("message.accepted", receipt["message_id"]),
    )
    yield "the leaf commits to the body's SHA-256", facts.get("body") == commitment["value"] == value
    if body is not None:
        yield "the file given is the body that was sent", hashlib.sha256(body).digest() == digest
    yield "the promise is signed by the log", receipt["log"] == key[0] and is_signed(promise, receipt["signature"], key)
    proof = receipt["inclusion"]
    if proof is not None:
        root, path = bytes.fromhex(proof["root"]), [bytes.fromhex(each) for each in proof["path"]]
        size, note = proof["tree_size"], proof["checkpoint"]
        yield "the leaf is in the tree", is_in_tree(hash_, proof["leaf_index"], size, path, root)
        yield "the tree's head is signed by the log", states(note, key[0], size, root) and is_signed_note(note, key)


def main():
    """Read what was given, say what holds; the exit status."""
    parser = argparse.ArgumentParser(description="Check a receipt of the hub without the hub.")
    parser.add_argument("receipt")
    parser.add_argument("--key", required=True, metavar="NAME+ID+KEY")
    parser.add_argument("--body", help="the bytes that were sent")
    given = parser.parse_args()
    try:
        receipt = json.loads(pathlib.Path(given.receipt).read_text("utf-8"))
        body = pathlib.Path(given.body).read_bytes() if given.body else None
        found = list(claims(receipt, read_key(given.key), body))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        print(f"cannot be read: {error}", file=sys.stderr)
        return UNREADABLE
    for words, holds in found:
        print("\N{CHECK MARK}" if holds else "\N{BALLOT X}", words)
    if not all(holds for _, holds in found):
        return FALSE
    if receipt["inclusion"] is None:
        print("The leaf is not in the log yet: fetch the receipt again after the merge delay.")
        return NOT_YET
    return PROVEN


if __name__ == "__main__":
    sys.exit(main())
