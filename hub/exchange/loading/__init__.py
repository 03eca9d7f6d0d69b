"""The first load: the committee's old bases are read, linked and told to the register (Extract, Transform, Load)."""
