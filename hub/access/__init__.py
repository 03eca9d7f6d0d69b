"""Who may do what: parties, keys, grants, people, and the sealing of personal fields."""
