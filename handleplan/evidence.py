"""What may be attached to a point: a file is judged by its extension and its content, and images are drawn anew.

Pure: bytes in, bytes out. A file is never unpacked to disk and nothing in it is followed. Bounds from MEASURED.md,
"Input and output"; a refusal is a code, its sentence stands in ``forms.evidence``.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass

LARGEST = 10_000_000  # bytes of an upload
LONGEST_NAME = 200  # characters
MOST_PIXELS = 40_000_000
MOST_ENTRIES = 2_000
MOST_INFLATED = 20_000_000  # bytes, over all entries, counted while inflating
MOST_RATIO = 100

_SLICE = 65_536
_INVISIBLE = ("C",)  # Unicode categories: controls, format characters (bidi overrides), surrogates, unassigned
_CENTRAL, _LOCAL = b"PK\x01\x02", b"PK\x03\x04"
_OPENXML = "application/vnd.openxmlformats-officedocument."
_MAIN_PARTS = {
    "docx": ("word/document.xml", f"{_OPENXML}wordprocessingml.document"),
    "xlsx": ("xl/workbook.xml", f"{_OPENXML}spreadsheetml.sheet"),
}
_IMAGES = {"png": ("PNG", b"\x89PNG\r\n\x1a\n"), "jpg": ("JPEG", b"\xff\xd8\xff")}
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": _MAIN_PARTS["docx"][1],
    "xlsx": _MAIN_PARTS["xlsx"][1],
    "png": "image/png",
    "jpg": "image/jpeg",
}
EXTENSIONS = {**{kind: kind for kind in CONTENT_TYPES}, "jpeg": "jpg"}


class Refused(ValueError):
    """A file that is not taken. ``problem`` is a stable code: "empty", "too-large", "extension", "content",
    "macros", "archive", "pixels" or "damaged"."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file that may be kept: its cleaned name, its type by content, and the bytes to keep."""

    name: str
    content_type: str
    content: bytes


def judge(name: str, content: bytes) -> Evidence:
    """The file as it may be kept. Raises ``Refused``."""
    cleaned = clean_name(name)
    kind = EXTENSIONS.get(cleaned.rpartition(".")[2].lower()) if "." in cleaned else None
    if kind is None:
        raise Refused("extension")
    if not content:
        raise Refused("empty")
    if len(content) > LARGEST:
        raise Refused("too-large")
    if kind in _IMAGES:
        content = _drawn_anew(content, *_IMAGES[kind])
    elif kind in _MAIN_PARTS:
        _check_package(content, *_MAIN_PARTS[kind])
    elif not content.startswith(b"%PDF-") or b"%%EOF" not in content[-2048:]:
        raise Refused("content")
    return Evidence(cleaned, CONTENT_TYPES[kind], content)


def clean_name(name: str) -> str:
    """The last part of a path, NFC, without anything invisible, at most 200 characters with its extension kept."""
    visible = "".join(char for char in name if unicodedata.category(char)[0] not in _INVISIBLE)
    last = re.split(r"[/\\]", visible)[-1]
    composed = " ".join(unicodedata.normalize("NFC", last).split()).strip(". ")
    stem, dot, extension = composed.rpartition(".")
    if not dot or not stem:
        return composed[:LONGEST_NAME] if not dot else ""
    return f"{stem[: LONGEST_NAME - len(extension) - 1]}.{extension}"[:LONGEST_NAME]


def _drawn_anew(content: bytes, kind: str, magic: bytes) -> bytes:
    """The picture alone: upright, without EXIF, comments, profiles and whatever stands behind its end."""
    from PIL import Image, ImageOps  # a tenth of a second to import

    if not content.startswith(magic):
        raise Refused("content")
    try:
        image = Image.open(io.BytesIO(content), formats=[kind])
        if image.width * image.height > MOST_PIXELS:
            raise Refused("pixels")
        image.load()
        upright = ImageOps.exif_transpose(image)
        transparent = upright.info.get("transparency")
        upright.info = {} if transparent is None or kind == "JPEG" else {"transparency": transparent}
        if kind == "JPEG" and upright.mode not in ("L", "RGB"):
            upright = upright.convert("RGB")
        written = io.BytesIO()
        upright.save(written, format=kind, **({"quality": 90} if kind == "JPEG" else {}))
    except Refused:
        raise
    except Image.DecompressionBombError as error:
        raise Refused("pixels") from error
    except Exception as error:  # Pillow raises whatever its decoders raise
        raise Refused("damaged") from error
    return written.getvalue()


def _check_package(content: bytes, main_part: str, main_type: str) -> None:
    """Whether a zip is a Word or Excel file that a reader can open without being blown up or led astray."""
    if not content.startswith(_LOCAL):
        raise Refused("content")
    if content.count(_CENTRAL) > MOST_ENTRIES:
        raise Refused("archive")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            types = _inflate_all(package, len(content), main_part)
    except Refused:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, NotImplementedError) as error:
        raise Refused("damaged") from error
    if f'"{main_type}.main+xml"'.encode() not in types:
        raise Refused("macros" if b"macroEnabled" in types else "content")


def _inflate_all(package: zipfile.ZipFile, size: int, main_part: str) -> bytes:
    """Reads every entry in slices and counts while inflating; gives the package's list of content types."""
    entries = package.infolist()
    names = [entry.filename for entry in entries]
    if len(names) > MOST_ENTRIES or len(set(names)) < len(names) or not all(map(_is_safe, entries)):
        raise Refused("archive")
    if main_part not in names or "[Content_Types].xml" not in names:
        raise Refused("content")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused("macros")
    inflated, types = 0, b""
    for entry in entries:
        pieces = []
        with package.open(entry) as stream:
            while piece := stream.read(_SLICE):
                inflated += len(piece)
                if inflated > MOST_INFLATED or inflated > MOST_RATIO * size:
                    raise Refused("archive")
                pieces.append(piece)
        text = b"".join(pieces)
        if entry.filename.lower().endswith((".xml", ".rels", ".vml")) and _declares_entities(text):
            raise Refused("archive")
        if entry.filename == "[Content_Types].xml":
            types = text
    return types


def _is_safe(entry: zipfile.ZipInfo) -> bool:
    """A relative path inside the package, stored or deflated, not encrypted."""
    name = entry.orig_filename
    parts = re.split(r"[/\\]", name)
    return (
        not entry.flag_bits & 1
        and entry.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
        and ".." not in parts
        and not name.startswith(("/", "\\"))
        and ":" not in parts[0]
        and "\0" not in name
    )


def _declares_entities(text: bytes) -> bool:
    """A DOCTYPE or an entity, in UTF-8 or UTF-16 (whose letters have zeros between them)."""
    upper = text.replace(b"\0", b"").upper()
    return b"<!DOCTYPE" in upper or b"<!ENTITY" in upper
