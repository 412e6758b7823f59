"""Programs in processes of their own, and what the system says they spent."""

import asyncio
import os
import socket
import sys
import time
from asyncio.subprocess import DEVNULL, STDOUT, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
_READY_SECONDS = 60
_STOP_SECONDS = 15
_PAUSE = 0.002
_TICKS = os.sysconf("SC_CLK_TCK")


class ProgramFailedError(Exception):
    """A program ended, or was not ready in time; the message has its last lines."""


@dataclass(frozen=True, kw_only=True)
class Running:
    """A program that answers; `seconds` and `cpu` are what it took from its start until then."""

    port: int
    pid: int
    seconds: float
    cpu: float


@asynccontextmanager
async def running(*words: str, folder: Path, port: int, environment: Mapping[str, str]) -> AsyncIterator[Running]:
    """Run `python -m words...`, which serves this port, for as long as the block lasts; `folder` gets its log."""
    log = folder / f"{words[0]}.log"
    began = time.perf_counter()
    process = await _start(words, log, environment)
    try:
        await _until_ready(process, port, log)
        seconds = time.perf_counter() - began
        yield Running(port=port, pid=process.pid, seconds=seconds, cpu=cpu_seconds(process.pid))
    finally:
        await _stop(process)


def cpu_seconds(pid: int) -> float:
    """Read what a process and all its threads have spent, in their own code and in the system's."""
    # Its name stands in brackets and may have spaces: what is counted begins behind it.
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def resident_bytes(pid: int) -> int:
    """Read how much memory a process keeps."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) * 1024


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


async def _start(words: tuple[str, ...], log: Path, environment: Mapping[str, str]) -> Process:
    with log.open("ab") as output:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", *words),
            env={**environment, "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
            cwd=log.parent,
            stdin=DEVNULL,
            stdout=output,
            stderr=STDOUT,
        )


async def _stop(process: Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), _STOP_SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()


async def _until_ready(process: Process, port: int, log: Path) -> None:
    try:
        async with asyncio.timeout(_READY_SECONDS):
            while not await _is_ready(port):
                if process.returncode is not None:
                    break
                await asyncio.sleep(_PAUSE)
            else:
                return
    except TimeoutError:
        pass
    raise ProgramFailedError("\n".join(log.read_text().splitlines()[-20:]))


async def _is_ready(port: int) -> bool:
    """Ask, and wait for the answer: who listens already takes the question, and answers when it is ready."""
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        answer = await reader.read()
        writer.close()
    except OSError:
        return False
    return answer.startswith(b"HTTP/1.1 200")
