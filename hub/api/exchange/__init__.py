"""The exchange over HTTP: messages, files and questions in; failures, repairs, events and evidence."""
