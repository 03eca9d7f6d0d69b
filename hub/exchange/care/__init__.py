"""Who cares for what failed: owners, notes, notices to agencies, who looks at it now, and one shift to the next."""
