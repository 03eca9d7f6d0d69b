"""A Debian 13 with nothing on it but Python, make and certificates, in a folder; commands run in it by chroot.

It reaches packages the way this machine does: its sources, pip's settings, proxies and certificates are copied, nothing
of its programs. Mounts live in a namespace of each command and end with it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from tests.acceptance.checkout import PROJECT, copy_project
from tests.servers.sources import install_package

PACKAGES = "python3,make,ca-certificates"
SUITE = "trixie"
KEPT = PROJECT / ".build" / f"debian-{SUITE}.tar"
KEPT_FOR_S = 7 * 24 * 3600
WAYS = ("PIP_", "SSL_", "REQUESTS_", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")
"""How the names of variables begin that lead to a package index."""
SETTINGS = ("etc/resolv.conf", "etc/hosts", "etc/ssl/certs/ca-certificates.crt", "etc/pip.conf", "etc/xdg/pip")
HOME = (".config/pip", ".pip")
MOUNT = (
    'mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" && cd "$0" && exec chroot "$0" '
    'sh -c \'cd /project && exec "$@"\' sh "$@"'
)


class CannotMakeOne(Exception):
    """Why this machine can have no such root; the text is the line that is shown."""


class BareDebian:
    """One root with a copy of the project in `/project`; `environment` is all that its commands see of this shell."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def make(cls, folder: Path, say: Callable[[str], None]) -> BareDebian:
        """Half a minute from the kept archive, minutes without; raises CannotMakeOne."""
        _refuse_elsewhere()
        if install_package("debootstrap", _debootstrap, say) is None:
            raise CannotMakeOne("a bare Debian needs debootstrap")
        folder.mkdir()
        if not KEPT.exists() or time.time() - KEPT.stat().st_mtime > KEPT_FOR_S:
            say(f"Making a bare Debian ({SUITE}) with {PACKAGES} ...")
            _bootstrap(folder)
        else:
            _run("tar", "-C", folder, "-xf", KEPT)
        _lead_to_packages(folder)
        copy_project(folder / "project")
        return cls(folder)

    def start(self, *command: str, more: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
        """Start a command in the project's folder, in a session of its own."""
        ways = {name: value for name, value in os.environ.items() if name.upper().startswith(WAYS)}
        path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        return subprocess.Popen(
            ["unshare", "--mount", "sh", "-c", MOUNT, self.folder, *command],
            env={**ways, "PATH": path, "HOME": "/root", **(more or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def run(self, *command: str, more: Mapping[str, str] | None = None, seconds: float = 60) -> tuple[int, str]:
        """Run a command to its end; its exit status and what it printed."""
        with self.start(*command, more=more) as process:
            printed = process.communicate(timeout=seconds)[0]
        return process.returncode, printed


def _refuse_elsewhere() -> None:
    if os.geteuid() != 0 or not Path("/etc/debian_version").exists():
        raise CannotMakeOne("a bare Debian is made as root on Debian")
    if subprocess.run(["unshare", "--mount", "true"], check=False, capture_output=True).returncode:
        raise CannotMakeOne("a bare Debian needs a namespace of mounts, which this container may not have")


def _debootstrap() -> Path | None:
    found = shutil.which("debootstrap", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin")
    return Path(found) if found else None


def _bootstrap(folder: Path) -> None:
    """Make the root and keep it, whole or not at all."""
    mirror = next((address for address in _mirrors() if "security" not in address), None)
    if mirror is None:
        raise CannotMakeOne("a bare Debian needs a mirror, and this machine's lists of packages name none")
    _run(_debootstrap() or "debootstrap", "--variant=minbase", f"--include={PACKAGES}", SUITE, folder, mirror)
    KEPT.parent.mkdir(exist_ok=True)
    unfinished = KEPT.with_suffix(f".{os.getpid()}")
    _run("tar", "-C", folder, "-cf", unfinished, ".")
    unfinished.replace(KEPT)


def _sources() -> Iterator[Path]:
    """This machine's lists of packages, but for those that lie in its own folders."""
    for name in ("sources.list", "sources.list.d"):
        place = Path("/etc/apt", name)
        files = sorted(place.iterdir()) if place.is_dir() else [place] if place.exists() else []
        yield from (file for file in files if not re.search(r"^[^#]*\bfile:", file.read_text(), re.MULTILINE))


def _mirrors() -> list[str]:
    text = "\n".join(file.read_text() for file in _sources())
    return re.findall(r"^(?:URIs:|deb(?: \[[^]]*\])?) *(https?://\S+/debian/?)(?:\s|$)", text, re.MULTILINE)


def _lead_to_packages(folder: Path) -> None:
    for file in _sources():
        if SUITE in file.read_text():
            _copy(file, folder / file.relative_to("/"))
    for file in Path("/etc/apt/apt.conf.d").iterdir():
        _copy(file, folder / file.relative_to("/"))
    for name in SETTINGS:
        _copy(Path("/", name), folder / name)
    for name in HOME:
        _copy(Path.home() / name, folder / "root" / name)


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True)
    elif source.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)


def _run(*command: str | Path) -> None:
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {(done.stdout + done.stderr)[-2000:]}")
