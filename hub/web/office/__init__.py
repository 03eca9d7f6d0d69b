"""The committee's office, whatever the door: directory, handovers, case files, retention, reports."""
