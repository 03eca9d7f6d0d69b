"""Dataclasses whose methods are written when they are first called.

A start makes some 1,700 classes of ours. For each of them Python compiles six methods, of which a process calls few:
that was a third of the time until it was ready (decision 41). What is made here is what `dataclass(frozen=True,
slots=True)` makes, by Python's own code, only later; other forms and other people's classes are left to Python.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import Field, FrozenInstanceError, dataclass, fields
from functools import partial
from threading import RLock
from typing import Any

_OURS = ("hub", "routes", "connectors", "mappings", "document_flow", "tests")
_LATE = ("__init__", "__repr__", "__eq__", "__hash__")
_AT_ONCE = ("__setattr__", "__delattr__", "__getstate__", "__setstate__")
_FORM = {"frozen": True, "slots": True}
_FORMS = (_FORM, {**_FORM, "kw_only": True})
_standard: Callable[..., Any] = dataclass
_lock = RLock()
"""Reentrant, as imports are; two threads may also need a method at once."""


def install() -> None:
    """Before anything is imported that makes a dataclass of ours."""
    dataclasses.dataclass = _dataclass


def _dataclass(plain: Any = None, /, **options: Any) -> Any:
    """What stands in the place of `dataclasses.dataclass`."""
    if plain is None:
        return partial(_dataclass, **options)
    if options in _FORMS and _can_wait(plain):
        with _lock:
            return _with_late_methods(plain, options)
    return _standard(plain, **options)


def _can_wait(plain: type) -> bool:
    """A class without a docstring gets one that tells its signature, for which a method has to be written."""
    return (
        plain.__module__.partition(".")[0] in _OURS
        and plain.__doc__ is not None
        and plain.__dict__.keys().isdisjoint((*_LATE, *_AT_ONCE))
        and all(each.__dataclass_params__.frozen for each in _parents(plain))
    )


def _parents(plain: type) -> list[Any]:
    return [each for each in plain.__mro__[1:] if "__dataclass_params__" in each.__dict__]


def _with_late_methods(plain: type, options: dict[str, bool]) -> type:
    given = {name: value for name, value in plain.__dict__.items() if isinstance(value, Field)}
    with _thawed(plain):
        made: type[Any] = _standard(plain, **{**options, "frozen": False}, init=False, repr=False, eq=False)
    for name in ("init", "repr", "eq", "frozen"):
        setattr(made.__dataclass_params__, name, True)
    for name, at_once in zip(_AT_ONCE, _unchanging(made), strict=True):
        setattr(made, name, at_once)

    def write() -> Mapping[str, Any]:
        """By Python's own code, on the class as it was before it had slots."""
        with _lock:
            if isinstance(made.__dict__["__init__"], _Method):
                for name, value in given.items():
                    setattr(plain, name, value)
                written = _standard(plain, **{**options, "slots": False})
                for name in _LATE:
                    setattr(made, name, written.__dict__[name])
            return made.__dict__

    for name in _LATE:
        setattr(made, name, _Method(name, write))
    return made


@contextmanager
def _thawed(plain: type) -> Iterator[None]:
    """Of parents that are frozen Python makes no class that is not."""
    parents = _parents(plain)
    for each in parents:
        each.__dataclass_params__.frozen = False
    try:
        yield
    finally:
        for each in parents:
            each.__dataclass_params__.frozen = True


class _Method:
    """Stands for a method until it is looked up."""

    __slots__ = ("_name", "_write")

    def __init__(self, name: str, write: Callable[[], Mapping[str, Any]]) -> None:
        self._name, self._write = name, write

    def __get__(self, instance: object, owner: type) -> Any:
        return self._write()[self._name].__get__(instance, owner)


def _unchanging(made: type[Any]) -> tuple[Callable[..., Any], ...]:
    """Refuses to set and to delete what a frozen class has; gives and takes its state for copies of it."""
    names = frozenset(each.name for each in fields(made))

    def keep(self: object, name: str, value: object) -> None:
        if type(self) is made or name in names:
            raise FrozenInstanceError(f"cannot assign to field {name!r}")
        super(made, self).__setattr__(name, value)

    def keep_all(self: object, name: str) -> None:
        if type(self) is made or name in names:
            raise FrozenInstanceError(f"cannot delete field {name!r}")
        super(made, self).__delattr__(name)

    return keep, keep_all, _state, _restore


def _state(self: Any) -> list[object]:
    return [getattr(self, each.name) for each in fields(self)]


def _restore(self: Any, state: list[object]) -> None:
    for each, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, each.name, value)
