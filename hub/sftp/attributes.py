"""What files and folders look like over SFTP: as little of ours as the protocol lets."""

from __future__ import annotations

import stat

import asyncssh

FOLDER = asyncssh.SFTPAttrs(permissions=stat.S_IFDIR | 0o555, size=0, uid=0, gid=0, atime=0, mtime=0)


def of_upload(size: int, at: int) -> asyncssh.SFTPAttrs:
    """A file that is written; `size` in bytes, `at` in seconds."""
    return asyncssh.SFTPAttrs(permissions=stat.S_IFREG | 0o200, size=size, uid=0, gid=0, atime=at, mtime=at)


def of_reply(size: int, at: int) -> asyncssh.SFTPAttrs:
    """A file that is read; `size` in bytes, `at` in seconds."""
    return asyncssh.SFTPAttrs(permissions=stat.S_IFREG | 0o400, size=size, uid=0, gid=0, atime=at, mtime=at)


def longname(name: str, attrs: asyncssh.SFTPAttrs) -> bytes:
    """A line as `ls -l` prints it, which clients show to people."""
    mode = stat.filemode(attrs.permissions or 0)
    return f"{mode} 1 hub hub {attrs.size or 0:>12} {name}".encode()
