"""Sheets: YAML files that the body itself fills in, read strictly, with all their problems reported at once.

A sheet is plain data: no anchors, no tags, no key twice, no key that nobody reads. A value of the wrong kind is a
problem, never turned into the right one: `01` is the number 1, so an index must stand in quotes.

SheetRefused    the whole file is refused, with every problem found (code of the reading room, such as calendar.refused)
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

import yaml

from document_flow.words import Words

MOST_CHARACTERS = 2_000_000
MOST_NODES = 50_000
"""Keys, values and lists together: what reading costs grows with them, a second at most."""
MOST_DEPTH = 20
MOST_PROBLEMS = 100
"""Signs that are out of place, before reading stops."""
_PLAIN = "tag:yaml.org,2002:"
_NOWHERE = yaml.Mark("", 0, 0, 0, "", 0)
_NO = False
T = TypeVar("T")
_Value = TypeVar("_Value", str, int, bool, date)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a sheet: the line, counted from 1, the place (`days[2].act`) and what to do about it."""

    line: int
    place: str
    words: Words


class SheetRefused(Exception):
    """Nothing of the sheet is used. `problems` are in the order of their lines; `code` says which sheet it was."""

    def __init__(self, code: str, problems: tuple[Problem, ...]) -> None:
        self.code = code
        self.problems = problems
        super().__init__(code, problems)

    def __str__(self) -> str:
        return "; ".join([f"{self.code}", *(f"line {p.line}, {p.place or 'top'}: {p.words.en}" for p in self.problems)])


@dataclass(slots=True)
class Findings:
    """Collects the problems of one sheet while it is read."""

    code: str
    problems: list[Problem] = field(default_factory=list)

    def add(self, line: int, place: str, az: str, en: str) -> None:
        self.problems.append(Problem(line, place, Words(az, en)))

    def refuse_if_any(self) -> None:
        """Raises SheetRefused when anything was found."""
        if self.problems:
            raise SheetRefused(self.code, tuple(sorted(self.problems, key=lambda each: (each.line, each.place))))


class Entry:
    """One mapping of a sheet. A getter that finds a problem notes it and gives the value to go on with.

    Every key must be asked for before `done`, which reports those that nobody read.
    """

    def __init__(self, findings: Findings, place: str, node: yaml.Node) -> None:
        self.findings = findings
        self.place = place
        self.line = node.start_mark.line + 1
        self._read: set[str] = set()
        self._nodes: dict[str, yaml.Node] = {}
        if isinstance(node, yaml.MappingNode):
            self._take(node)
        else:
            self.problem("", "burada «açar: dəyər» sətirləri gözlənilir", "expected lines of the form `key: value`")

    def text(self, key: str, *, default: str | None = None) -> str:
        """A text that is not empty; a number is refused, quotes make it a text."""
        return self._scalar(
            key, str, "", default, Words("dırnaqda mətn", "a text, in quotes where it looks like a number")
        )

    def whole(self, key: str, *, least: int = 0, default: int | None = None) -> int:
        """A whole number, not under `least`."""
        value = self._scalar(key, int, least, default, Words("tam ədəd", "a whole number"))
        if value < least:
            self.problem(key, f"{value} çox azdır: ən azı {least} olmalıdır", f"{value} is too small: at least {least}")
        return value

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        """`true` or `false`."""
        return self._scalar(key, bool, _NO, default, Words("true və ya false", "true or false"))

    def day(self, key: str) -> date:
        """A day written yyyy-mm-dd."""
        return self._scalar(key, date, date.min, None, Words("iiii-aa-gg şəklində gün", "a day as yyyy-mm-dd"))

    def one_of(self, key: str, allowed: Collection[str], *, default: str | None = None) -> str:
        """One of the named words."""
        value = self.text(key, default=default)
        if value and value not in allowed:
            names = ", ".join(allowed)
            self.problem(key, f"«{value}» tanınmır; ola bilər: {names}", f"{value!r} is not known; it may be: {names}")
        return value

    def words(self, key: str) -> Words:
        """A sentence in both languages: `{az: …, en: …}`."""
        entry = self.entry(key)
        if entry is None:
            return Words("", "")
        found = Words(entry.text("az"), entry.text("en"))
        entry.done()
        return found

    def entry(self, key: str, *, optional: bool = False) -> Entry | None:
        """The mapping under the key; none where it is missing."""
        node = self._node(key, optional=optional)
        return None if node is None else Entry(self.findings, self._at(key), node)

    def entries(self, key: str) -> Iterator[Entry]:
        """The mappings of the list under the key."""
        for place, node in self._list(key, optional=False):
            yield Entry(self.findings, place, node)

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts of the list under the key; none where it is missing."""
        found = []
        for place, node in self._list(key, optional=True):
            value = _plain(node)
            if isinstance(value, str) and value:
                found.append(value)
            else:
                self.findings.add(node.start_mark.line + 1, place, "mətn gözlənilir", "expected a text")
        return tuple(found)

    def mapped(self, key: str, read: Callable[[Entry, str], T], *, optional: bool = True) -> dict[str, T]:
        """What the mapping under the key holds, each read by its name; empty where it is missing."""
        under = self.entry(key, optional=optional)
        if under is None:
            return {}
        found = {name: read(under, name) for name in under.keys()}  # noqa: SIM118  an entry is no mapping
        under.done()
        return found

    def has(self, key: str) -> bool:
        """Whether the key stands in the sheet."""
        return key in self._nodes

    def keys(self) -> tuple[str, ...]:
        """The keys in the order of the sheet."""
        return tuple(self._nodes)

    def problem(self, key: str, az: str, en: str) -> None:
        """Note a problem with the value under the key, or with the whole entry where it is empty."""
        node = self._nodes.get(key)
        line = node.start_mark.line + 1 if node is not None else self.line
        self.findings.add(line, self._at(key) if key else self.place, az, en)

    def done(self) -> None:
        """Report the keys that were not read."""
        for key in self._nodes.keys() - self._read:
            names = ", ".join(sorted(self._read))
            self.problem(key, f"bu açar tanınmır; ola bilər: {names}", f"this key is not known; it may be: {names}")

    def _take(self, node: yaml.MappingNode) -> None:
        for key_node, value_node in node.value:
            key = _plain(key_node)
            if not isinstance(key, str):
                self.problem("", f"açar mətn olmalıdır: {key_node.value}", f"a key must be a text: {key_node.value}")
            elif key in self._nodes:
                self._read.add(key)
                line = key_node.start_mark.line + 1
                self.findings.add(line, self._at(key), "bu açar iki dəfə yazılıb", "this key stands twice")
            else:
                self._nodes[key] = value_node

    def _scalar(self, key: str, kind: type[_Value], instead: _Value, default: _Value | None, expected: Words) -> _Value:
        node = self._node(key, optional=default is not None)
        if node is None:
            return instead if default is None else default
        value = _plain(node)
        if type(value) is kind and value != "":
            return value
        self.problem(key, f"gözlənilir: {expected.az}", f"expected {expected.en}")
        return instead

    def _list(self, key: str, *, optional: bool) -> Iterator[tuple[str, yaml.Node]]:
        node = self._node(key, optional=optional)
        if isinstance(node, yaml.SequenceNode):
            for number, item in enumerate(node.value, start=1):
                yield f"{self._at(key)}[{number}]", item
        elif node is not None:
            self.problem(key, "siyahı gözlənilir", "expected a list")

    def _node(self, key: str, *, optional: bool) -> yaml.Node | None:
        self._read.add(key)
        node = self._nodes.get(key)
        if node is None and not optional:
            self.problem(key, "bu açar yoxdur, əlavə edin", "this key is missing, add it")
        return node

    def _at(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place else key


def read_sheet(text: str, code: str) -> Entry:
    """The top of a sheet. Raises SheetRefused at once where the text is not plain YAML at all, or too much of it."""
    findings = Findings(code)
    if len(text) > MOST_CHARACTERS:
        findings.add(1, "", f"mətn {MOST_CHARACTERS} işarədən uzundur", f"longer than {MOST_CHARACTERS} characters")
        findings.refuse_if_any()
    try:
        _refuse_what_is_not_plain(text, findings)
        findings.refuse_if_any()
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
        last = text.count("\n") + 1  # libyaml sees one more line behind a text that does not end in a newline
        line = min(mark.line + 1, last) if mark else 1
        findings.add(line, "", "bu sətir YAML kimi oxunmur", f"this line is no YAML: {error}")
    findings.refuse_if_any()
    return Entry(findings, "", node or yaml.ScalarNode(_PLAIN + "null", "", _NOWHERE, _NOWHERE))


def plain_values(text: str) -> object:
    """The same file as values of Python; only of a text that `read_sheet` has taken. Raises ValueError or YAMLError."""
    return yaml.load(text, Loader=yaml.CSafeLoader)


def _refuse_what_is_not_plain(text: str, findings: Findings) -> None:
    """Anchors let a small file grow without end, tags make values look like what they are not, depth breaks readers.

    It stops at the first thing that makes the rest not worth reading.
    """
    depth = nodes = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        nodes += isinstance(event, yaml.NodeEvent)
        line = event.start_mark.line + 1 if event.start_mark else 1
        if depth > MOST_DEPTH:
            findings.add(line, "", f"{MOST_DEPTH} səviyyədən dərin yazılıb", f"nested deeper than {MOST_DEPTH} levels")
            return
        if nodes > MOST_NODES:
            findings.add(line, "", f"{MOST_NODES} qiymətdən çoxdur; bölün", f"more than {MOST_NODES} values; part it")
            return
        tagged = isinstance(event, yaml.CollectionStartEvent | yaml.ScalarEvent) and event.tag is not None
        if len(findings.problems) > MOST_PROBLEMS:
            return
        if tagged or (isinstance(event, yaml.NodeEvent) and event.anchor is not None):
            findings.add(line, "", "burada &, * və ! işarələri olmaz", "anchors, aliases and tags have no place here")


def _plain(node: yaml.Node) -> object:
    if not isinstance(node, yaml.ScalarNode):
        return None
    try:
        value: object = yaml.SafeLoader("").construct_object(node)
    except (ValueError, yaml.YAMLError):  # 2026-02-30 looks like a day and is none
        return None
    return None if isinstance(value, datetime) else value
