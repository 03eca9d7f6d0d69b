"""The store: tables, migrations, transactions and the writer, on SQLite and PostgreSQL alike (Message Store)."""
