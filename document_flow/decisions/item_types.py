"""Item definitions of a DMN file: names for types, of which a table asks only what plain type they come to."""

from __future__ import annotations

from lxml import etree

_DEEPEST = 10
"""Of names that stand for names."""


class ItemTypes:
    """The item definitions of a file, and the types of its input data. What comes to no plain type is empty."""

    def __init__(self, root: etree._Element, space: str) -> None:
        self._space = space
        self._by_name = {each.get("name") or "": each for each in root.findall(f"{{{space}}}itemDefinition")}
        self._inputs = {
            each.get("name") or "": variable.get("typeRef") or ""
            for each in root.findall(f"{{{space}}}inputData")
            for variable in each.findall(f"{{{space}}}variable")
        }

    def of_input(self, name: str) -> str:
        """The type of the input data of that name, as it is written there."""
        return self._inputs.get(name, "")

    def of_part(self, written: str, part: str) -> str:
        """The type of a part of a structure, as it is written there."""
        structure = self._by_name.get(written)
        parts = [] if structure is None else structure.findall(f"{{{self._space}}}itemComponent")
        return next((self._ref(each) for each in parts if each.get("name") == part), "")

    def plain(self, written: str, *, collects: bool = False) -> str:
        """The type behind the name; a list of them only for what collects."""
        for _ in range(_DEEPEST):
            item = self._by_name.get(written)
            if item is None:
                return written.removeprefix("feel:")
            if item.get("isCollection") == "true" and not collects:
                return ""
            written = self._ref(item)
        return ""

    def allowed(self, written: str) -> str:
        """The values that the type allows, as a cell would list them; empty where it names none."""
        for _ in range(_DEEPEST):
            item = self._by_name.get(written)
            if item is None:
                return ""
            for tag in ("typeConstraint", "allowedValues"):
                text = item.findtext(f"{{{self._space}}}{tag}/{{{self._space}}}text") or ""
                if text.strip():
                    return text.strip()
            written = self._ref(item)
        return ""

    def _ref(self, item: etree._Element) -> str:
        return (item.findtext(f"{{{self._space}}}typeRef") or "").strip()
