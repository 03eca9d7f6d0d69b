"""A message as a command that would send it again: its key is a placeholder, its body as the page shows it."""

from __future__ import annotations

from hub.console.messages.facing import Facing


def command(facing: Facing, url: str) -> str:
    """Empty where the message did not come over HTTP as a body of its own."""
    if facing.raw is None or facing.body is None:
        return ""
    body = facing.body.text
    kind = "application/xml" if body.startswith("<") else "application/json"
    end = f"END_{facing.view.id[:8]}"
    return (
        f"curl -X POST '{url}/v1/messages/{facing.view.format}' \\\n"
        f'  -H "Authorization: Bearer $HUB_KEY" \\\n'
        f"  -H 'Content-Type: {kind}' \\\n"
        f"  --data-binary @- <<'{end}'\n{body}\n{end}"
    )
