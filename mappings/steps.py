"""What a compiled mapping does while it reads: closures that fill a record's values from a document.

Nothing here knows YAML. In the ordinary case a step allocates nothing but the value; places are spelled out
for issues only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mappings.checks import Check
from mappings.converters import Converter
from mappings.issues import Finding, Issue, Noted, issue, refused
from mappings.paths import MISPLACED, SourcePath

Document = dict[str, Any]
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Made:
    """What made a field of the record: where its raw value stood, the rule, the value, and what was repaired in it.

    `place` and `raw` are None for a constant. All but the rule's and the fields' names are personal.
    """

    fields: tuple[str, ...]
    rule: str
    place: str | None
    raw: Any
    value: Any
    findings: tuple[Finding, ...] = ()


@dataclass(slots=True)
class Run:
    """One reading under way: the whole document, its pointer (empty, or the root element's), the issues so far.

    With `made` it is explained: every value that is taken over is noted there.
    """

    root: Document
    top: str
    issues: list[Issue]
    made: list[Made] | None = None

    def note(self, made: Made) -> None:
        """Keep what made a field, if this reading is explained."""
        if self.made is not None:
            self.made.append(made)


Step = Callable[[Document, str, Values, Run], None]
"""Reads from an object at a pointer into the values of one model."""
Condition = Callable[[Document, Values, Run], bool]
Absent = Callable[[Any], bool]
"""Tells whether a raw value says that there is none."""

_STRUCTURES = frozenset((dict, list, type(MISPLACED)))
_MARKS = ("lossy", "derived")


@dataclass(frozen=True, slots=True)
class ScopeCheck:
    """A check between fields; its issue carries the value of the field `tells`, so that one of many can be found."""

    name: str
    check: Check
    tells: str | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """The steps and checks that fill one model; with `source` every field says where it came from."""

    steps: tuple[Step, ...]
    checks: tuple[ScopeCheck, ...]
    source: str | None

    def read(self, document: Document, pointer: str, run: Run) -> Values:
        """Read one object; the fields that could not be read are simply not there."""
        values: Values = {}
        for step in self.steps:
            step(document, pointer, values, run)
        for check in self.checks:
            code = check.check(values)
            if code is not None:
                told = None if check.tells is None else values.get(check.tells)
                run.issues.append(issue(code, pointer, check.name, told))
        if self.source is not None and values:
            origin = {"source": self.source}
            values["provenance"] = dict.fromkeys((name for name in values if name not in _MARKS), origin)
        return values


def nothing(document: Document, pointer: str, values: Values, run: Run) -> None:
    """Stand in for a rule that was reported as wrong; such a mapping never runs."""


def absence(stated: Any, *, empty_is_absent: bool) -> Absent:
    """Compile what counts as no value: null, one stated value such as `0`, and blank text where the format says so."""
    kind = type(stated)

    def blank(raw: Any) -> bool:
        return raw is None or (type(raw) is str and (not raw or raw.isspace()))

    def null(raw: Any) -> bool:
        return raw is None

    missing = blank if empty_is_absent else null
    if stated is None:
        return missing
    return lambda raw: missing(raw) or (type(raw) is kind and raw == stated)


def constant(names: tuple[str, ...], value: Any, above: str) -> Step:
    """Set fields to a value that the mapping states."""
    made = Made(tuple(above + name for name in names), "value", None, None, value)

    def step(document: Document, pointer: str, values: Values, run: Run) -> None:
        for name in names:
            values[name] = value
        run.note(made)

    return step


def on_condition(condition: Condition, step: Step) -> Step:
    """Take a step only where a condition holds."""

    def conditional(document: Document, pointer: str, values: Values, run: Run) -> None:
        if condition(document, values, run):
            step(document, pointer, values, run)

    return conditional


def if_field(name: str, *, present: bool) -> Condition:
    """Hold where a field of the same model was, or was not, filled by an earlier rule."""
    return lambda document, values, run: (values.get(name) is not None) is present


def when_source(path: SourcePath, allowed: frozenset[tuple[type, Any]]) -> Condition:
    """Hold where the raw value at a path is one of those listed."""
    get, absolute = path.get, path.absolute

    def condition(document: Document, values: Values, run: Run) -> bool:
        raw = get(run.root if absolute else document)
        return not isinstance(raw, dict | list) and (type(raw), raw) in allowed

    return condition


def same_place(name: str, scope: Scope) -> Step:
    """Fill an object from the fields of the object being read."""

    def step(document: Document, pointer: str, values: Values, run: Run) -> None:
        inner = scope.read(document, pointer, run)
        if inner:
            values[name] = inner

    return step


def object_below(name: str, path: SourcePath, scope: Scope, absent: Absent, *, required: bool) -> Step:
    """Fill an object from an object below."""
    get, below = path.get, path.pointer

    def step(document: Document, pointer: str, values: Values, run: Run) -> None:
        raw = get(document)
        if type(raw) is dict:
            inner = scope.read(raw, pointer + below, run)
            if inner:
                values[name] = inner
        elif not absent(raw):
            code = "map.repeated" if type(raw) is list else "map.not_an_object"
            run.issues.append(issue(code, pointer + below, "object"))
        elif required:
            run.issues.append(issue("map.required", pointer + below, "required"))

    return step


def each(name: str, path: SourcePath, scope: Scope, absent: Absent, *, required: bool, single_is_list: bool) -> Step:
    """Fill a list of objects; where XML cannot tell one item from a list of one, `single_is_list` takes it as such."""
    get, below = path.get, path.pointer

    def step(document: Document, pointer: str, values: Values, run: Run) -> None:
        raw = get(document)
        if type(raw) is list:
            values[name] = _items(raw, pointer + below, scope, run)
        elif single_is_list and type(raw) is dict:
            values[name] = _items([raw], pointer + below, scope, run)
        elif not absent(raw):
            run.issues.append(issue("map.not_a_list", pointer + below, "list"))
        elif required:
            run.issues.append(issue("map.required", pointer + below, "required"))

    return step


def each_value(
    name: str, path: SourcePath, converter: Converter, absent: Absent, above: str, *, required: bool
) -> Step:
    """Fill a list of plain values; an item that cannot be read is an issue at its place."""
    get, below = path.get, path.pointer

    def item(raw: Any, place: str, run: Run) -> Any:
        value = refused("map.wrong_type") if type(raw) in _STRUCTURES or raw is None else converter.read(raw)
        if type(value) is not Noted:
            return value
        for finding in value.findings:
            run.issues.append(issue(finding.code, place, converter.rule, raw, finding.suggestion))
        return value.value

    def step(document: Document, pointer: str, values: Values, run: Run) -> None:
        raw = get(document)
        if type(raw) is list:
            found = [item(each, f"{pointer}{below}/{index}", run) for index, each in enumerate(raw)]
            values[name] = kept = [value for value in found if value is not None]
            run.note(Made((above + name,), converter.rule, pointer + below, raw, kept))
        elif not absent(raw):
            run.issues.append(issue("map.not_a_list", pointer + below, "list"))
        elif required:
            run.issues.append(issue("map.required", pointer + below, "required"))

    return step


def _items(raw: list[Any], pointer: str, scope: Scope, run: Run) -> list[Values]:
    items = []
    for index, item in enumerate(raw):
        if type(item) is dict:
            items.append(scope.read(item, f"{pointer}/{index}", run))
        else:
            run.issues.append(issue("map.not_an_object", f"{pointer}/{index}", "object"))
    return items


@dataclass(frozen=True, slots=True)
class Leaf:
    """The way of one value: where it stands, how it is read, which fields it fills, which of them carry its marks."""

    path: SourcePath
    converter: Converter
    names: tuple[str, ...]
    marked: tuple[str, ...]
    absent: Absent
    required: bool
    above: str = ""

    def step(self) -> Step:
        """Compile the closure."""
        get, absolute, convert, absent = self.path.get, self.path.absolute, self.converter.remembering(), self.absent
        names, single = self.names, (self.names[0] if len(self.names) == 1 else None)

        def step(document: Document, pointer: str, values: Values, run: Run) -> None:
            raw = get(run.root if absolute else document)
            if absent(raw):
                self._missing(pointer, run)
                return
            if type(raw) in _STRUCTURES:
                run.issues.append(self._misshapen(raw, pointer, run))
                return
            value = found = convert(raw)
            if type(found) is Noted:
                value = self._note(found, raw, pointer, values, run)
            if value is None:
                return
            if run.made is not None:
                run.made.append(self._made(found, raw, pointer, run))
            if single is None:
                values.update((name, part) for name, part in zip(names, value, strict=True) if part is not None)
            else:
                values[single] = value

        return step

    def _made(self, found: Any, raw: Any, pointer: str, run: Run) -> Made:
        value, findings = (found.value, found.findings) if type(found) is Noted else (found, ())
        fields = tuple(self.above + name for name in self.names)
        return Made(fields, self.converter.rule, self._place(pointer, run), raw, value, findings)

    def _missing(self, pointer: str, run: Run) -> None:
        if self.required:
            run.issues.append(issue("map.required", self._place(pointer, run), self.converter.rule))

    def _place(self, pointer: str, run: Run) -> str:
        return (run.top if self.path.absolute else pointer) + self.path.pointer

    def _misshapen(self, raw: Any, pointer: str, run: Run) -> Issue:
        code = "map.repeated" if type(raw) is list else "map.wrong_type" if type(raw) is dict else "map.not_an_object"
        return issue(code, self._place(pointer, run), self.converter.rule)

    def _note(self, noted: Noted, raw: Any, pointer: str, values: Values, run: Run) -> Any:
        place = self._place(pointer, run)
        for finding in noted.findings:
            run.issues.append(issue(finding.code, place, self.converter.rule, raw, finding.suggestion))
        for mark in noted.marks:
            if self.marked:
                values.setdefault(mark, []).extend(self.marked)
        return noted.value
