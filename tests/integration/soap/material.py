"""Public material of X-Road beside the project, named by HUB_TEST_MATERIAL; what needs it is skipped without it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from lxml import etree

from tests.acceptance.checkout import PROJECT


def xroad_material() -> Path:
    """Its folder."""
    found = Path(os.environ.get("HUB_TEST_MATERIAL", PROJECT.parent / "shared" / "material")) / "xroad"
    if not found.is_dir():
        pytest.skip("X-Road's schemas and samples are not here; HUB_TEST_MATERIAL names the folder that holds xroad")
    return found


def xroad_schema(name: str, element: etree._Element) -> None:
    """The element is valid by one of the published schemas, where they are here."""
    folder = Path(os.environ.get("HUB_TEST_MATERIAL", PROJECT.parent / "shared" / "material")) / "xroad" / "xsd"
    if folder.is_dir():
        schema = etree.XMLSchema(file=str(folder / name))
        assert schema.validate(element), schema.error_log
