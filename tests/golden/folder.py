"""A folder of golden files: what is made now must be what is kept there, file by file and line by line."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

KEPT = Path(__file__).parent / "kept"
RENEW = "--renew-golden"
_MOST, _MOST_OF_ONE = 400, 60
"""Lines of all differences and of one file's; whoever must see more renews and looks at `git diff`."""


@dataclass(frozen=True, slots=True)
class Golden:
    """`renews` writes what is made instead of comparing it; to be looked at with `git diff` before it is kept."""

    renews: bool = False

    def holds(self, folder: str, made: Mapping[str, str]) -> None:
        """The files of `folder` are these, by their names, and say this; none is missing and none is left over."""
        place = KEPT / folder
        made = {name: text.rstrip("\n") + "\n" for name, text in made.items()}
        if self.renews:
            _write(place, made)
        kept = {str(file.relative_to(place)): file.read_text("utf-8") for file in place.rglob("*") if file.is_file()}
        found = [line for name in sorted(kept | made) for line in _differing(name, kept, made)]
        shown = "\n".join([*found[:_MOST], f"… and {len(found) - _MOST} more lines" if len(found) > _MOST else ""])
        assert not found, f"{folder} is not as it was. If it must change: pytest tests/golden {RENEW}\n{shown}"


def _write(place: Path, made: Mapping[str, str]) -> None:
    for file in sorted(place.rglob("*"), reverse=True):
        if file.is_file() and str(file.relative_to(place)) not in made:
            file.unlink()
    for name, text in made.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text, "utf-8")


def _differing(name: str, kept: Mapping[str, str], made: Mapping[str, str]) -> Iterator[str]:
    if name not in made:
        yield f"{name}: is kept, and nothing makes it any more"
    elif name not in kept:
        yield f"{name}: is new, and nothing is kept of it"
    elif kept[name] != made[name]:
        pair = (kept[name].splitlines(), made[name].splitlines())
        lines = list(difflib.unified_diff(*pair, f"{name} as kept", f"{name} as made", lineterm="", n=2))
        yield from lines[:_MOST_OF_ONE]
        if len(lines) > _MOST_OF_ONE:
            yield f"… and {len(lines) - _MOST_OF_ONE} more lines"
