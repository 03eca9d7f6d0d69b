"""The bytes of every event of a document are what is hashed into its chain: they stay for decades."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from document_flow.documents.registry import EVENTS
from document_flow.paths.chain import GENESIS, link
from tests.golden.folder import KEPT, Golden
from tests.golden.samples import Schema, sample

FOLDER = "events"
SIDES = {"full.jsonl": True, "least.jsonl": False}
WHOLE = EVENTS.json_schema()
DEFINITIONS: Mapping[str, Schema] = WHOLE["$defs"]


def kinds(schema: Schema) -> Iterator[tuple[str, Schema]]:
    """Every kind of event of the union, those within another event as `walked.marked`."""
    for name, ref in sorted(schema["discriminator"]["mapping"].items()):
        found = DEFINITIONS[ref.rpartition("/")[2]]
        inner = found["properties"].get("event")
        if inner is None:
            yield name, found
            continue
        for within, event in kinds(inner):
            yield f"{name}.{within}", {**found, "properties": {**found["properties"], "event": event}}


def name_of(event: Mapping[str, Any]) -> str:
    return f"{event['kind']}.{event['event']['kind']}" if "event" in event else str(event["kind"])


def written(*, full: bool) -> list[bytes]:
    """One event of each kind as it is stored."""
    return [
        EVENTS.dump_json(EVENTS.validate_python(sample(schema, DEFINITIONS, full=full))) for _, schema in kinds(WHOLE)
    ]


def chained(bodies: list[bytes]) -> Iterator[str]:
    """The events one under the other, each with the hash of the chain up to it."""
    head = GENESIS
    for body in bodies:
        head = link(head, body)
        yield f"{head} {body.decode()}"


def kept(file: str) -> list[tuple[str, bytes]]:
    """Hash and bytes of each event that is kept."""
    pairs = [line.partition(" ") for line in (KEPT / FOLDER / file).read_text("utf-8").splitlines()]
    return [(head, body.encode()) for head, _, body in pairs]


def test_every_kind_of_event_is_written_in_the_bytes_of_always(golden: Golden) -> None:
    golden.holds(FOLDER, {file: "\n".join(chained(written(full=full))) for file, full in SIDES.items()})


@pytest.mark.parametrize("file", SIDES)
def test_stored_events_are_read_and_written_again_in_the_same_bytes(file: str) -> None:
    bodies = [body for _, body in kept(file)]

    assert [EVENTS.dump_json(EVENTS.validate_json(body)) for body in bodies] == bodies


@pytest.mark.parametrize("file", SIDES)
def test_every_kind_of_event_is_kept_and_no_other(file: str) -> None:
    names = [name_of(json.loads(body)) for _, body in kept(file)]

    assert names == [name for name, _ in kinds(WHOLE)]


@pytest.mark.parametrize("file", SIDES)
def test_the_chain_over_stored_events_holds(file: str) -> None:
    head = GENESIS
    for hash_, body in kept(file):
        head = link(head, body)
        assert head == hash_, body
