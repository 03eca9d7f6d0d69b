"""Reading a path from YAML as a clerk writes it, and writing one."""
