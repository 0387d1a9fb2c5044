"""Is it the database that fails, or the program? A server that is down and a full disk pass; a fault of ours does not.

Between the two: two people who write at the same moment, so that what one of them wrote no longer fits.

Told from the error codes: SQLite's (https://www.sqlite.org/rescode.html), PostgreSQL's SQLSTATE classes (appendix A of
its manual) and, for attached files, errno.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from enum import Enum
from typing import Any

from django.db import DataError, IntegrityError, InterfaceError, OperationalError


class Outage(Enum):
    DOWN = "the database does not answer"
    FULL = "there is no room left to write"
    UNFIT = "the database cannot hold what was sent"
    CROSSED = "somebody else wrote at the same moment"


_SQLITE = {
    5: Outage.DOWN,  # SQLITE_BUSY: somebody else's write took longer than the timeout
    6: Outage.DOWN,  # SQLITE_LOCKED
    7: Outage.FULL,  # SQLITE_NOMEM
    8: Outage.DOWN,  # SQLITE_READONLY
    10: Outage.FULL,  # SQLITE_IOERR: what a full disk says while the write-ahead log grows
    13: Outage.FULL,  # SQLITE_FULL
    14: Outage.DOWN,  # SQLITE_CANTOPEN
    15: Outage.DOWN,  # SQLITE_PROTOCOL
}
_POSTGRESQL = {
    "08": Outage.DOWN,  # connection exception
    "25": Outage.DOWN,  # a server that only reads, as in a failover
    "40": Outage.CROSSED,  # transaction rolled back: deadlock, serialization
    "53": Outage.FULL,  # insufficient resources: disk full, out of memory
    "55": Outage.CROSSED,  # lock not available
    "57": Outage.DOWN,  # operator intervention: shutdown, crash, starting up, cancelled
    "58": Outage.FULL,  # system error: I/O
}
_TOO_MANY_CONNECTIONS = "53300"
# What was not there when it was asked for, and is now; what was there, and is gone.
_CROSSED = {
    "23505",  # unique_violation
    "23503",  # foreign_key_violation
    2067,  # SQLITE_CONSTRAINT_UNIQUE
    1555,  # SQLITE_CONSTRAINT_PRIMARYKEY
    787,  # SQLITE_CONSTRAINT_FOREIGNKEY
}
_FILES = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO}


def outage_of(error: BaseException | None) -> Outage | None:
    """What is out of order outside the program, as the error or what led to it says; None for a fault of ours."""
    return next(filter(None, map(_outage_of_one, _causes(error))), None)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _outage_of_one(error: BaseException) -> Outage | None:
    if isinstance(error, DataError) or _is_too_large_for_sqlite(error):
        return Outage.UNFIT
    if isinstance(error, IntegrityError):
        code = getattr(error.__cause__, "sqlstate", None) or getattr(error.__cause__, "sqlite_errorcode", None)
        return Outage.CROSSED if code in _CROSSED else None
    if isinstance(error, InterfaceError | OperationalError):
        return _outage_of_database(error.__cause__)
    if isinstance(error, OSError) and error.errno in _FILES:
        return Outage.FULL
    return None


def _is_too_large_for_sqlite(error: BaseException) -> bool:
    """A whole number of more than 64 bits: PostgreSQL says ``DataError``, Python's SQLite this."""
    return isinstance(error, OverflowError) and "SQLite INTEGER" in str(error)


def _outage_of_database(cause: Any) -> Outage | None:
    """By the code of the driver's own error; a connection that was lost or never made has none."""
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        return _SQLITE.get(code & 0xFF)
    state = getattr(cause, "sqlstate", None)
    if state == _TOO_MANY_CONNECTIONS:
        return Outage.DOWN
    if state is not None:
        return _POSTGRESQL.get(state[:2])
    return Outage.DOWN
