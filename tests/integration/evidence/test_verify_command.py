"""`hub verify` as somebody types it."""

from __future__ import annotations

import asyncio
import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hub.cli import app
from hub.clock import SystemClock
from hub.evidence.leaf import make_leaf, write_leaves
from hub.evidence.note import LogKey
from hub.evidence.receipt import Promises, log_key, read_receipt
from hub.evidence.sequencer import YOUNG, Sequencer
from hub.exchange.accept import store_messages
from hub.settings import load_settings
from hub.store.ids import new_id
from hub.store.open import hash_key, installation_id
from hub.store.sealing import KeyedHash
from hub.store.sqlite import SqliteStore
from tests.builders import message
from tests.hubs import made_key
from tests.identity_sealer import vouched
from tests.integration.evidence.conftest import write
from tests.schemas import create_all

BODY = b"not what was sent"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with a log of nine leaves, the receipt of a message, and the heads."""
    monkeypatch.setenv("HUB_DATA", str(tmp_path))
    monkeypatch.setenv("HUB_DATA_KEY_FILE", str(made_key(tmp_path)))
    monkeypatch.setenv("HUB_LANG", "en")
    monkeypatch.setenv("HUB_LOG_LEVEL", "ERROR")
    asyncio.run(_fill(tmp_path))
    return tmp_path


async def _fill(folder: Path) -> None:
    path = folder / "hub.sqlite3"
    await create_all(path)
    store = vouched(await SqliteStore.open(path, SystemClock()))
    hash_, made = KeyedHash(hash_key(load_settings()[0])), message()
    key = log_key(hash_, await installation_id(store))
    sha256 = hashlib.sha256(b"a body").hexdigest()
    body = replace(made.body, digest=hash_.digest_sealed(sha256))
    committed = replace(made, body=body, commitment=hash_.commitment(made.id, sha256)[1])
    async with store.write() as tx:
        await store_messages(tx, [committed], await tx.now() - YOUNG)
    await write(store, 8)
    await Sequencer(store, key).merge()
    async with store.read() as tx:
        found = await read_receipt(tx, made.id, Promises(key, hash_, 10.0))
        heads = [{"size": row["size"], "root": row["root"]} for row in await tx.fetch("SELECT * FROM tree_heads")]
    assert found is not None
    (folder / "receipt.json").write_text(found[1].model_dump_json(), "utf-8")
    (folder / "heads.json").write_text(json.dumps({"heads": heads}), "utf-8")
    (folder / "body").write_bytes(BODY)
    (folder / "key").write_text(str(key.public), "utf-8")
    await store.aclose()


def hub(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["verify", *words])
    return result.exit_code, result.output


def test_a_good_receipt_is_told_claim_by_claim(folder: Path) -> None:
    status, said = hub("receipt", str(folder / "receipt.json"), "--heads", str(folder / "heads.json"))

    assert (status, said.count("✓"), said.count("–")) == (0, 5, 2)


def test_a_receipt_that_no_trusted_head_covers_ends_with_status_3(folder: Path) -> None:
    key = (folder / "key").read_text("utf-8")

    alone, said = hub("receipt", str(folder / "receipt.json"))
    covered, _ = hub("receipt", str(folder / "receipt.json"), "--key", key)
    other, _ = hub("receipt", str(folder / "receipt.json"), "--key", str(LogKey("qayidis-hub/x", b"x" * 32).public))
    nonsense, _ = hub("receipt", str(folder / "receipt.json"), "--key", "x+y+z")

    assert (alone, covered, other, nonsense) == (3, 0, 1, 2)
    assert "give the log's public key (--key)" in " ".join(said.split())


def test_a_body_that_is_another_ends_with_status_1(folder: Path) -> None:
    status, said = hub("receipt", str(folder / "receipt.json"), "--body", str(folder / "body"))

    assert status == 1
    assert "✗ The file given is the body that was sent" in said


@pytest.mark.parametrize("name", ["heads.json", "body"])
def test_what_is_no_receipt_is_said_to_be_none(folder: Path, name: str) -> None:
    status, said = hub("receipt", str(folder / name))

    assert (status, "this is no receipt" in said) == (2, True)


def test_a_whole_log_tells_its_size_and_root(folder: Path) -> None:
    root = json.loads((folder / "heads.json").read_text("utf-8"))["heads"][0]["root"]

    status, said = hub("log", "--heads", str(folder / "heads.json"))

    assert (status, f"9 leaves, root {root}" in said) == (0, True)


def test_a_log_that_was_cut_ends_with_status_1_and_the_place(folder: Path) -> None:
    asyncio.run(_cut(folder))

    status, said = hub("log")

    assert (status, "5: there is no leaf of this number" in said) == (1, True)


def test_a_leaf_that_waits_and_that_the_hub_did_not_write_is_named_with_status_1(folder: Path) -> None:
    leaf = asyncio.run(_invent(folder))

    status, said = hub("log")

    assert (status, f"(right.account, {leaf}) the hub did not write" in said) == (1, True)


async def _invent(folder: Path) -> str:
    """By another's key, as somebody would who has none."""
    store = vouched(await SqliteStore.open(folder / "hub.sqlite3", SystemClock()))
    async with store.write() as tx:
        leaf = make_leaf("right.account", new_id(), await tx.now(), of="fuad", roles="administrator")
        await write_leaves(tx, [leaf])
    await store.aclose()
    return leaf.id


async def _cut(folder: Path) -> None:
    store = await SqliteStore.open(folder / "hub.sqlite3", SystemClock())
    async with store.write() as tx:
        await tx.execute("DELETE FROM evidence_leaves WHERE seq >= 5")
    await store.aclose()
