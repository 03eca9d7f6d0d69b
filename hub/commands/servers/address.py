"""Where the hub of a data folder listens, written beside its data: commands of a second terminal find it there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from hub.settings import Settings

_NAME = "address"


@contextmanager
def announced(settings: Settings, url: str) -> Iterator[None]:
    """While it listens there. A hub that was killed leaves it behind, and the next one writes its own."""
    path = settings.data / _NAME
    path.write_text(url, encoding="ascii")
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def address_of(settings: Settings) -> str:
    """HUB_HOST and HUB_PORT where either is set, else what the hub of this data folder has written, else by default."""
    if not settings.model_fields_set & {"host", "port"}:
        with suppress(OSError):
            return (settings.data / _NAME).read_text(encoding="ascii").strip()
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104  # compared only
    return f"http://{host}:{settings.port}"
