"""ETN, the Ministry of Science and Education."""
