"""What all doors of the web share: who calls, in which language, how much, page by page, and how a refusal is said."""
