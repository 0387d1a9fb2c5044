"""What WeasyPrint leaves undone in a tagged PDF, done on its objects just before they are written.

WeasyPrint 70 tags every page's piece of a table as a table of its own, repeats the header cells in each, points data
cells at the wrong header when a header cell spans rows, writes element IDs without the IDTree they need, and leaves
running headers as tagged text outside the tree. Afterwards a part is one Table with one THead, every TH has a Scope,
every TD names its own headers, a row that broke over two pages is one row again, and what repeats is an artifact.
The PDF/UA identification is merged into the one RDF block that PDF/A wrote.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf

UA_IDENTIFICATION = b"""<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about=""
 pdfuaid:part="1" />
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Which part of ISO 14289 the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description></rdf:RDF>"""
PAGINATION = "/Pagination"


def finish(document: Any, pdf: Any) -> None:
    """WeasyPrint's finisher: repairs the structure tree and claims PDF/UA-1. Raises ``ValueError`` if it cannot."""
    tree = _Tree(pdf)
    _mend_tables(document, tree)
    _drop_unreachable(tree)
    if attached := pdf.catalog.get("AF"):
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(attached))  # each attachment stands there twice
    _claim_ua(pdf)


class _Tree:
    """The structure tree of a pydyf PDF, with references followed."""

    def __init__(self, pdf: Any) -> None:
        self.pdf = pdf
        self.root = self.at(pdf.catalog["StructTreeRoot"])
        self.ids: dict[str, bytes] = {}

    def at(self, reference: bytes) -> Any:
        return self.pdf.objects[int(reference.split()[0])]

    def parent(self, element: Any) -> Any:
        return self.at(element["P"])

    def move(self, references: list[Any], target: Any) -> None:
        for reference in references:
            self.at(reference)["P"] = target.reference
        target["K"].extend(references)

    def name(self, element: Any, identifier: str) -> None:
        element["ID"] = pydyf.String(identifier)
        self.ids[identifier] = element.reference


def _mend_tables(document: Any, tree: _Tree) -> None:
    mended: dict[Any, _Table] = {}
    for page in document.pages:
        for box in _tables(page._page_box):
            if (table := mended.get(box.element)) is None:
                mended[box.element] = _Table(box, tree, len(mended))
            else:
                table.append(box)
    if tree.ids:
        names = [item for key in sorted(tree.ids) for item in (pydyf.String(key), tree.ids[key])]
        tree.root["IDTree"] = pydyf.Dictionary({"Names": pydyf.Array(names)})


def _tables(box: Any) -> Iterator[Any]:
    """The table boxes of a page, in order."""
    from weasyprint.formatting_structure import boxes

    for child in getattr(box, "children", ()):
        if isinstance(child, boxes.TableBox):
            yield child
        elif isinstance(child, boxes.BlockLevelBox):
            yield from _tables(child)


class _Table:
    """One part's table: the piece on its first page, which later pages' rows join."""

    def __init__(self, box: Any, tree: _Tree, number: int) -> None:
        self.tree = tree
        self.prefix = f"t{number}"
        self.headers: list[list[Any]] = []  # per column: the IDs of the header cells above it, top down
        self.rows: dict[Any, list[Any]] = {}
        header, body = _groups(box)
        self._name_headers(header)
        self.body = self._group(body)
        self._keep(body)
        table = tree.parent(self.body)
        table["A"] = pydyf.Dictionary({"O": "/Table", "Summary": pydyf.String(box.element.get("data-summary", ""))})

    def append(self, box: Any) -> None:
        """Take over the rows of the piece on a later page; its header repeats the first and leaves the tree."""
        body = _groups(box)[1]
        group = self._group(body)
        piece = self.tree.parent(group)
        rows = []
        for row in body:
            if row.element in self.rows:
                self._continue(row)
            else:
                rows.append(self.tree.parent(row.children[0].mark).reference)
        self._keep(body)
        self.tree.move(rows, self.body)
        self.tree.parent(piece)["K"].remove(piece.reference)

    def _group(self, rows: list[Any]) -> Any:
        return self.tree.parent(self.tree.parent(rows[0].children[0].mark))

    def _name_headers(self, rows: list[Any]) -> None:
        taken: dict[tuple[int, int], Any] = {}
        for y, row in enumerate(rows):
            x = 0
            for cell in row.children:
                while (y, x) in taken:
                    x += 1
                identifier = f"{self.prefix}-{y}-{x}"
                self.tree.name(cell.mark, identifier)
                cell.mark["A"]["Scope"] = "/Column"
                for down in range(cell.rowspan):
                    for right in range(cell.colspan):
                        taken[y + down, x + right] = identifier
        width = max((x for _, x in taken), default=-1) + 1
        for x in range(width):
            above = dict.fromkeys(taken[y, x] for y in range(len(rows)) if (y, x) in taken)
            self.headers.append([pydyf.String(identifier) for identifier in above])

    def _keep(self, rows: list[Any]) -> None:
        """Point each data cell at its column's headers. Of cells that span columns a bar is pointed at all of theirs,
        another (a heading over empty cells) at its first column's."""
        for row in rows:
            if row.element in self.rows:
                continue
            self.rows[row.element] = [cell.mark for cell in row.children]
            x = 0
            for cell in row.children:
                width = cell.colspan if cell.element.get("class") == "bar" else 1
                above = [header for headers in self.headers[x : x + width] for header in headers]
                cell.mark["A"]["Headers"] = pydyf.Array(above)
                x += cell.colspan

    def _continue(self, row: Any) -> None:
        for begun, cell in zip(self.rows[row.element], row.children, strict=True):
            kids, cell.mark["K"][:] = list(cell.mark["K"]), []
            self.tree.move(kids, begun)


def _groups(box: Any) -> tuple[list[Any], list[Any]]:
    """The header's rows and the body's rows of a table box."""
    header = [row for group in box.children if group.is_header for row in group.children]
    body = [row for group in box.children if not group.is_header for row in group.children]
    return header, body


def _drop_unreachable(tree: _Tree) -> None:
    """What hangs on no branch of the tree (running headers, repeated header rows) becomes a pagination artifact."""
    reachable: set[int] = set()
    waiting = [int(reference.split()[0]) for reference in tree.root["K"]]
    while waiting:
        number = waiting.pop()
        reachable.add(number)
        kids = tree.pdf.objects[number].get("K", ())
        waiting.extend(int(kid.split()[0]) for kid in kids if isinstance(kid, bytes))
    numbers = tree.at(tree.root["ParentTree"])["Nums"]
    pages = tree.pdf.pages["Kids"][::3]
    for page, references in zip(pages, numbers[1::2], strict=False):
        loose = {mcid for mcid, ref in enumerate(references) if int(ref.split()[0]) not in reachable}
        if loose:
            _make_artifacts(tree.at(tree.pdf.objects[page]["Contents"]), loose)
        references[:] = [b"null" if mcid in loose else reference for mcid, reference in enumerate(references)]
    for element in tree.pdf.objects:
        if isinstance(element, pydyf.Dictionary) and element.get("Type") == "/StructElem":
            if element.number not in reachable:
                element.clear()


def _make_artifacts(stream: Any, loose: set[int]) -> None:
    for index, item in enumerate(stream.stream):
        if isinstance(item, pydyf.Dictionary) and item.get("MCID") in loose:
            stream.stream[index - 1] = "/Artifact"
            stream.stream[index] = pydyf.Dictionary({"Type": PAGINATION})


def _claim_ua(pdf: Any) -> None:
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    content = b"".join(metadata.stream)
    if content.count(b"</rdf:RDF>") != 1:
        raise ValueError("the metadata is not one RDF block")
    metadata.stream = [content.replace(b"</rdf:RDF>", UA_IDENTIFICATION)]
    metadata.compress = False  # archives read it without inflating
