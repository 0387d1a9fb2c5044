"""The verb that says where an edition lies in the municipality's records system, and the package that goes there."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any
from xml.etree import ElementTree

from django.db.models import QuerySet
from django.utils import timezone

from handleplan import dates
from handleplan.models import Plan, User
from reports.archive import CONTENT_TYPES, file_name, read_file
from reports.models import Edition, Journalising

KIND = "Statusrapport"  # what the records system files it under


def journalise(edition: Edition, *, case_number: str, document_number: str = "", user: User) -> Journalising:
    """Notes the numbers that the records system gave the edition; a mistake is mended by noting them again."""
    return Journalising.objects.create(
        edition=edition, case_number=case_number, document_number=document_number, recorded_by=user
    )


def not_journalised(user: User) -> QuerySet[Edition]:
    """The editions of the plans the person sees that lie in no records system yet, oldest first."""
    visible = Edition.objects.filter(plan__in=Plan.objects.visible_to(user), journalisings=None)
    return visible.select_related("plan").order_by("recorded_at", "pk")


def package(edition: Edition) -> bytes:
    """One ZIP for the records system: the four files, and what they are as ``metadata.json`` and ``metadata.xml``.

    The same edition with the same numbers gives the same bytes. Raises ``archive.Damaged``.
    """
    facts = metadata(edition)
    stamp = timezone.localtime(edition.recorded_at).timetuple()[:6]
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:

        def add(name: str, data: bytes) -> None:
            entry = zipfile.ZipInfo(name, date_time=stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)

        add("metadata.json", json.dumps(facts, ensure_ascii=False, indent=2).encode())
        add("metadata.xml", _xml(facts))
        for each in facts["filer"]:
            add(each["navn"], read_file(edition, each["art"]))
    return content.getvalue()


def metadata(edition: Edition) -> dict[str, Any]:
    """What a records system asks of a document, under Danish names: title, date, kind, numbers, hashes, files."""
    journalised = edition.journalisings.last()
    files = edition.files.defer("content").order_by("pk")
    return {
        "titel": f"{edition.title}: statusrapport for {dates.format_month(edition.period)}, udgave {edition.label}",
        "dato": timezone.localtime(edition.recorded_at).isoformat(timespec="seconds"),
        "dokumenttype": KIND,
        "sagsnummer": journalised.case_number if journalised else "",
        "dokumentnummer": journalised.document_number if journalised else "",
        "plan": edition.plan.slug,
        "udgave": edition.label,
        "status_pr": edition.as_of.isoformat(),
        "anledning": edition.occasion,
        "udgivet_af": edition.published_by,
        "retter_udgave": edition.corrects.label if edition.corrects else "",
        "rettelser": edition.corrections,
        "oplysningernes_sha256": edition.facts_sha256,
        "ændringslog": edition.chain_head,
        "filer": [
            {
                "navn": file_name(edition, each.kind),
                "art": each.kind,
                "mimetype": CONTENT_TYPES[each.kind],
                "bytes": each.size,
                "sha256": each.sha256,
            }
            for each in files
        ],
    }


def _xml(facts: dict[str, Any]) -> bytes:
    """The same under the same names; a file is an element of its own. Characters that XML has not are left out."""
    root = ElementTree.Element("dokument")
    for name, value in facts.items():
        if name != "filer":
            ElementTree.SubElement(root, name).text = _plain(value)
    files = ElementTree.SubElement(root, "filer")
    for each in facts["filer"]:
        entry = ElementTree.SubElement(files, "fil")
        for name, value in each.items():
            ElementTree.SubElement(entry, name).text = _plain(str(value))
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _plain(value: str) -> str:
    return "".join(letter for letter in value if letter in "\t\n" or (letter >= " " and letter not in "\ufffe\uffff"))
