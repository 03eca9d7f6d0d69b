"""Traces from acceptance to outcome, over OpenTelemetry; off, and next to free, unless HUB_OTLP_URL is set.

A message carries its W3C traceparent in the store, so the worker that delivers it days later continues its trace.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from urllib.parse import urlsplit

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.trace import Status, StatusCode, Tracer
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

_OFF: AbstractContextManager[None] = nullcontext()
_PROPAGATOR = TraceContextTextMapPropagator()


@dataclass(slots=True)
class _Tracing:
    provider: TracerProvider | None = None
    tracer: Tracer | None = None


_tracing = _Tracing()


def configure_tracing(otlp_url: str | None, exporter: SpanExporter | None = None) -> None:
    """Send spans to an OTLP/HTTP collector, `http://host:4318`; None turns tracing off."""
    close_tracing()
    if otlp_url is None and exporter is None:
        return
    if exporter is None:
        assert otlp_url is not None  # noqa: S101  # said above
        path = "" if urlsplit(otlp_url).path.strip("/") else "/v1/traces"
        exporter = OTLPSpanExporter(endpoint=otlp_url.rstrip("/") + path, timeout=5)
    provider = TracerProvider(resource=Resource.create({"service.name": "qayidis-hub"}))
    provider.add_span_processor(BatchSpanProcessor(exporter))
    _tracing.provider, _tracing.tracer = provider, provider.get_tracer("hub")


def close_tracing() -> None:
    """Send what is left and stop."""
    if _tracing.provider is not None:
        _tracing.provider.shutdown()
    _tracing.provider = _tracing.tracer = None


def span(name: str, trace: str | None = None, **attributes: str | float | bool) -> AbstractContextManager[str | None]:
    """A span over the block; gives its traceparent, to be stored or passed on, or None while tracing is off.

    `trace` is the traceparent to continue; without it the span joins the one that is open here. Attributes are ids,
    codes and counts, never personal values.
    """
    if _tracing.tracer is None:
        return _OFF
    return _span(_tracing.tracer, name, trace, attributes)


@contextmanager
def _span(
    tracer: Tracer, name: str, trace: str | None, attributes: dict[str, str | float | bool]
) -> Iterator[str | None]:
    context = _PROPAGATOR.extract({"traceparent": trace}) if trace else None
    with tracer.start_as_current_span(
        name, context=context, attributes=attributes, record_exception=False, set_status_on_exception=False
    ) as opened:
        carried: dict[str, str] = {}
        _PROPAGATOR.inject(carried)
        is_done = False
        try:
            yield carried.get("traceparent")
            is_done = True
        finally:
            if not is_done:  # what was raised is not recorded: its text may hold anything
                opened.set_status(Status(StatusCode.ERROR))
