"""Move day: the families of one settlement who move on one day, from the convoy to keys, meters and services. Pure."""
