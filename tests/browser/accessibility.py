"""Axe over a page: the rules of WCAG 2.2, levels A and AA, as words that say where to look."""

from __future__ import annotations

import json
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import Page

_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
_OPTIONS = json.dumps({"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": _TAGS}})
_SHOWN = 5


async def violations(page: Page) -> list[str]:
    """A line for each rule that is broken, with the first places."""
    await page.evaluate(AXE_SCRIPT)
    result: dict[str, Any] = await page.evaluate(f"axe.run({_OPTIONS})")
    return [_line(found) for found in result["violations"]]


def _line(found: dict[str, Any]) -> str:
    places = "".join(f"\n    {_place(node)}" for node in found["nodes"][:_SHOWN])
    return f"{found['id']} ({found['impact']}, {len(found['nodes'])} places): {found['help']}{places}"


def _place(node: dict[str, Any]) -> str:
    target = " ".join(str(step) for step in node["target"])
    return f"{target}: {node['html'][:160]} – {node.get('failureSummary', '').splitlines()[1:2]}"
