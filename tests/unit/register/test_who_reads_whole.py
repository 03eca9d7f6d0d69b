"""Whoever reads the register without hiding protected addresses stands in this list, with the reason."""

from __future__ import annotations

import re
from pathlib import Path

import hub

WHOLE = {
    "console/register/gathering.py": "a look for that purpose by who has the right",
    "console/register/protections.py": "the form of a protection, in such a look",
    "programmes/composition.py": "facts of decisions, and what they come to",
    "register/erasing.py": "everything of a person goes",
    "returns/proposed_work.py": "a person's own eyes: which work was proposed to them",
    "returns/telling.py": "agencies are told where somebody lives now",
    "soap/services/utility_entitlement.py": "a utility asks about its own subscribers",
    "web/register_requests.py": "which protections are to be looked at again: ids and days",
    "visits/visits.py": "an act is compared with the register; nothing of it is shown",
}
_WHOLE = re.compile(r"reader(_of\(\w+\))?\.whole|Reader\(.*\)\.whole|sees_protected=True")


def test_nobody_else_sees_a_protected_address() -> None:
    root = Path(hub.__file__).parent
    found = {
        str(file.relative_to(root)) for file in root.rglob("*.py") if _WHOLE.search(file.read_text(encoding="utf-8"))
    }

    assert found - {"register/reading.py"} == WHOLE.keys()
