"""The Ministry of Health."""
