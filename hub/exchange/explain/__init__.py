"""Why a group of failures is there and what to do: gathered from what the hub keeps, decided by rules, no network."""
