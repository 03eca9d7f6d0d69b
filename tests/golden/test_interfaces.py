"""What is promised to programs: paths, parameters, bodies and answers of the API, and the events that go out."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from hub.serving import make_api
from tests.golden.folder import Golden
from tests.hubs import running_hub, settings_for

NAMES_OF_OURS = ("operationId", "summary")
"""They come out of names of functions: kept apart, so that a rename does not hide a change of the contract. Names of
models are not kept at all: every place that takes or gives one is, with all of its fields.
"""


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with running_hub(settings_for(tmp_path / "data"), works=False) as hub:
        transport = httpx.ASGITransport(app=make_api(hub))
        async with httpx.AsyncClient(transport=transport, base_url="http://hub.test") as made:
            yield made


def text(value: object) -> str:
    """Canonical JSON for people: indented, keys in order."""
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)


def resolved(value: Any, schemas: Mapping[str, Any], within: tuple[str, ...] = ()) -> Any:
    """With every reference replaced by what it names; without titles and docstrings, which go with names of classes."""
    if isinstance(value, list):
        return [resolved(each, schemas, within) for each in value]
    if not isinstance(value, dict):
        return value
    if isinstance(value.get("$ref"), str):
        name = value["$ref"].rpartition("/")[2]
        return "(itself)" if name in within else resolved(schemas[name], schemas, (*within, name))
    said = ("title", "description") if within else ("title",)
    plain = {key: each for key, each in value.items() if not (key in said and isinstance(each, str))}
    if "discriminator" in plain:
        plain["discriminator"] = plain["discriminator"]["propertyName"]
    if isinstance(plain.get("required"), list):
        plain["required"] = sorted(plain["required"])
    return {key: resolved(each, schemas, within) for key, each in plain.items()}


def short(answer: Mapping[str, Any]) -> Any:
    """A problem by its name: there are many statuses, and one shape of it, which is kept once."""
    return "(problem)" if list(answer.get("content", {})) == ["application/problem+json"] else answer


def group_of(path: str) -> str:
    """The file of a path: its first word after the version."""
    words = [word for word in path.strip("/").split("/") if word not in ("v1", "v2", "r1")]
    return words[0] if words and "{" not in words[0] else "others"


async def test_each_path_takes_and_answers_what_it_did(client: httpx.AsyncClient, golden: Golden) -> None:
    served = (await client.get("/openapi.json")).json()
    groups: dict[str, dict[str, Any]] = {}
    for path, operations in served["paths"].items():
        for method, operation in operations.items():
            shape = {name: each for name, each in operation.items() if name not in NAMES_OF_OURS}
            shape["responses"] = {status: short(answer) for status, answer in operation["responses"].items()}
            shape = resolved(shape, served["components"]["schemas"])
            groups.setdefault(group_of(path), {})[f"{method.upper()} {path}"] = shape

    golden.holds("openapi/paths", {f"{name}.json": text(shapes) for name, shapes in groups.items()})


async def test_the_description_of_the_api_reads_as_before(client: httpx.AsyncClient, golden: Golden) -> None:
    served = (await client.get("/openapi.json")).json()
    operations = {
        f"{method.upper()} {path}": {name: operation.get(name) for name in (*NAMES_OF_OURS, "tags")}
        for path, methods in served["paths"].items()
        for method, operation in methods.items()
    }
    rest = {name: each for name, each in served.items() if name not in ("paths", "components")}

    problem = resolved({"$ref": "Problem"}, served["components"]["schemas"])
    named = {"about.json": rest, "operations.json": operations, "problem.json": problem}
    golden.holds("openapi/named", {name: text(each) for name, each in named.items()})


async def test_no_path_is_described_twice(client: httpx.AsyncClient) -> None:
    """OpenAPI 3.1, 4.8.8: templates that differ in the names of their places alone are identical, and not allowed."""
    described = (await client.get("/openapi.json")).json()["paths"]
    same = Counter(re.sub(r"\{[^}]+\}", "{}", path) for path in described)

    assert [path for path, times in same.items() if times > 1] == []
    for path, operations in described.items():
        for operation in operations.values():
            named = [each["name"] for each in operation.get("parameters", ()) if each["in"] == "path"]
            assert sorted(named) == sorted(re.findall(r"\{([^}]+)\}", path)), path


async def test_no_two_models_have_one_name(client: httpx.AsyncClient) -> None:
    """Two of one name are told apart by their modules, and a client that is made of the description has these names."""
    served = (await client.get("/openapi.json")).json()

    assert [name for name in served["components"]["schemas"] if "__" in name] == []


async def test_the_description_of_events_reads_as_before(client: httpx.AsyncClient, golden: Golden) -> None:
    served = await client.get("/asyncapi")

    golden.holds("asyncapi", {"asyncapi.json": text(served.json())})
