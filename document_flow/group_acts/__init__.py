"""A group act: what a law in force ends for many is opened for each of them by an act of its own. Pure."""
