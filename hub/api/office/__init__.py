"""The committee's office over HTTP: directory, handovers, case files, retention, reports."""
