"""A proposed law over real history: whom a version of a programme's table would give, take or change what. Pure."""
