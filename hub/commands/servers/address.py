"""Where the hub of a data folder listens, written beside its data: commands of a second terminal find it there.

The hub holds the file locked while it runs. The system lets go of the lock of a hub that was killed, so that what one
has left behind is told from the address of one that runs, whoever listens there by now.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from hub.settings import Settings

_NAME = "address"


@contextmanager
def announced(settings: Settings, url: str) -> Iterator[None]:
    """While it listens there; the next hub writes its own over what a killed one has left behind."""
    path = settings.data / _NAME
    with path.open("w", encoding="ascii") as kept:
        with suppress(BlockingIOError):
            fcntl.flock(kept, fcntl.LOCK_EX | fcntl.LOCK_NB)
        kept.write(url)
        kept.flush()
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def address_of(settings: Settings) -> str:
    """HUB_HOST and HUB_PORT where either is set, else what the hub that runs on this data folder has written, else by
    default.
    """
    written, is_held = _written(settings)
    if written and is_held:
        return written
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104  # compared only
    return f"http://{host}:{settings.port}"


def left_behind(settings: Settings) -> str | None:
    """Where the hub of this data folder listened that was killed, and runs no more; None where there is no such."""
    written, is_held = _written(settings)
    return written if written and not is_held else None


def _written(settings: Settings) -> tuple[str, bool]:
    """What is written, and whether a hub holds it; nothing where the settings say where the hub is."""
    if settings.model_fields_set & {"host", "port"}:
        return "", False
    try:
        kept = (settings.data / _NAME).open(encoding="ascii")
    except OSError:
        return "", False
    with kept:
        written = kept.read().strip()
        try:
            fcntl.flock(kept, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return written, True
    return written, False
