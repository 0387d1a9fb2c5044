"""The web process's side of the printer: one warm child, guarded by a lock, replaced when it errs or grows old.

Why a subprocess that speaks over pipes and not ``multiprocessing``'s forkserver: the web process has threads (gunicorn
gthread, ``--preload``), and a fork copies locks that other threads hold; ``subprocess`` goes through fork and exec in C
and runs no Python in between. A forkserver would fork from a process that has imported Pango, which keeps a thread of
its own for fontconfig. A fresh interpreter also inherits no database connection, no settings and no secret. Keeping it
warm makes the second document cost only its own layout (the first pays about a second of imports).

After a fork (gunicorn ``--preload``) the copy forgets the original's child and starts its own.
"""

from __future__ import annotations

import atexit
import os
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from reports.paper import framing
from reports.paper.errors import PaperError
from reports.paper.fetching import HERE
from reports.paper.worker import FOLDER, MEMORY_EXIT

ROOT = Path(__file__).resolve().parents[2]
LOOK = 0.1  # seconds between looks at the child's memory
FONTCONFIG = HERE / "assets" / "fonts.conf"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost. Seconds and bytes."""

    cpu: int = 60
    wall: float = 90.0
    memory: int = 1024**3  # resident; the child's own address space is limited to twice that
    renders: int = 100  # documents before the child is replaced
    start: float = 30.0  # until the child is ready
    wait: float = 90.0  # for another thread's document to finish


class Press:
    """Prints snapshots in a child process. Safe to share between threads: one document at a time."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._forget()

    def _forget(self) -> None:
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._renders = 0
        self._folder: str | None = None  # the child's temporary files (fonts); a killed child cannot clean up

    def pdf(self, facts: bytes, kind: bytes = framing.JOB) -> bytes:
        """The PDF of a snapshot's JSON, or of a letter's (``framing.LETTER``).

        Raises ``PaperError``; the next call then starts with a new child.
        """
        if len(facts) > framing.MAX_PAYLOAD:
            raise PaperError("refused", "more data than any report can hold")
        if not self._lock.acquire(timeout=self.limits.wait):
            raise PaperError("timeout", "other documents are being printed")
        try:
            return self._print(facts, kind)
        finally:
            self._lock.release()

    def warm_up(self) -> None:
        """Start the child now, so that the first document does not pay for it."""
        with self._lock:
            self._ready_child()

    def close(self) -> None:
        """End the child. A document that another thread is printing raises ``PaperError``."""
        self._end()

    @property
    def child_pid(self) -> int | None:
        """The running child's process id, or None."""
        child = self._child
        return child.pid if child and child.poll() is None else None

    def _print(self, facts: bytes, job: bytes) -> bytes:
        child = self._ready_child()
        try:
            kind, payload = self._exchange(child, framing.frame(job, facts), self.limits.wall)
        except PaperError:
            self._end()
            raise
        self._renders += 1
        if kind != framing.DONE or self._renders >= self.limits.renders:
            self._end()
        if kind != framing.DONE:
            code, _, detail = payload.decode("utf-8", "replace").partition("\n")
            raise PaperError(code, detail)
        return payload

    def _ready_child(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is None:
            return self._child
        self._end()
        self._child = child = self._start()
        try:
            kind, _ = self._exchange(child, b"", self.limits.start)
        except PaperError as error:
            self._end()
            raise PaperError("crashed", f"the printer did not start ({error.code})") from error
        if kind != framing.READY:
            self._end()
            raise PaperError("crashed", "the printer did not start")
        return child

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "reports.paper.worker", str(2 * self.limits.memory), str(self.limits.cpu)]
        environment = {
            "PATH": os.environ.get("PATH", os.defpath),
            "PYTHONPATH": str(ROOT),
            "PYTHONHASHSEED": "0",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONWARNINGS": "ignore",
            "LC_ALL": "C.UTF-8",
            "FONTCONFIG_FILE": str(FONTCONFIG),
            "XDG_CACHE_HOME": "/nonexistent",  # no cache is read or written
        }
        try:
            self._folder = environment["TMPDIR"] = tempfile.mkdtemp(prefix=FOLDER)
            child = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
                cwd=ROOT,
                start_new_session=True,  # Ctrl-C in the terminal is for the web process
                bufsize=0,
            )
        except OSError as error:
            raise PaperError("crashed", f"the printer did not start ({type(error).__name__})") from error
        assert child.stdin is not None
        assert child.stdout is not None
        os.set_blocking(child.stdin.fileno(), False)
        os.set_blocking(child.stdout.fileno(), False)
        self._renders = 0
        return child

    def _exchange(self, child: subprocess.Popen[bytes], message: bytes, seconds: float) -> tuple[bytes, bytes]:
        """Write ``message`` and read one answer, both within ``seconds``."""
        assert child.stdin is not None
        assert child.stdout is not None
        deadline = time.monotonic() + seconds
        answer, unsent = bytearray(), memoryview(message)
        with selectors.DefaultSelector() as ready:
            ready.register(child.stdout, selectors.EVENT_READ)
            if unsent:
                ready.register(child.stdin, selectors.EVENT_WRITE)
            while (left := deadline - time.monotonic()) > 0:
                for key, _ in ready.select(min(left, LOOK)):
                    if key.fileobj is child.stdin:
                        unsent = unsent[_write(child, unsent) :]
                        if not unsent:
                            ready.unregister(child.stdin)
                    elif not (piece := os.read(child.stdout.fileno(), 1 << 20)):
                        raise self._obituary(child)
                    else:
                        answer += piece
                if (whole := _whole(answer)) is not None:
                    return whole
                if _resident(child.pid) > self.limits.memory:
                    raise PaperError("memory", f"more than {self.limits.memory // 1024**2} MB")
        raise PaperError("timeout", f"no document within {seconds:g} s")

    def _obituary(self, child: subprocess.Popen[bytes]) -> PaperError:
        """Why a child that closed its stdout died."""
        try:
            status = child.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return PaperError("crashed", "the printer closed its door")
        if status == -signal.SIGXCPU:
            return PaperError("timeout", f"more than {self.limits.cpu} s of CPU")
        if status == MEMORY_EXIT:
            return PaperError("memory", "no address space left")
        return PaperError("crashed", f"exit status {status}")

    def _end(self) -> None:
        """Kill and reap: no child is left behind, neither running nor as a zombie."""
        child, self._child = self._child, None
        folder, self._folder = self._folder, None
        if child is not None:
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stdout):
                if pipe:
                    pipe.close()
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)


def _write(child: subprocess.Popen[bytes], data: memoryview) -> int:
    assert child.stdin
    try:
        return os.write(child.stdin.fileno(), data[: 1 << 16])
    except BlockingIOError:
        return 0
    except BrokenPipeError:
        return len(data)  # reading will find out why


def _resident(pid: int) -> int:
    """Bytes in memory. C libraries that are refused memory crash in many ways; so the parent looks before they are."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def _whole(answer: bytearray) -> tuple[bytes, bytes] | None:
    if len(answer) < framing.HEAD.size:
        return None
    kind, length = framing.HEAD.unpack_from(answer)
    if length > framing.MAX_PAYLOAD:
        raise PaperError("crashed", "an answer beyond the limit")
    end = framing.HEAD.size + length
    return (kind, bytes(answer[framing.HEAD.size : end])) if len(answer) >= end else None


press = Press()
atexit.register(press.close)
os.register_at_fork(after_in_child=press._forget)
