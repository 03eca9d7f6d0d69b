"""Measures processes while a run lasts: processor seconds of each, the peak of their resident memory together, and
what they hold at its end, shared pages divided among those that share them (PSS).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import psutil

from tests.benchmarks.places import Servers

SAMPLE_EVERY_S = 0.2


@dataclass(slots=True)
class Usage:
    """Filled when the measuring ends. Memory sums the pipeline's processes, so shared pages count in each."""

    cpu_s: dict[str, float] = field(default_factory=dict)
    peak_bytes: int = 0
    pss_bytes: int = 0
    peaks: dict[str, int] = field(default_factory=dict)
    """The peak of each of the pipeline's processes, with its children."""


@asynccontextmanager
async def measured(pipeline: Mapping[str, int], beside: Mapping[str, int]) -> AsyncIterator[Usage]:
    """Measure the pipeline's processes, and the processor time of what works `beside` them, with all their children."""
    usage = Usage()
    own = {name: psutil.Process(pid) for name, pid in pipeline.items()}
    everyone = own | {name: psutil.Process(pid) for name, pid in beside.items()}
    before = {name: _cpu_seconds(process) for name, process in everyone.items()}
    sampler = asyncio.create_task(_sample(own, usage))
    try:
        yield usage
    finally:
        sampler.cancel()
        usage.cpu_s = {name: _cpu_seconds(process) - before[name] for name, process in everyone.items()}
        usage.pss_bytes = sum(_proportional(member) for parent in own.values() for member in _family(parent))


def listener(url: str, default_port: int) -> int | None:
    """Find the process that serves `url` on this machine; None if it is elsewhere or we may not see it."""
    port = urlsplit(url).port or default_port
    try:
        connections = psutil.net_connections("tcp")
    except psutil.AccessDenied:
        return None
    pids = {c.pid for c in connections if c.status == psutil.CONN_LISTEN and c.laddr and c.laddr.port == port and c.pid}
    return min(pids, default=None)


def server_pids(servers: Servers) -> dict[str, int]:
    """The two servers' processes, where they run on this machine."""
    found = {"postgresql": listener(servers.database_url, 5432), "rabbitmq": listener(servers.broker_url, 5672)}
    return {name: pid for name, pid in found.items() if pid is not None}


async def _sample(processes: Mapping[str, psutil.Process], usage: Usage) -> None:
    while True:
        resident = {name: sum(map(_resident, _family(parent))) for name, parent in processes.items()}
        usage.peak_bytes = max(usage.peak_bytes, sum(resident.values()))
        for name, size in resident.items():
            usage.peaks[name] = max(usage.peaks.get(name, 0), size)
        await asyncio.sleep(SAMPLE_EVERY_S)


def _family(process: psutil.Process) -> list[psutil.Process]:
    try:
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


def _proportional(process: psutil.Process) -> int:
    """The kernel counts proportional memory on Linux alone; elsewhere a process's own pages stand for it."""
    try:
        memory = process.memory_full_info()
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return 0
    return int(getattr(memory, "pss", memory.uss))


def _cpu_seconds(process: psutil.Process) -> float:
    """Sum a process and its children, those that have ended included."""
    total = 0.0
    for member in _family(process):
        try:
            times = member.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system + times.children_user + times.children_system
    return total
