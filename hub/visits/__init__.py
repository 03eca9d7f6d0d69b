"""Visit acts at work: opened for a family of the district, filled in, signed, fixed, told to the register."""
