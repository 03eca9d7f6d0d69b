"""The unified register: bitemporal records of persons, households, statuses and accounts, with provenance."""
