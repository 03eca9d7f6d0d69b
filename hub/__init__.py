"""The running hub: accepts, keeps, moves, proves and shows messages; all I/O with database, broker and people."""

from hub.late_methods import install

install()  # here: nothing that makes a dataclass of ours is imported before
