"""The Ministry of Justice: it pushes civil acts as JSON and is never called."""
