"""Commands about messages, failures, repairs, files and mappings."""
