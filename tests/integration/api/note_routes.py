"""Where test.note.v1 goes."""

from __future__ import annotations

from routes.route import REGISTER, Destination, Route

ALL = (Route(name="test-notes", source="test.note.v1", destinations=(Destination(REGISTER),)),)
