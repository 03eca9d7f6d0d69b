"""HTTP and JSON towards agencies: one bounded client an agency, and operations whose answers become outcomes."""
