"""Files as bytes: honest ones, and ones that are not what they say."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from PIL import Image

_MAIN = "application/vnd.openxmlformats-officedocument."
_PARTS = {
    "docx": ("word/document.xml", f"{_MAIN}wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", f"{_MAIN}spreadsheetml.sheet.main+xml"),
}
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def package(kind: str, *, extra: dict[str, bytes] | None = None, main: bytes = b"<w/>", type_: str = "") -> bytes:
    """A small Word or Excel file."""
    part, usual = _PARTS[kind]
    types = f'<Types><Override PartName="/{part}" ContentType="{type_ or usual}"/></Types>'
    return archive({"[Content_Types].xml": types.encode(), part: main, **(extra or {})})


def archive(entries: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in entries.items():
            zipped.writestr(name, content)
    return written.getvalue()


def picture(kind: str, size: tuple[int, int] = (4, 3), mode: str = "RGB", **options) -> bytes:
    written = io.BytesIO()
    Image.new(mode, size, **({"color": "red"} if mode == "RGB" else {})).save(written, kind, **options)
    return written.getvalue()


def huge_png(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is enormous."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")
