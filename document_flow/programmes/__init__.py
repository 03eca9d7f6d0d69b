"""Programmes: a folder each, of declarations alone: what is asked for, known, decided, given and told.

A folder holds `programme.yaml`, its decision tables under `tables`, and nothing that runs.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from document_flow.programmes.folder import read_programme
from document_flow.programmes.programme import PROGRAMME_FILE, Programme

FOLDER = Path(__file__).parent


def programme_folders() -> tuple[Path, ...]:
    """Every programme's folder, by name."""
    return tuple(sorted(each.parent for each in FOLDER.glob(f"*/{PROGRAMME_FILE}")))


@cache
def programmes() -> dict[str, Programme]:
    """All programmes by id. Raises SheetRefused with everything that is wrong in a folder."""
    found = (read_programme((folder / PROGRAMME_FILE).read_text("utf-8")) for folder in programme_folders())
    return {each.id: each for each in found}
