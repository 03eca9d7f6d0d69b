"""The running hub: accepts, keeps, moves, proves and shows messages; all I/O with database, broker and people."""
