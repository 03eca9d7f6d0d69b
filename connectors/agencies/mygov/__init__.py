"""MyGov, the citizen's e-government portal."""
