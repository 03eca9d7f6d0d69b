"""Traces from acceptance to outcome, over OpenTelemetry; off, and next to free, unless HUB_OTLP_URL is set.

A message carries its W3C traceparent in the store, so the worker that delivers it days later continues its trace.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from opentelemetry.trace import Status, StatusCode, Tracer
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SpanExporter

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
    from hub.telemetry import exporting  # noqa: PLC0415  # the SDK is heavy, and without HUB_OTLP_URL nobody needs it

    provider = exporting.provider(exporter or exporting.exporter_to(otlp_url or ""))
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
