"""What a mapping could not read, as the doors show it: where and by which rule, never the value."""

from __future__ import annotations

from hub.web.views import Said, View


class IssueView(View):
    """What could not be mapped, where and by which rule; never the value."""

    code: str
    path: str
    severity: str
    rule: str
    text: Said


class PlacedIssueView(View):
    """What a mapping could not read, in a list of failures; never the value."""

    code: str
    path: str
    severity: str
    text: Said
