"""The sample pairs of all bundled formats."""

from __future__ import annotations

from collections.abc import Iterator

from hub.exchange.samples import Sample, samples
from mappings.format import load_formats

FORMATS = load_formats()


def all_samples() -> Iterator[Sample]:
    """All pairs of the bundled formats."""
    for format_ in FORMATS.values():
        yield from samples(format_)
