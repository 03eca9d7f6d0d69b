"""The rooms that know what became of a person's rights. A room with lines of its own is a line here.

Each is called with the lines of those before it: a room that only says more of a right (withheld on a list, paid last
month) finds it among them by its number.
"""

from __future__ import annotations

from hub.programmes.why import Source, of_cases, of_register

SOURCES: tuple[Source, ...] = (of_cases, of_register)
"""In the order in which they are asked."""
