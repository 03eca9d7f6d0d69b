"""A simulated ministry that exchanges official documents: it registers, answers or refuses, and writes on its own.

`PUT /_sandbox/nazirlik/behaviour {"mode": "answer" | "register" | "refuse" | "silent"}` says what it does with the
documents that it takes in from then on; what it took in before keeps the mode of that time.
"""

from connectors.sandbox.twins.nazirlik.chancery import Nazirlik
from connectors.sandbox.twins.nazirlik.correspondence import Correspondence

__all__ = ["Correspondence", "Nazirlik"]
