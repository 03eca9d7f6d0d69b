"""Shadow replays of candidate mappings, and corrections of what was delivered."""
