"""What a utility billed for a month, beside what the entitlements of that month say, to the qəpik. Pure."""
