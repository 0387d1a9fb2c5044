"""The form a file is attached with."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from handleplan import evidence
from handleplan.amounts import format_number

REFUSALS = {
    "empty": _("The file is empty."),
    "too-large": _("The file is too large: at most %(most)s MB."),
    "extension": _("Files of this kind are not taken. Choose a PDF, Word (docx), Excel (xlsx), PNG or JPEG file."),
    "content": _("The content of the file is not what its name says. Save it again as the kind its name ends in."),
    "macros": _("The file holds macros. Save it without macros, as docx or xlsx."),
    "archive": _("The file is packed in a way that ordinary Word and Excel files are not, and is not opened here."),
    "pixels": _("The picture is too large: at most %(pixels)s million pixels. Make it smaller and try again."),
    "damaged": _("The file is damaged or protected by a password and cannot be read."),
}


class FileForm(forms.Form):
    """``cleaned_data["file"]`` is the file as it may be kept (``evidence.Evidence``)."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, Word (docx), Excel (xlsx), PNG or JPEG, at most 10 MB. A picture loses its hidden data."),
        allow_empty_file=True,
        error_messages={"required": _("Choose a file."), "missing": _("Choose a file.")},
        widget=forms.FileInput(attrs={"accept": ",".join(f".{end}" for end in evidence.EXTENSIONS)}),
    )

    def clean_file(self) -> evidence.Evidence:
        upload: UploadedFile = self.cleaned_data["file"]
        try:
            if upload.size > evidence.LARGEST:
                raise evidence.Refused("too-large")
            return evidence.judge(upload.name, upload.read(evidence.LARGEST + 1))
        except evidence.Refused as refusal:
            raise ValidationError(REFUSALS[refusal.problem], code=refusal.problem, params=_bounds()) from refusal


def _bounds() -> dict[str, Any]:
    return {
        "most": format_number(evidence.LARGEST // 1_000_000),
        "pixels": format_number(evidence.MOST_PIXELS // 1_000_000),
    }
