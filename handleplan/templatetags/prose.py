"""A text of the plan as HTML, by its kind: ``{% prose entry.text entry.text_kind %}``."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

from handleplan.prose import to_html

register = template.Library()


@register.simple_tag
def prose(text: str, kind: str) -> SafeString:
    """Paragraphs, and of ``markdown`` also bold, italics, lists and links; everything else of the text is escaped.

    What is HTML already (``SafeString``) is placed as it is.
    """
    if isinstance(text, SafeString):
        return text
    return mark_safe(to_html(text or "", kind))
