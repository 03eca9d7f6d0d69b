"""A message as a command that would send it again: its key is a placeholder, its body as the page shows it."""

from __future__ import annotations

from hub.console.messages.message_page import MessagePage


def command(it: MessagePage, url: str) -> str:
    """Empty where the message did not come over HTTP as a body of its own."""
    if it.raw is None or it.body is None:
        return ""
    body = it.body.text
    kind = "application/xml" if body.startswith("<") else "application/json"
    end = f"END_{it.view.id[:8]}"
    return (
        f"curl -X POST '{url}/v1/messages/{it.view.format}' \\\n"
        f'  -H "Authorization: Bearer $HUB_KEY" \\\n'
        f"  -H 'Content-Type: {kind}' \\\n"
        f"  --data-binary @- <<'{end}'\n{body}\n{end}"
    )
