"""What a mapping may name with `as:` and with `check:`, as the registries themselves say it, for those who write one.

A function's words are those that it asks its rule for, found by letting it ask; its example is evaluated when it is
listed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from mappings.checks import CHECKS
from mappings.converters import Tables
from mappings.definition import MISSING, Node
from mappings.issues import Noted
from mappings.registry import CONVERTERS, EXAMPLE_TABLES


@dataclass(frozen=True, slots=True)
class Argument:
    """A word of the rule beside the function's name: its type, or the texts that it may be. `only_with` is the choice
    of another word that brings it, as `format: by_hand`.
    """

    name: str
    kind: Literal["text", "number", "flag"]
    is_required: bool
    default: Any = None
    choices: tuple[str, ...] = ()
    only_with: str = ""


@dataclass(frozen=True, slots=True)
class Function:
    """One function. `fills` is how many fields it gives; `gives` is what it makes of `given` under `rule`."""

    use: Literal["as", "check"]
    name: str
    does: str
    arguments: tuple[Argument, ...]
    rule: Mapping[str, Any]
    given: Any
    gives: Any
    fills: int = 1
    is_written: bool = False


@dataclass(slots=True)
class _NotingNode(Node):
    """A rule that notes what it is asked for."""

    asked: dict[str, Argument] = field(default_factory=dict)

    def _typed(self, key: str, kind: type, fallback: Any, default: Any) -> Any:
        names: dict[type, Literal["text", "number", "flag"]] = {str: "text", int: "number", bool: "flag"}
        is_required = default is MISSING
        self.asked[key] = Argument(key, names[kind], is_required, None if is_required else default)
        return super(_NotingNode, self)._typed(key, kind, fallback, default)

    def choice(self, key: str, known: Iterable[str], default: Any = MISSING) -> str | None:
        known = tuple(known)
        found = super(_NotingNode, self).choice(key, known, default)
        noted = self.asked[key]
        self.asked[key] = Argument(key, "text", noted.is_required, noted.default, known)
        return found


def functions() -> Iterator[Function]:
    """Every converter, then every check, in the order of their registries."""
    for name, named in CONVERTERS.items():
        made = named.make(_rule(named.words), EXAMPLE_TABLES)
        read = made.read(named.raw)
        yield Function(
            "as",
            name,
            _sentence(named.make),
            _arguments(_with_tables(named.make)),
            {"as": name, **named.words},
            named.raw,
            read.value if isinstance(read, Noted) else read,
            made.parts,
            made.write is not None,
        )
    for name, check in CHECKS.items():
        found = check.make(_rule(check.words))({**check.values})
        rule = {"check": name, **check.words}
        yield Function("check", name, _sentence(check.make), _arguments(check.make), rule, check.values, found)


def _arguments(make: Callable[[Node], object]) -> tuple[Argument, ...]:
    """What it asks a rule for, whatever is chosen or under some choices alone."""
    found = _asked(make, {})
    for argument in [*found.values()]:
        by_choice = {choice: _asked(make, {argument.name: choice}) for choice in argument.choices}
        for name, more in {name: each for asked in by_choice.values() for name, each in asked.items()}.items():
            among = [choice for choice, asked in by_choice.items() if name in asked]
            if len(among) < len(by_choice):
                found[name] = replace(more, only_with=f"{argument.name}: {', '.join(among)}")
    return tuple(found.values())


def _with_tables(make: Callable[[Node, Tables], object]) -> Callable[[Node], object]:
    return lambda rule: make(rule, EXAMPLE_TABLES)


def _asked(make: Callable[[Node], object], words: Mapping[str, Any]) -> dict[str, Argument]:
    rule = _NotingNode(words, "", "", [])
    make(rule)
    return rule.asked


def _rule(words: Mapping[str, Any]) -> Node:
    return Node(words, "", "", [])


def _sentence(function: Callable[..., object]) -> str:
    """The first sentence of its docstring, on one line."""
    return " ".join((function.__doc__ or "").split("\n\n")[0].split())
