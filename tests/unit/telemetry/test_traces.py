"""Spans from acceptance to outcome."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from hub.telemetry import close_tracing, configure_tracing, span


@pytest.fixture
def exported() -> Iterator[InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    configure_tracing(None, exporter)
    yield exporter
    close_tracing()


def test_a_worker_continues_the_trace_that_the_message_carries(exported: InMemorySpanExporter) -> None:
    with span("accept", format="justice.civil-act.v1") as trace:
        pass
    with span("call", trace, destination="meis.person.update"), span("settle"):
        pass

    close_tracing()
    spans = {each.name: each for each in exported.get_finished_spans()}
    assert trace is not None
    assert trace.startswith("00-")
    assert len({each.context.trace_id for each in spans.values() if each.context}) == 1
    assert spans["call"].parent is not None
    assert spans["call"].parent.is_remote
    assert spans["settle"].parent == spans["call"].context
    assert dict(spans["call"].attributes or {}) == {"destination": "meis.person.update"}


def test_a_span_that_ends_by_an_exception_says_so_without_its_words(exported: InMemorySpanExporter) -> None:
    with pytest.raises(ValueError, match="5JKLM2P"), span("call"):
        raise ValueError("5JKLM2P")

    close_tracing()
    (ended,) = exported.get_finished_spans()
    assert ended.status.status_code is StatusCode.ERROR
    assert "5JKLM2P" not in ended.to_json()


@pytest.mark.parametrize("trace", ["nonsense", "00-0-0-00", ""])
def test_a_broken_traceparent_begins_a_new_trace(exported: InMemorySpanExporter, trace: str) -> None:
    with span("accept", trace) as own:
        pass

    close_tracing()
    assert own is not None
    assert exported.get_finished_spans()[0].parent is None


def test_without_a_collector_there_are_no_spans() -> None:
    close_tracing()

    with span("accept", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01") as trace:
        assert trace is None
