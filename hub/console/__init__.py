"""What operators and clerks see: server-rendered pages over the same functions as the API, under /console."""
