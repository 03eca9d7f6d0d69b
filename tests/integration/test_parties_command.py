"""`hub parties …`: what one administrator proposes holds once a second one agrees; each step leaves a leaf."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from typer.testing import CliRunner, Result

from hub.access.held_party_rights import altered_party_rights
from hub.access.people import Person, create_person, set_password
from hub.clock import SystemClock
from hub.commands.parties import app
from hub.store.open import open_store
from hub.store.tx import Row
from tests.authority import Authority, private_pem, public_pem
from tests.hubs import HASH_KEY, made_key, settings_for
from tests.schemas import create_all
from tests.tampering import tampered

PASSWORDS = {"samir": "samir-samir-samir", "nermin": "nermin-nermin-nermin", "zaur": "zaur-zaur-zaur"}


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation outside the sandbox, with two administrators and a viewer."""
    settings = settings_for(tmp_path / "data", sandbox=False)

    async def make() -> None:
        await create_all(settings)
        store = await open_store(settings, SystemClock())
        async with store.write() as tx:
            for login, password in PASSWORDS.items():
                role = "viewer" if login == "zaur" else "administrator"
                await create_person(tx, Person(login, login.title(), "committee", frozenset((role,))))
                await set_password(tx, login, password)
        await store.aclose()

    asyncio.run(make())
    for name, value in {
        "DATA": str(settings.data), "HASH_KEY": HASH_KEY, "DATA_KEY_FILE": str(made_key(settings.data)),
        "LOG_LEVEL": "CRITICAL",
    }.items():  # fmt: skip
        monkeypatch.setenv(f"HUB_{name}", value)
    return settings.data


def rows(data: Path, statement: str) -> list[Row]:
    async def read() -> list[Row]:
        store = await open_store(settings_for(data, sandbox=False), SystemClock())
        async with store.read() as tx:
            found = list(await tx.fetch(statement))
        await store.aclose()
        return found

    return asyncio.run(read())


def hub(*words: str, as_: str = "samir") -> Result:
    told = ["--as", as_] if words[0] not in ("list", "waiting", "key", "host-key") else []
    return CliRunner().invoke(app, [*words, *told], input=f"{PASSWORDS.get(as_, 'x')}\n", env={"COLUMNS": "400"})


def agreed(*words: str) -> Result:
    proposed = hub(*words)
    assert proposed.exit_code == 0, proposed.output
    found = re.search(r"hub parties agree (\S+)", proposed.output)
    assert found is not None
    return hub("agree", found[1], as_="nermin")


def key_file(folder: Path, name: str = "key.pem") -> Path:
    made = folder / name
    made.write_text(public_pem(ec.generate_private_key(ec.SECP256R1())))
    return made


def ssh_key_file(folder: Path) -> Path:
    made = folder / "key.pub"
    key = ed25519.Ed25519PrivateKey.generate().public_key()
    made.write_bytes(key.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH))
    return made


def kinds(data: Path) -> list[str]:
    return [row["kind"] for row in rows(data, "SELECT kind FROM evidence_leaves ORDER BY id")]


def test_a_party_comes_in_by_two_administrators_and_each_step_leaves_a_leaf(data: Path, tmp_path: Path) -> None:
    certificate = Authority(tmp_path).issue("fund.example").certificate
    for words in (
        ("add", "fund", "--role", "agency", "--title-en", "Fund"),
        ("grant", "fund", "ask.idp-status", "--purpose", "benefit", "--until", "2099-12-31"),
        ("certificate", "fund", str(certificate)),
        ("public-key", "fund", str(key_file(tmp_path))),
        ("public-key", "fund", str(ssh_key_file(tmp_path))),
        ("limit", "fund", "asks_a_day", "100"),
    ):
        told = agreed(*words)
        assert told.exit_code == 0, told.output

    listed = hub("list").output

    assert "sertifikatlar və açarlar" in listed
    assert "ask.idp-status ask benefit → 2099-12-31" in listed
    assert re.search(r"key ES256 → \d{4}-\d\d-\d\d \(36[45] d\)", listed)
    assert re.search(r"SHA256:\S+ ssh ssh-ed25519 → ", listed)
    assert ("asks_a_day 100" in listed, "certificate →" in listed) == (True, True)
    made = ["party", "party_right", *["party_credential"] * 3, "party_limit"]
    assert kinds(data) == [f"right.{kind}{step}" for kind in made for step in (".proposed", "")]
    assert {tuple(row) for row in rows(data, "SELECT made_by, second_by FROM grants")} == {("samir", "nermin")}
    assert altered(data, *CHANGES) == [[], *[["fund"]] * len(CHANGES)]
    ended = hub("end-right", "fund", "ask.idp-status", "--purpose", "benefit", "--reason", "the agreement has ended")
    assert ended.exit_code == 0, ended.output
    assert altered(data, AGAIN) == [[], ["fund"]]


def altered(data: Path, *changes: str) -> list[list[str]]:
    """The parties that are named as it is, and after each of these changes of rows by hand alone."""

    async def read() -> list[list[str]]:
        store = await open_store(settings_for(data, sandbox=False), SystemClock())
        found = [list(await altered_party_rights(store))]
        for change in changes:
            async with tampered(store, ("grants", "credentials"), change):
                found.append(list(await altered_party_rights(store)))
        await store.aclose()
        return found

    return asyncio.run(read())


CHANGES = (
    "UPDATE grants SET service = 'ask.death' WHERE service = 'ask.idp-status'",
    "UPDATE grants SET valid_until = NULL WHERE service = 'ask.idp-status'",
    "UPDATE grants SET second_by = 'samir' WHERE service = 'ask.idp-status'",
    "UPDATE credentials SET mark = id",
    "UPDATE credentials SET ended_at = 1",
    "UPDATE credentials SET valid_until = valid_until + 1000000",
)
AGAIN = "UPDATE grants SET ended_at = NULL WHERE service = 'ask.idp-status'"


def test_nothing_holds_before_a_second_administrator_agrees(data: Path) -> None:
    found = re.search(r"hub parties agree (\S+)", hub("add", "fund", "--role", "agency").output)
    proposed = found[1] if found else ""

    alone, viewer, wrong = hub("agree", proposed), hub("agree", proposed, as_="zaur"), hub("agree", proposed, as_="x")

    assert [each.exit_code for each in (alone, viewer, wrong)] == [1, 1, 1]
    assert "access.administrators" in viewer.output
    assert rows(data, "SELECT name FROM parties") == []
    assert proposed in hub("waiting").output
    assert hub("refuse", proposed).exit_code == 0, "its maker may take it back"
    assert proposed not in hub("waiting").output
    assert hub("agree", proposed, as_="nermin").exit_code == 1


def test_a_key_follows_another_without_an_outage_and_a_stolen_one_ends_at_once(data: Path, tmp_path: Path) -> None:
    agreed("add", "fund", "--role", "agency")
    for name in ("old.pem", "new.pem"):
        assert agreed("public-key", "fund", str(key_file(tmp_path, name))).exit_code == 0
    old, new = [row["mark"] for row in rows(data, "SELECT mark FROM credentials ORDER BY id")]
    in_a_week = (datetime.now(UTC) + timedelta(days=7)).date().isoformat()

    ending = hub("revoke", old, "--on", in_a_week)
    listed = hub("list").output
    revoked = hub("revoke", new)

    assert (ending.exit_code, revoked.exit_code) == (0, 0)
    assert f"→ {in_a_week}" in listed
    assert (old in listed, new in listed) == (True, True)
    assert new not in hub("list").output
    assert kinds(data)[-2:] == ["right.party_credential.ended"] * 2


def test_what_proves_nothing_is_not_registered(data: Path, tmp_path: Path) -> None:
    agreed("add", "fund", "--role", "agency")
    authority = Authority(tmp_path)
    private, weak, good = tmp_path / "private.pem", tmp_path / "weak.pem", key_file(tmp_path)
    private.write_bytes(private_pem(ec.generate_private_key(ec.SECP256R1())))
    short = rsa.generate_private_key(65537, 1024)  # noqa: S505  # it is refused
    weak.write_bytes(short.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    agreed("public-key", "fund", str(good))

    told = [
        hub("public-key", "fund", str(private)), hub("public-key", "fund", str(weak)),
        hub("public-key", "fund", str(key_file(tmp_path, "a.pem")), "--algorithm", "HS256"),
        hub("public-key", "fund", str(good)), hub("certificate", "fund", str(good)),
        hub("certificate", "fund", str(authority.issue("own", signs_itself=True).certificate)),
        hub("certificate", "fund", str(authority.issue("old", (-60, -1)).certificate)),
    ]  # fmt: skip

    codes = [re.search(r"(access\.[a-z_]+):", each.output) for each in told]
    assert [each[1] if each else None for each in codes] == [
        "access.key_private", "access.key_weak", "access.key_algorithm", "access.credential_known",
        "access.certificate_form", "access.certificate_self_signed", "access.certificate_expired",
    ]  # fmt: skip


def test_a_certificate_of_another_authority_is_not_registered(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    agreed("add", "fund", "--role", "agency")
    ours, other = Authority(tmp_path, "Ours"), Authority(tmp_path, "Another")
    monkeypatch.setenv("HUB_TLS_CLIENT_CA", str(ours.file))
    files = [each.issue("fund.example").certificate for each in (ours, other)]

    good, bad = (hub("certificate", "fund", str(each)) for each in files)

    assert (good.exit_code, bad.exit_code) == (0, 1)
    assert "access.certificate_issuer" in bad.output


def test_our_own_key_is_made_once_and_told_with_its_fingerprint(data: Path) -> None:
    first, second = hub("host-key").output.splitlines(), hub("host-key").output.splitlines()

    assert first == second
    assert (first[0].startswith("ssh-ed25519 "), first[1].startswith("SHA256:")) == (True, True)


def test_api_keys_are_made_in_the_sandbox_alone(data: Path) -> None:
    agreed("add", "fund", "--role", "agency")

    refused = hub("key", "fund")

    assert refused.exit_code == 1
    assert "access.keys_in_sandbox" in refused.output
