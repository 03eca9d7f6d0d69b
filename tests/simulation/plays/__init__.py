"""What people do in simulated worlds. A world plays one of these."""

from collections.abc import Mapping

from tests.simulation.plays.draws import Draws
from tests.simulation.plays.messages import Messages
from tests.simulation.plays.money import Money
from tests.simulation.plays.play import Play
from tests.simulation.plays.versions import Versions

PLAYS: Mapping[str, type[Play]] = {"draws": Draws, "messages": Messages, "money": Money, "versions": Versions}
"""By their names."""
