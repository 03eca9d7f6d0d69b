"""What all simulated agencies are made of; each stands in its agency's own folder (`twin`), loaded here by the list."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module

from connectors.agencies import NAMES
from connectors.sandbox.twins.twin import FileWriter, Simulation


@cache
def simulations() -> Mapping[str, Simulation]:
    """Every agency's simulation by its name; nothing but a sandbox and synthetic data asks for them."""
    return {name: import_module(f"connectors.agencies.{name}.twin").SIMULATION for name in NAMES}


def demo_files() -> Mapping[str, FileWriter]:
    """What writes the agencies' bulk files about any persons, by format."""
    return dict(each.demo_file for each in simulations().values() if each.demo_file)
