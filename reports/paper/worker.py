"""The child that prints: ``python -m reports.paper.worker MEMORY CPU``, jobs on stdin, answers on stdout.

It lays limits on itself before it imports anything large, has no Django, no database, no settings and an environment
without secrets, and prints one document at a time until its stdin closes.
"""

from __future__ import annotations

import os
import resource
import shutil
import sys
import traceback
from typing import BinaryIO

from reports.paper import framing
from reports.paper.errors import PaperError


def main(arguments: list[str]) -> int:
    """Serve until stdin closes. ``arguments``: memory in bytes (address space), CPU seconds per document."""
    memory, seconds = int(arguments[0]), int(arguments[1])
    answers = _private_stdout()
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    _allow_cpu(seconds)

    from reports.paper.printing import prepare  # after the limits: imports WeasyPrint

    printer = prepare()
    _send(answers, framing.READY, b"")
    while (message := framing.read_frame(sys.stdin.buffer)) is not None:
        _allow_cpu(seconds)
        # Errors come back by kind and place only: their messages may quote the document.
        try:
            prints = {framing.LETTER: printer.letter, framing.NOTE: printer.note}.get(message[0], printer.pdf)
            _send(answers, framing.DONE, prints(message[1]))
        except PaperError as error:
            _send(answers, framing.ERROR, f"{error.code}\n{error.detail}".encode())
        except MemoryError:
            os._exit(MEMORY_EXIT)  # nothing here can be trusted to allocate any more
        except BaseException as error:
            _send(answers, framing.ERROR, f"failed\n{_where(error)}".encode())
    _leave_nothing()
    return 0


MEMORY_EXIT = 77
FOLDER = "handleplan-paper-"  # how the web process names our TMPDIR


def _leave_nothing() -> None:
    """Stdin closes without a kill only when the web process is gone: then nobody else clears our files away."""
    folder = os.environ.get("TMPDIR", "")
    if os.path.basename(folder).startswith(FOLDER):
        shutil.rmtree(folder, ignore_errors=True)


def _private_stdout() -> BinaryIO:
    """Keep stdout for answers; whatever else prints (a C library, a warning) goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return answers


def _allow_cpu(seconds: int) -> None:
    """From now on ``seconds`` more; the kernel then ends the process with SIGXCPU."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + 1 + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _send(answers: BinaryIO, kind: bytes, payload: bytes) -> None:
    answers.write(framing.frame(kind, payload))
    answers.flush()


def _where(error: BaseException) -> str:
    """The kind of error and the line that raised it; never its message, which may quote the document."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {os.path.basename(last.filename)}:{last.lineno}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
