"""Run as a process of its own: waits until its parent is gone, then ends what the parent left behind.

Standard input carries commands, one JSON list a line, to be run at the end. The argument is a folder: every process
whose working directory lies in it is killed (paused ones too), then the folder is removed.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import psutil


def living_in(folder: Path) -> list[psutil.Process]:
    """Processes at work in the folder. A daemon's children live there too, whatever their process group."""
    found = []
    for process in psutil.process_iter():
        try:
            cwd = process.cwd()
        except (psutil.Error, OSError):
            continue  # gone meanwhile, or another user's: not ours
        if Path(cwd).is_relative_to(folder):
            found.append(process)
    return found


def main() -> None:
    """Wait, run the commands, kill until nobody is left, remove."""
    folder = Path(sys.argv[1])
    commands = [json.loads(line) for line in sys.stdin]
    for command in commands:
        subprocess.run(command, check=False, capture_output=True)
    for _ in range(100):
        left = living_in(folder)
        if not left:
            break
        for process in left:
            try:
                process.kill()
            except psutil.Error:
                continue
        time.sleep(0.05)
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
