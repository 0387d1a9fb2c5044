"""A chart as a picture in Word: the SVG itself, which Word has drawn since 2016, and a PNG for programs that cannot.

The PNG is drawn here with Pillow from the few shapes that ``reports.charts`` uses, in our own font. A shape that is not
among them raises ``ValueError``: a picture that leaves something out would say another thing than the page.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from reports.cell_text import one_line
from reports.paper.fetching import ASSETS
from reports.word.runs import paragraph

WIDTH = 9_540_000  # English metric units, 360,000 to the centimetre: the page's 265 mm
OUT, SHARP = 2, 2  # pixels for a unit of the drawing, and how many times finer it is drawn before it is made smaller
_SVG = "{http://www.w3.org/2000/svg}"
_SVG_BLIP = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_SILENT = ("title", "desc")
Points = list[tuple[float, float]]


def picture(document: WordDocument, place: int, svg: str, title: str, alt: str) -> str:
    """The paragraph of a picture; ``place`` counts the document's pictures from 1, ``alt`` says what it shows."""
    wide, high = _size(ElementTree.fromstring(svg))
    embedded, _image = document.part.get_or_add_image(io.BytesIO(png(svg)))
    name = PackURI(f"/word/media/chart{place}.svg")
    drawing = Part(name, "image/svg+xml", svg.encode(), document.part.package)
    vector = document.part.relate_to(drawing, RELATIONSHIP_TYPE.IMAGE)
    size = f'cx="{WIDTH}" cy="{round(WIDTH * high / wide)}"'
    named = f'id="{place}" name={quoteattr(one_line(title))} descr={quoteattr(one_line(alt, 2_000))}'
    return paragraph(
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/><wp:docPr {named}/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f"<pic:pic><pic:nvPicPr><pic:cNvPr {named}/><pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="{embedded}"><a:extLst><a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}">'
        f'<asvg:svgBlip xmlns:asvg="{_SVG_BLIP}" r:embed="{vector}"/></a:ext></a:extLst></a:blip>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr>"
        f'<a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>",
        properties="<w:keepNext/>",
    )


def png(svg: str) -> bytes:
    """The drawing as a PNG on white; the same drawing gives the same bytes."""
    from PIL import Image, ImageDraw  # for a document with charts alone

    root = ElementTree.fromstring(svg)
    wide, high = _size(root)
    step = OUT * SHARP
    image = Image.new("RGB", (round(wide * step), round(high * step)), "white")
    canvas = ImageDraw.Draw(image)
    for element in root:
        kind = element.tag.removeprefix(_SVG)
        if kind in _SILENT:
            continue
        if kind not in _DRAWN:
            raise ValueError(f"a chart with the shape {kind!r} cannot be drawn")
        _DRAWN[kind](canvas, element, step)
    out = io.BytesIO()
    image.reduce(SHARP).save(out, "PNG", compress_level=6)
    return out.getvalue()


def _size(root: ElementTree.Element) -> tuple[float, float]:
    _left, _top, wide, high = map(float, root.get("viewBox", "").split())
    return wide, high


def _number(element: ElementTree.Element, name: str, otherwise: float = 0) -> float:
    return float(element.get(name, otherwise))


def _colour(element: ElementTree.Element, name: str, otherwise: str | None = None) -> str | None:
    """The colour mixed with white as far as the shape lets it shine through; None for none."""
    named = element.get(name, otherwise)
    if named is None or named == "none":
        return None
    opacity = _number(element, "opacity", 1) * _number(element, f"{name}-opacity", 1)
    from PIL import ImageColor

    mixed = (round(255 - (255 - part) * opacity) for part in ImageColor.getrgb(named)[:3])
    return "#" + "".join(f"{part:02x}" for part in mixed)


def _outline(canvas: Any, element: ElementTree.Element, points: Points, step: float) -> None:
    """A line through the points, dashed where the shape says so."""
    if (colour := _colour(element, "stroke")) is None:
        return
    width = max(1, round(_number(element, "stroke-width", 1) * step))
    dashes = [float(each) * step for each in element.get("stroke-dasharray", "").replace(",", " ").split()]
    for stretch in _dashed(points, dashes) if dashes else [points]:
        canvas.line(stretch, fill=colour, width=width, joint="curve")


def _dashed(points: Points, dashes: list[float]) -> Iterator[Points]:
    """The stretches of a line that are drawn: dash and gap by turns, round corners too."""
    at, left = 0, dashes[0]
    for (x1, y1), (x2, y2) in pairwise(points):
        length = math.hypot(x2 - x1, y2 - y1)
        done = 0.0
        while done < length:
            piece = min(left, length - done)
            if at % 2 == 0:
                ends = ((done + way) / length for way in (0, piece))
                yield [(x1 + (x2 - x1) * share, y1 + (y2 - y1) * share) for share in ends]
            done, left = done + piece, left - piece
            if left <= 1e-9:
                at += 1
                left = max(dashes[at % len(dashes)], 0.1)


def _rect(canvas: Any, element: ElementTree.Element, step: float) -> None:
    x, y, wide, high = (_number(element, name) * step for name in ("x", "y", "width", "height"))
    if wide > 0 and high > 0:
        if fill := _colour(element, "fill", "black"):
            canvas.rectangle((x, y, x + wide - 1, y + high - 1), fill=fill)
        _outline(canvas, element, [(x, y), (x + wide, y), (x + wide, y + high), (x, y + high), (x, y)], step)


def _line(canvas: Any, element: ElementTree.Element, step: float) -> None:
    ends = [tuple(_number(element, f"{axis}{end}") * step for axis in "xy") for end in (1, 2)]
    _outline(canvas, element, ends, step)  # type: ignore[arg-type]


def _path(canvas: Any, element: ElementTree.Element, step: float) -> None:
    """Straight lines alone: "M1 2 L3 4"."""
    pairs = element.get("d", "").removeprefix("M").split("L")
    _outline(canvas, element, [(float(x) * step, float(y) * step) for x, y in (pair.split() for pair in pairs)], step)


def _polygon(canvas: Any, element: ElementTree.Element, step: float) -> None:
    pairs = (pair.split(",") for pair in element.get("points", "").split())
    points = [(float(x) * step, float(y) * step) for x, y in pairs]
    if fill := _colour(element, "fill", "black"):
        canvas.polygon(points, fill=fill)
    _outline(canvas, element, [*points, points[0]], step)


def _circle(canvas: Any, element: ElementTree.Element, step: float) -> None:
    x, y, radius = (_number(element, name) * step for name in ("cx", "cy", "r"))
    box = (x - radius, y - radius, x + radius, y + radius)
    width = max(1, round(_number(element, "stroke-width", 1) * step))
    canvas.ellipse(box, fill=_colour(element, "fill", "black"), outline=_colour(element, "stroke"), width=width)


def _text(canvas: Any, element: ElementTree.Element, step: float) -> None:
    anchor = {"middle": "ms", "end": "rs"}.get(element.get("text-anchor", ""), "ls")
    bold = element.get("font-weight", "") in ("600", "700", "bold")
    size = round(_number(element, "font-size", 12) * step)
    at = (_number(element, "x") * step, _number(element, "y") * step)
    font = _font("paper:plex-semibold" if bold else "paper:plex-regular", size)
    canvas.text(at, element.text or "", fill=_colour(element, "fill", "#16202b"), font=font, anchor=anchor)


@cache
def _font(name: str, size: int) -> Any:
    from PIL import ImageFont

    return ImageFont.truetype(str(ASSETS[name][0]), size)


_DRAWN: dict[str, Callable[[Any, ElementTree.Element, float], None]] = {
    "rect": _rect,
    "line": _line,
    "path": _path,
    "polygon": _polygon,
    "circle": _circle,
    "text": _text,
}
