"""How the web process and its child talk: a kind of one byte, a length of eight, the payload."""

from __future__ import annotations

import struct
from typing import BinaryIO

HEAD = struct.Struct(">cQ")
READY, JOB, LETTER, NOTE, DONE, ERROR = b"R", b"J", b"L", b"N", b"D", b"E"
MAX_PAYLOAD = 256 * 1024 * 1024


def frame(kind: bytes, payload: bytes = b"") -> bytes:
    """One message."""
    return HEAD.pack(kind, len(payload)) + payload


def read_frame(stream: BinaryIO) -> tuple[bytes, bytes] | None:
    """The next message, or None when the other side has closed. Raises ``ValueError`` for what is no message."""
    head = stream.read(HEAD.size)
    if not head:
        return None
    if len(head) < HEAD.size:
        raise ValueError("half a head")
    kind, length = HEAD.unpack(head)
    if length > MAX_PAYLOAD:
        raise ValueError("payload beyond the limit")
    payload = stream.read(length)
    if len(payload) < length:
        raise ValueError("half a payload")
    return kind, payload
