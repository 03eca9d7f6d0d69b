"""A programme's run for a period: cuts all its lists at once and takes all of them to their issue. Pure."""
