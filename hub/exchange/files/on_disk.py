"""Steps on the disk that hold over a crash, and folders that may not be there yet."""

from __future__ import annotations

import os
from pathlib import Path


def move(path: Path, to: Path) -> None:
    """One rename, synced in both folders; what lay there is replaced."""
    path.replace(to)
    for folder in {path.parent, to.parent}:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def files_in(folder: Path) -> list[Path]:
    """In no order; none where there is no such folder."""
    try:
        return [Path(entry.path) for entry in os.scandir(folder) if entry.is_file(follow_symlinks=False)]
    except FileNotFoundError:
        return []


def folders_in(folder: Path) -> list[Path]:
    """In no order; none where there is no such folder."""
    try:
        return [Path(entry.path) for entry in os.scandir(folder) if entry.is_dir(follow_symlinks=False)]
    except FileNotFoundError:
        return []


def forget(folder: Path, before: float) -> None:
    """Files that are older than this, in Unix seconds."""
    for path in files_in(folder):
        if time_of(path) < before:
            path.unlink(missing_ok=True)


def size_of(path: Path) -> int:
    """In bytes; 0 of what went away meanwhile."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def time_of(path: Path) -> float:
    """In Unix seconds; 0 of what went away meanwhile."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0
