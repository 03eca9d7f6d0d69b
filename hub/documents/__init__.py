"""Documents with their storage, inbox, timers and signing sessions; the rules are `document_flow`'s."""
