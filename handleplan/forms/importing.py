"""The form a table is pasted or uploaded in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handleplan.importing.applying import find_plan
from handleplan.importing.reading import NotATable, decode_table, read_table
from handleplan.importing.telling import refusal_text
from handleplan.models import Plan
from handleplan.tables import Table

LARGEST = 2_000_000  # bytes; the confirming step posts the text back, and Django takes 2.5 MB of fields


class ImportForm(forms.Form):
    """Reads the table while validating: ``table`` and ``plan`` (None: a new one) are there when the form is valid."""

    text = forms.CharField(label=gettext_lazy("The table"), required=False, strip=False)
    file = forms.FileField(label=gettext_lazy("Or a file"), required=False, max_length=200, allow_empty_file=True)
    title = forms.CharField(label=gettext_lazy("Title of the plan"), required=False, max_length=400)
    into = forms.ModelChoiceField(
        Plan.objects.none(), label=gettext_lazy("Import into"), required=False, to_field_name="slug"
    )
    source = forms.CharField(required=False, max_length=200)

    def __init__(self, *args: Any, plans: QuerySet[Plan], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = plans
        self.fields["into"].empty_label = gettext_lazy("The plan with this title, or a new one")
        self.table: Table | None = None
        self.plan: Plan | None = None

    @property
    def typed(self) -> str:
        """The table as text: what was uploaded, else what was pasted, so that it can be posted back."""
        return self.cleaned_data.get("text") or "" if self.is_bound and hasattr(self, "cleaned_data") else ""

    @property
    def plan_title(self) -> str:
        return self.cleaned_data["title"] or (self.table.title if self.table else "")

    @property
    def origin(self) -> str:
        """Where the table came from, for the reason in history."""
        return self.cleaned_data.get("source") or _("the browser")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        upload = data.get("file")
        try:
            if upload:
                data["source"] = upload.name[:200]
                data["text"] = decode_table(upload.read(LARGEST + 1))
            self._read(data, "file" if upload else "text")
        except NotATable as refusal:
            self.add_error("file" if upload else "text", refusal_text(refusal))
        return data

    def _read(self, data: dict[str, Any], field: str) -> None:
        text = data.get("text") or ""
        if not text.strip():
            if not self.errors:
                self.add_error(field, _("Paste a table, or choose a file."))
            return
        if len(text.encode("utf-8", "surrogatepass")) > LARGEST:
            self.add_error(
                field, _("The table is too large for the browser: at most 2 MB. The command import_plan takes 10.")
            )
            return
        self.table = read_table(text)
        title = data.get("title") or self.table.title
        self.plan = data.get("into") or find_plan(title)
        if not title and self.plan is None:
            self.add_error("title", _("The table has no title; give the plan one."))
