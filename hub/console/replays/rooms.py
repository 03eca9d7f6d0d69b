"""The pages of replays."""

from __future__ import annotations

from hub.console.replays import corrections, shadow

ROOMS = (shadow, corrections)
