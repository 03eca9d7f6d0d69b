"""Files laid down for an agency without a server: there whole and once, whatever is repeated."""

from __future__ import annotations

import base64
from functools import partial
from pathlib import Path

import pytest

from connectors.connector import Limits
from connectors.operations import SftpOperation
from connectors.outcome import Delivered, Outcome, Rejected, Unavailable
from connectors.sftp.fetched import FetchedCaller
from hub.exchange.files.outbox import Outbox
from tests.identity_sealer import IdentitySealer

PARTY, NAME, KEY, OTHER_KEY = "bank", "MKO_20261125_01.txt", "0b64d1f2-6c1e-5a5b", "0b64d1f2-6c1e-5a5c"
OPERATION = SftpOperation(name="bank.payments.put", folder="in")


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    return Outbox(tmp_path / "inbox", IdentitySealer())


async def put(outbox: Outbox, raw: bytes = b"D1\r\n", key: str = KEY, name: str = NAME) -> Outcome:
    caller = FetchedCaller(PARTY, OPERATION, partial(outbox.hand_over, PARTY), Limits())
    return await caller.call({"name": name, "content_base64": base64.b64encode(raw).decode()}, key)


async def test_a_file_lies_there_whole(outbox: Outbox) -> None:
    outcome = await put(outbox, b"94FMDDD")

    assert isinstance(outcome, Delivered)
    assert outcome.reference == NAME
    found = outbox.open(PARTY, NAME)
    assert found is not None
    with found:
        assert found.read() == b"94FMDDD"
    assert outbox.lying(PARTY)[NAME][0] == 7


async def test_a_repeat_changes_nothing_and_another_delivery_does_not_take_the_name(outbox: Outbox) -> None:
    await put(outbox)

    assert isinstance(await put(outbox), Delivered)
    taken = await put(outbox, b"other", OTHER_KEY)

    assert isinstance(taken, Rejected)
    assert taken.code == "agency.name_taken"
    found = outbox.open(PARTY, NAME)
    assert found is not None
    with found:
        assert found.read() == b"D1\r\n"


@pytest.mark.parametrize("name", ["../x", "", "a/b", ".hidden", "x" * 121, "ə.txt"])
async def test_a_name_that_leads_elsewhere_is_no_file(outbox: Outbox, name: str) -> None:
    outcome = await put(outbox, name=name)

    assert isinstance(outcome, Rejected)
    assert not outbox.folder.exists()


async def test_a_disk_that_takes_nothing_is_no_agency_that_refuses(outbox: Outbox) -> None:
    outbox.folder.parent.mkdir(exist_ok=True)
    outbox.folder.write_text("in the way")

    assert isinstance(await put(outbox), Unavailable)


async def test_what_nobody_fetched_for_three_months_goes(outbox: Outbox) -> None:
    await put(outbox)

    outbox.tidy((outbox.folder / PARTY / "replies" / NAME).stat().st_mtime + 91 * 24 * 3600)

    assert outbox.lying(PARTY) == {}
    assert isinstance(await put(outbox, key=OTHER_KEY), Delivered)
