"""Every dataclass of the project against the one that Python would have made of it at once."""

from __future__ import annotations

import copy
import dataclasses
import importlib
import inspect
import pickle
import random
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError, dataclass, field
from typing import Any

import pytest

from hub import late_methods
from tests.campaigns import SOAK

PACKAGES = ("hub", "routes", "connectors", "mappings", "document_flow")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody."""

    name: str
    born: int = 0
    seen: list[str] = field(default_factory=list, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Official(Person):
    """Somebody with a desk."""

    desk: str = "1"

    def __post_init__(self) -> None:
        if not self.desk:
            raise ValueError("no desk")


def late_ones() -> list[Any]:
    """Those of all modules that a worker loads."""
    importlib.import_module("hub.app")
    found = {
        each
        for name, module in list(sys.modules.items())
        if name.partition(".")[0] in PACKAGES
        for each in vars(module).values()
        if isinstance(each, type) and each.__module__ == name and dataclasses.is_dataclass(each)
    }
    return sorted((each for each in found if each.__dict__.get("__getstate__") is late_methods._state), key=str)


def made_at_once(made: Any) -> Any:
    """The same class by Python alone, with everything that its body says."""
    body = {
        name: value
        for name, value in vars(made).items()
        if name not in (*late_methods._LATE, *late_methods._AT_ONCE, "__slots__", "__dict__", "__weakref__")
        and not name.startswith("__dataclass")
        and not inspect.ismemberdescriptor(value)
    }
    for each in vars(made)["__dataclass_fields__"].values():
        if each.name in inspect.get_annotations(made):
            said = ("default", "default_factory", "init", "repr", "hash", "compare", "kw_only")
            body[each.name] = field(**{name: getattr(each, name) for name in said})
    return late_methods._standard(frozen=True)(type(made.__name__, made.__bases__, body))


def test_nearly_every_dataclass_waits_with_its_methods_and_has_those_that_python_writes(
    pytestconfig: pytest.Config,
) -> None:
    late = late_ones()
    chance = random.Random(pytestconfig.option.campaign_seed)

    assert len(late) > 1_000
    for each in chance.sample(late, len(late) if SOAK else 100):
        other = made_at_once(each)
        assert inspect.signature(each) == inspect.signature(other), each
        assert [(it.name, it.kw_only) for it in dataclasses.fields(each)] == [
            (it.name, it.kw_only) for it in dataclasses.fields(other)
        ], each
        assert each.__match_args__ == other.__match_args__, each
        for name in late_methods._LATE:
            ours, theirs = (inspect.unwrap(getattr(it, name)).__code__.co_code for it in (each, other))
            assert ours == theirs, (each, name)


def test_an_instance_is_what_a_frozen_dataclass_is() -> None:
    person = Person("Aytən")

    assert (person, hash(person)) == (Person("Aytən", seen=["x"]), hash(Person("Aytən")))
    assert person != Person("Aytən", 1)
    assert repr(person) == "Person(name='Aytən', born=0)"
    assert dataclasses.replace(person, born=3).born == 3
    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'born'"):
        setattr(person, "born", 1)  # noqa: B010  # what the types forbid
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'born'"):
        delattr(person, "born")
    assert not hasattr(person, "__dict__")


def test_a_child_has_its_parents_fields_and_its_own_checks() -> None:
    official = Official("Aytən", desk="2")

    assert repr(official) == "Official(name='Aytən', born=0, desk='2')"
    assert official != Person("Aytən")
    with pytest.raises(ValueError, match="no desk"):
        Official("Aytən", desk="")


def pickled(it: Official) -> Official:
    return pickle.loads(pickle.dumps(it))  # type: ignore[no-any-return]  # noqa: S301


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, pickled])
def test_a_copy_equals_its_original(copied: Callable[[Official], Official]) -> None:
    official = Official("Aytən", 1, ["a"], desk="2")

    assert copied(official) == official
    assert copied(official).seen == ["a"]


def fresh(module: str = __name__) -> type[Any]:
    return type("Fresh", (), {"__doc__": "x", "__annotations__": {"a": int}, "__module__": module})


def test_threads_that_need_a_method_for_the_first_time_at_once_get_the_same() -> None:
    for _ in range(50):
        made: Any = dataclasses.dataclass(frozen=True, slots=True)(fresh())
        with ThreadPoolExecutor(8) as pool:
            assert {each.a for each in pool.map(made, [7] * 8)} == {7}


def test_classes_of_other_people_and_other_forms_are_left_to_python() -> None:
    foreign = dataclasses.dataclass(frozen=True, slots=True)(fresh("json"))
    changing = dataclasses.dataclass(slots=True)(fresh())

    for each in (foreign, changing):
        assert not isinstance(vars(each)["__init__"], late_methods._Method)


def test_it_stands_before_anything_of_ours_is_imported() -> None:
    code = "import hub, dataclasses; print(dataclasses.dataclass.__module__)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "hub.late_methods"
