"""The executive power of Bərdə district: hands over its list of housing, one displaced resident a message, as JSON."""
