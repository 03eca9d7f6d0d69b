"""The key-encryption keys of an installation: one of 256 bits a line, in a file that stands outside the database.

The first line wraps; those below it still open what they wrapped, until `hub keys rotate` has wrapped it anew. Who has
the file and the database reads everything; who lost the file reads nothing again (docs/how-to/back-up-and-restore.md).
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path

from hub.errors import HubError, Words
from hub.settings import Settings

_KEPT = "data.key"
_LINE = re.compile(r"[0-9a-f]{64}")

KeyFile = Mapping[str, bytes]
"""Keys by name, the one that wraps first. A name tells nothing about its key."""


def key_file(settings: Settings) -> KeyFile:
    """The keys that the settings name; in a sandbox without a name they are made and kept beside the data."""
    path = settings.data_key_file
    if path is None and settings.sandbox:
        path = settings.data / _KEPT
        if not path.exists():
            write_key_file(path, (new_key(),))
    if path is None:
        raise HubError("hub.data_key_missing", _MISSING)
    return _read(path)


def kept_beside(settings: Settings) -> Settings:
    """The settings with the key file that a sandbox keeps beside its data, where they name none: for whoever only reads
    what it has written, in a second terminal.
    """
    path = settings.data / _KEPT
    if settings.data_key_file is not None or not path.exists():
        return settings
    return settings.model_copy(update={"data_key_file": path})


def new_key() -> str:
    """A line for the file."""
    return secrets.token_hex(32)


def write_key_file(path: Path, lines: tuple[str, ...], *, replaces: bool = False) -> None:
    """Whole or not at all, readable by its owner alone. Two that make the first one at once agree on one of them."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as target:
        target.write("".join(f"{line}\n" for line in lines))
        target.flush()
        os.fsync(target.fileno())
    if replaces:
        aside.replace(path)
        return
    try:
        os.link(aside, path)
    except FileExistsError:
        pass
    finally:
        aside.unlink()


def lines_of(path: Path) -> tuple[str, ...]:
    """The keys as they stand in the file; HubError for what is not such a file."""
    try:
        lines = tuple(line.strip() for line in path.read_text("ascii").splitlines() if line.strip())
    except (OSError, UnicodeDecodeError) as failed:
        raise HubError("hub.data_key_unreadable", _unreadable(path, type(failed).__name__)) from failed
    if not lines or not all(_LINE.fullmatch(line) for line in lines):
        raise HubError(
            "hub.data_key_malformed",
            Words(
                f"{path} açar faylı deyil: hər sətirdə 64 onaltılıq simvol olmalıdır (“hub keys new FAYL”).",
                f"{path} is no key file: each line holds 64 hexadecimal characters (`hub keys new FILE`).",
            ),
        )
    return lines


def _read(path: Path) -> KeyFile:
    keys = [bytes.fromhex(line) for line in lines_of(path)]
    return {hashlib.sha256(b"qayidis-hub key name\x00" + key).hexdigest()[:16]: key for key in keys}


_MISSING = Words(
    "HUB_DATA_KEY_FILE verilməyib. Şəxsi məlumatlar açarsız saxlanmır: “hub keys new FAYL” ilə açar faylı yaradın, "
    "onu bütün proseslərə verin və bazadan ayrıca yerdə ehtiyat surətini saxlayın.",
    "HUB_DATA_KEY_FILE is not set. Personal data is not kept without a key: make one with `hub keys new FILE`, give "
    "the file to all processes, and keep a copy of it apart from the database.",
)


def _unreadable(path: Path, why: str) -> Words:
    return Words(
        f"Açar faylı oxunmur ({path}: {why}). Fayl itibsə, onun ehtiyat surətini qaytarın: onsuz məlumat açılmır.",
        f"The key file cannot be read ({path}: {why}). If it is lost, bring back its copy: nothing opens without it.",
    )
