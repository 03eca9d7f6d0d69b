"""Who was given a home to use, to the register of real estate, with the handover act."""

from __future__ import annotations

from connectors.agencies import takers_of
from routes.route import Destination, Route, Use

SOURCE = "hub.right-of-use.v1"
"""What it is told as; the hub makes these messages in the transaction in which the services of a move are told."""


route = Route(
    name="rights-of-use",
    source=SOURCE,
    destinations=tuple(
        Destination(taken.operation, writes=taken.writes, use=Use("return", "668-IQ", "identity property"))
        for _, taken in takers_of("right-of-use")
    ),
    title_az="Verilmiş evlərin istifadə hüququ əmlak reyestrinə",
    title_en="Rights to use homes that were handed over, to the register of real estate",
)
