"""The sending half of tracing: OpenTelemetry's SDK and its OTLP exporter, loaded only where spans go somewhere."""

from __future__ import annotations

from urllib.parse import urlsplit

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter


def exporter_to(otlp_url: str) -> SpanExporter:
    """To a collector, `http://host:4318`; a path of its own is taken as it is."""
    path = "" if urlsplit(otlp_url).path.strip("/") else "/v1/traces"
    return OTLPSpanExporter(endpoint=otlp_url.rstrip("/") + path, timeout=5)


def provider(exporter: SpanExporter) -> TracerProvider:
    """Makes tracers; the caller shuts it down, which sends what is left."""
    made = TracerProvider(resource=Resource.create({"service.name": "qayidis-hub"}))
    made.add_span_processor(BatchSpanProcessor(exporter))
    return made
