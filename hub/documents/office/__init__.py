"""The office around documents: who works where, handovers, case files, retention, appeals, reports."""
