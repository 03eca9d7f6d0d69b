"""What the hub says about itself: JSON log lines, traces and measures. Nothing in it is personal."""

from hub.telemetry.logs import configure_logging
from hub.telemetry.tracing import close_tracing, configure_tracing, span

__all__ = ["close_tracing", "configure_logging", "configure_tracing", "span"]
