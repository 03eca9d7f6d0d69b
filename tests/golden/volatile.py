"""What differs from run to run, and what stands for it in golden files. Numbers stand in the order of appearance."""

from __future__ import annotations

import re

_RULES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("signed", re.compile(r'(?<="signature": ")[^"]+|(?<="checkpoint": ")[^"]+')),
    ("sha256", re.compile(r"\b[0-9a-f]{64}\b")),
    ("id", re.compile(r"\b[0-9a-f]{32}\b|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")),
    ("instant", re.compile(r"2026-11-26T(?:06|10):[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:Z|\+00:00|\+04:00)")),
    ("time", re.compile(r"\b10:[0-2][0-9](?::[0-9]{2})?\b")),
    (
        "span",
        re.compile(r"\b[0-9]+(?:[.,][0-9]+)?[\u00a0 ](?:ms|s|san|saniyə|seconds?|dəq|min)\b(?: (?:əvvəl|ago)\b)?"),
    ),
    ("span", re.compile(r"\b(?:indicə|just now)\b")),
    ("leaf", re.compile(r"№ [0-9]+(?= [0-9a-f]{16}\b)|№ [0-9]+, cəmi [0-9]+|no\. [0-9]+ of [0-9]+")),
    ("leaf", re.compile(r'"leaf_index": [0-9]+, "tree_size": [0-9]+|"path": \[ "‹sha256[^]]*\]')),
    ("hex", re.compile(r"\b[0-9a-f]{8,16}\b(?:…[0-9a-f]{6}\b)?|(?<=END_)[0-9a-f]{8}")),
    ("paper code", re.compile(r"\b(?:[0-9A-Z]{6}-){2}[0-9A-Z]{6}\b")),
    ("port", re.compile(r"(?<=127\.0\.0\.1:)[0-9]+")),
)


def settled(text: str) -> str:
    """The text with every volatile value replaced by its name: equal values of a text by the same number."""
    for name, pattern in _RULES:
        seen: dict[str, str] = {}
        text = pattern.sub(lambda found, name=name, seen=seen: _number(name, seen, found.group()), text)  # type: ignore[misc]
    return text


def _number(name: str, seen: dict[str, str], value: str) -> str:
    if name in ("id", "sha256"):
        return seen.setdefault(value, f"‹{name} {len(seen) + 1}›")
    return f"‹{name}›"
