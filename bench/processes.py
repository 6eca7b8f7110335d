"""Memory and processor time of processes and their children, as Linux tells them under /proc."""

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
MIB = 1024


def family(pid: int) -> list[int]:
    """A process and its children."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *map(int, listed)]


def cpu_seconds(pid: int) -> float:
    """Processor time that a process and its living children have used so far."""
    return sum(_ticks(one) for one in family(pid)) / TICKS


def pss_mib(pid: int) -> float:
    """Memory of a process, of pages that it shares with others its part of them: so that a sum counts nothing twice."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("Pss:")).split()[1]) / MIB


def peak_rss_mib(pid: int | str = "self") -> float:
    return _status(pid, "VmHWM") / MIB


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def _status(pid: int | str, name: str) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(name + ":")).split()[1])
