"""The desks where people are answered: the hotline and the reception, over one reading of where a person stands."""
