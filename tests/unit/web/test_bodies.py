"""What programs hand over is read by one kind of model, and its values are of the kinds that the description names."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, get_args

import pytest
from fastapi.routing import APIRoute
from pydantic import AwareDatetime, BaseModel, TypeAdapter, ValidationError
from starlette.types import Message

from hub.bodies import Body, Day, Moment
from hub.errors import Refused
from hub.serving import _ROOMS
from hub.web.context import StrictRoute


def models(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models of an annotation, and those within them."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        for field in annotation.model_fields.values():
            yield from models(field.annotation)
    for each in get_args(annotation):
        yield from models(each)


def test_every_body_of_a_door_is_closed_and_repeats_nothing_in_an_error() -> None:
    routes = [route for room in _ROOMS for route in room.router.routes if isinstance(route, APIRoute)]
    taken = {
        model
        for route in routes
        for parameter in route.dependant.body_params
        for model in models(parameter.field_info.annotation)
    }

    assert len(taken) > 40
    assert [model.__name__ for model in taken if not issubclass(model, Body)] == []


class Sample(Body):
    """One field of each kind that is easily mistaken."""

    day: date | None = None
    yes: bool = False
    count: int = 0
    count_or_yes: int | bool = 0


@pytest.mark.parametrize(
    "sent", [{"day": 0}, {"day": "0"}, {"day": 1.5}, {"yes": 1}, {"yes": "yes"}, {"yes": 0.0}, {"count": True}]
)
def test_no_number_is_a_day_or_true(sent: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Sample.model_validate(sent)


def test_what_is_of_its_kind_is_taken() -> None:
    made = Sample.model_validate({"day": "2026-11-24", "yes": True, "count": 3, "count_or_yes": True})

    assert made == Sample(day=date(2026, 11, 24), yes=True, count=3, count_or_yes=True)
    assert Sample.model_validate({"day": None}).day is None


def test_a_day_in_a_query_is_written_out() -> None:
    day: TypeAdapter[date] = TypeAdapter(Day)

    assert day.validate_python("2026-11-24") == date(2026, 11, 24)
    for number in ("0", "1732406400", 0):
        with pytest.raises(ValidationError):
            day.validate_python(number)


def test_a_moment_in_a_query_is_written_out() -> None:
    moment: TypeAdapter[datetime] = TypeAdapter(Moment)

    assert moment.validate_python("2026-11-24T06:00:00Z") == datetime(2026, 11, 24, 6, tzinfo=UTC)
    for other in ("0.5", "1732406400", 0.5, "2026-11-24T06:00:00"):
        with pytest.raises(ValidationError):
            moment.validate_python(other)


def test_no_door_takes_a_number_for_a_day_or_a_moment() -> None:
    routes = [route for room in _ROOMS for route in room.router.routes if isinstance(route, APIRoute)]
    parameters = [
        parameter
        for route in routes
        for parameter in (*route.dependant.query_params, *route.dependant.body_params, *route.dependant.header_params)
    ]
    asked = {model for parameter in parameters for model in models(parameter.field_info.annotation)}
    of_models = [(model, name, field.alias or name) for model in asked for name, field in model.model_fields.items()]
    dated = [(model, alias) for model, name, alias in of_models if is_dated(model.model_fields[name].annotation)]
    alone = [each for each in parameters if is_dated(each.field_info.annotation)]

    assert len(dated) > 10
    assert len(alone) > 2
    assert [
        (model.__name__, name) for model, name in dated if takes(model, name, "0.5") or takes(model, name, "0")
    ] == []
    assert [each.name for each in alone for sent in ("0.5", "0") if not each.validate(sent, loc=())[1]] == []


def is_dated(annotation: Any) -> bool:
    """Whether a day or a moment is in the annotation."""
    return annotation in (date, datetime, AwareDatetime) or any(is_dated(each) for each in get_args(annotation))


def takes(model: type[BaseModel], name: str, sent: str) -> bool:
    """Whether the model has nothing against this value of this field."""
    try:
        model.model_validate({name: sent})
    except ValidationError as refused:
        return all(each["loc"][:1] != (name,) for each in refused.errors())
    return True


def test_every_door_that_takes_a_body_reads_it_by_the_one_strict_loader() -> None:
    routes = [route for room in _ROOMS for route in room.router.routes if isinstance(route, APIRoute)]
    taking = [route for route in routes if route.dependant.body_params]

    assert len(taking) > 40
    assert [route.path for route in taking if not isinstance(route, StrictRoute)] == []


@pytest.mark.parametrize("many", [{f"k{n}": 1 for n in range(20_000)}, {"says": {"a": ["1"] * 20_000}}])
async def test_a_body_of_very_many_values_is_refused_before_each_of_them_is_judged(many: Any) -> None:
    """A hundred thousand fields that there are not would each be told, and others wait for it."""
    raw = json.dumps(many).encode()

    async def receive() -> Message:
        return {"type": "http.request", "body": raw, "more_body": False}

    with pytest.raises(Refused) as refused:
        await StrictRoute.request({"type": "http", "headers": []}, receive).json()

    assert refused.value.code == "door.json_too_many_values"
