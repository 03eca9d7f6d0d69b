"""From the records of a message to the document that a destination wants, through the route's steps and a mapping."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hub.exchange.formats import MessageFormat
from hub.exchange.model import Job
from hub.exchange.planning import Planner
from hub.store.sealing import Sealer
from mappings.format import CannotWrite
from mappings.records import Record, record_from_json


class CannotTranslate(Exception):
    """The record lacks what the destination's format requires; only a repair helps."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Translator:
    """Writes documents. Pure: it opens what is sealed and calls mappings."""

    formats: Mapping[str, MessageFormat]
    planner: Planner
    sealer: Sealer

    def records(self, job: Job) -> Sequence[Record]:
        """The canonical records of the job's message."""
        if job.records_sealed is None:
            return ()
        if job.records_version is None:
            raw = self.sealer.unseal("delivery_records.records", job.id, job.records_sealed)
        else:
            raw = self.sealer.unseal("message_bodies.records", job.message_id, job.records_sealed, job.records_version)
        return tuple(record_from_json(line) for line in raw.split(b"\n") if line)

    def document(self, job: Job) -> dict[str, Any]:
        """What the destination gets of this job's part; raises CannotTranslate."""
        route = self.planner.routes.named(job.route)
        destination = route.destination(job.destination) if route else None
        if route is None or destination is None or destination.writes is None:
            raise CannotTranslate("route.gone", f"route {job.route} no longer leads to {job.destination}")
        records = self.records(job)
        for step in route.steps:
            records = [step(record) for record in records]
        parts = self.planner.parts(destination, records)
        if job.part >= len(parts):
            raise CannotTranslate("route.part_gone", f"part {job.part} is no longer made by route {job.route}")
        try:
            return self.formats[destination.writes].write(parts[job.part])
        except CannotWrite as cannot:
            raise CannotTranslate("map.cannot_write", str(cannot)) from cannot
