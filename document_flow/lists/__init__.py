"""A programme's lists for a period: cut by one run, compared with the last ones, frozen, approved, issued. Pure."""
