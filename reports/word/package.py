"""The Word package: our styles in the library's empty document, and the same bytes each time."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import serialize_for_reading
from docx.shared import Mm

from reports.word.runs import NAMESPACES, Lists

NEVER = (1980, 1, 1, 0, 0, 0)  # the earliest time a ZIP can hold: the file says nothing of when it was made
FONT = "Calibri"
HEADINGS = {"Heading1": (18, "16202B", 0, 60), "Heading2": (13, "0B3A63", 240, 80), "Heading3": (11, "0B3A63", 160, 60)}
PORTRAIT_WIDTH = "9072"  # twentieths of a point: the 160 mm between the margins of A4 portrait
WORD_2013 = "15"  # the compatibility mode of today's Word; without it the title bar says "compatibility mode"


def new_document(language: str, *, portrait: bool = False) -> WordDocument:
    """An empty document in A4 with our styles, in ``language`` such as "da-DK": landscape for tables, portrait for
    running text, which has a fourth heading and larger letters."""
    document = Document()
    for child in list(document.element.body)[:-1]:
        document.element.body.remove(child)
    _page(document)
    _styles(document, language)
    _settings(document, language)
    if portrait:
        _portrait(document)
    return document


def fill(document: WordDocument, content: str, lists: Lists) -> None:
    """Put the body's XML before the section's properties, and the lists it uses into the numbering part. The last step:
    the document is read anew, since moving thousands of elements from one tree to another takes seconds."""
    end = serialize_for_reading(document.element.body[-1])
    whole = f"<w:document {NAMESPACES}><w:body>{content}{end}</w:body></w:document>"
    document.part._element = parse_xml(whole)
    _numbering(document, lists)


def running(part: object, content: str) -> None:
    """The content of a header or footer."""
    element = part._element  # type: ignore[attr-defined]
    for child in list(element):
        element.remove(child)
    for child in list(parse_xml(f"<w:hdr {NAMESPACES}>{content}</w:hdr>")):
        element.append(child)


def describe(
    document: WordDocument, *, title: str, author: str, subject: str, language: str, moment: dt.datetime
) -> None:
    """The core properties: all that the library would say of itself is replaced."""
    about = document.core_properties
    about.title, about.author, about.subject, about.language = title, author, subject, language
    about.comments = about.keywords = about.category = ""
    about.last_modified_by = author
    about.revision = 1
    about.created = about.modified = moment.astimezone(dt.UTC).replace(tzinfo=None)


def written(document: WordDocument) -> bytes:
    """The file's bytes: the same document gives the same bytes, whenever it is written."""
    raw, out = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, NEVER)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            new.writestr(entry, old.read(name))
    return out.getvalue()


def _page(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(297), Mm(210)
    section._sectPr.get_or_add_pgSz().set(qn("w:orient"), "landscape")
    section.left_margin = section.right_margin = Mm(16)
    section.top_margin, section.bottom_margin = Mm(18), Mm(18)
    section.header_distance = section.footer_distance = Mm(9)
    section.different_first_page_header_footer = True


def _portrait(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section._sectPr.get_or_add_pgSz().set(qn("w:orient"), "portrait")
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin, section.bottom_margin = Mm(24), Mm(22)
    styles = document.styles.element
    for size in styles.find(qn("w:docDefaults")).iter(qn("w:sz"), qn("w:szCs")):
        size.set(qn("w:val"), "22")
    for tab in styles.iter(qn("w:tab")):
        tab.set(qn("w:pos"), PORTRAIT_WIDTH)
    _heading(styles, "Heading4", (11, "16202B", 140, 40))


def _styles(document: WordDocument, language: str) -> None:
    styles = document.styles.element
    defaults = styles.find(qn("w:docDefaults"))
    styles.replace(
        defaults,
        parse_xml(
            f"<w:docDefaults {NAMESPACES}><w:rPrDefault><w:rPr>"
            f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}"/>'
            f'<w:sz w:val="20"/><w:szCs w:val="20"/><w:lang w:val="{language}" w:eastAsia="{language}" w:bidi="ar-SA"/>'
            "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
            '<w:spacing w:after="80" w:line="259" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        ),
    )
    for name, look in HEADINGS.items():
        _heading(styles, name, look)
    for style in (
        '<w:style w:type="paragraph" w:customStyle="1" w:styleId="Cell"><w:name w:val="Handleplan cell"/>'
        '<w:basedOn w:val="Normal"/><w:pPr><w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>'
        "</w:pPr>"
        '<w:rPr><w:sz w:val="17"/><w:szCs w:val="17"/></w:rPr></w:style>',
        '<w:style w:type="paragraph" w:customStyle="1" w:styleId="Running"><w:name w:val="Handleplan running line"/>'
        '<w:basedOn w:val="Normal"/><w:pPr><w:tabs><w:tab w:val="right" w:pos="15026"/></w:tabs>'
        '<w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
        '<w:rPr><w:color w:val="3D4A57"/><w:sz w:val="16"/><w:szCs w:val="16"/></w:rPr></w:style>',
        '<w:style w:type="paragraph" w:customStyle="1" w:styleId="Listed"><w:name w:val="Handleplan list"/>'
        '<w:basedOn w:val="Normal"/><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="901"/></w:numPr>'
        '<w:spacing w:after="40"/></w:pPr></w:style>',
    ):
        styles.append(parse_xml(style.replace("<w:style ", f"<w:style {NAMESPACES} ", 1)))


def _heading(styles: Any, name: str, look: tuple[int, str, int, int]) -> None:
    """How a heading looks: points, colour, space before and after in twentieths of a point."""
    size, colour, before, after = look
    style = next(each for each in styles if each.get(qn("w:styleId")) == name)
    for tag in ("w:pPr", "w:rPr"):
        for old in style.findall(qn(tag)):
            style.remove(old)
    level = int(name[-1]) - 1
    space = f'<w:spacing w:before="{before}" w:after="{after}"/>'
    kept = f'<w:keepNext/><w:keepLines/>{space}<w:outlineLvl w:val="{level}"/>'
    style.append(parse_xml(f"<w:pPr {NAMESPACES}>{kept}</w:pPr>"))
    style.append(
        parse_xml(
            f'<w:rPr {NAMESPACES}><w:b/><w:color w:val="{colour}"/><w:sz w:val="{size * 2}"/>'
            f'<w:szCs w:val="{size * 2}"/></w:rPr>'
        )
    )


def _settings(document: WordDocument, language: str) -> None:
    settings = document.settings.element
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), WORD_2013)
    for setting in settings.iter(qn("w:themeFontLang")):
        setting.set(qn("w:val"), language)
    for setting in settings.iter(qn("w:decimalSymbol")):
        setting.set(qn("w:val"), ",")
    for setting in settings.iter(qn("w:listSeparator")):
        setting.set(qn("w:val"), ";")


def _numbering(document: WordDocument, lists: Lists) -> None:
    numbering = document.part.numbering_part.element
    first_num = numbering.find(qn("w:num"))
    for identifier, kind in ((900, "bullet"), (901, "decimal")):
        levels = "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
            f'<w:lvlText w:val="{"•" if kind == "bullet" else f"%{level + 1}."}"/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="{227 * (level + 1)}" w:hanging="227"/></w:pPr></w:lvl>'
            for level in range(9)
        )
        kinds = '<w:multiLevelType w:val="multilevel"/>'
        first_num.addprevious(
            parse_xml(f'<w:abstractNum {NAMESPACES} w:abstractNumId="{identifier}">{kinds}{levels}</w:abstractNum>')
        )
    numbering.append(parse_xml(f'<w:num {NAMESPACES} w:numId="{Lists.BULLETS}"><w:abstractNumId w:val="900"/></w:num>'))
    for place, (level, first) in enumerate(lists.started, start=1):
        override = f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{first}"/></w:lvlOverride>'
        inside = f'<w:abstractNumId w:val="901"/>{override}'
        numbering.append(parse_xml(f'<w:num {NAMESPACES} w:numId="{Lists.BULLETS + place}">{inside}</w:num>'))
