"""A counter's series in and out: a table is looked at before it is written, and comes out as Excel and CSV."""

from __future__ import annotations

import re

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from handleplan import counting, permissions, series_page
from handleplan.forms.counters import SeriesForm
from handleplan.models import Counter
from handleplan.permissions import require
from handleplan.views.counters import METHODS, address_of, counter_to_write, visible_counter
from handleplan.views.late import XLSX


@require_http_methods(METHODS)
@require(permissions.can_read)
def series_import(request: HttpRequest, pk: int) -> HttpResponse:
    """The form; then each row with what would be written or what is wrong with it; then, confirmed, the good rows.

    The text travels with the pages. Rows that cannot be written come back in the field, to be mended; nothing is lost.
    """
    counter = counter_to_write(request.user, pk)
    context = {"counter": counter, "item": counter.item, "plan": counter.item.plan}
    if request.method != "POST" or counter.withdrawn:
        return render(request, "handleplan/series_import.html", context | {"form": SeriesForm()})
    form = SeriesForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "handleplan/series_import.html", context | {"form": form}, status=422)
    source = form.cleaned_data["source"]
    page = series_page.series_page(counter, form.series, source)
    if request.POST.get("step") != "confirm":
        return render(request, "handleplan/series_import.html", context | page | {"form": form, "typed": form.typed})
    written = counting.record_series(
        counter,
        series_page.told_of(counter, form.series, source),
        user=request.user,
        reason=_("Read in from a table"),
    )
    said = ngettext("%(count)d number was saved.", "%(count)d numbers were saved.", len(written))
    messages.success(request, said % {"count": len(written)})
    if not page["left"]:
        return redirect(f"{address_of(counter)}#numbers")
    again = SeriesForm(initial={"text": page["left"], "source": source})
    wrong = [row for row in page["rows"] if row["state"] == "wrong"]
    context |= {"form": again, "rows": wrong, "counts": {"new": 0, "there": 0, "wrong": len(wrong)}, "kept": True}
    return render(request, "handleplan/series_import.html", context)


@require_safe
@require(permissions.can_read)
def series_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """The counter's numbers as an Excel file, which can be read in again."""
    counter = visible_counter(request.user, pk)
    return _file(series_page.workbook(counter), XLSX, counter, "xlsx")


@require_safe
@require(permissions.can_read)
def series_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """The counter's numbers as CSV, which can be read in again."""
    counter = visible_counter(request.user, pk)
    return _file(series_page.table(counter), "text/csv; charset=utf-8", counter, "csv")


def _file(content: bytes, kind: str, counter: Counter, ending: str) -> HttpResponse:
    name = re.sub(r"[^\w -]", "", counter.name).strip()[:80] or str(counter.pk)
    headers = {"Content-Disposition": content_disposition_header(True, f"{name}.{ending}")}
    return HttpResponse(content, content_type=kind, headers=headers | {"Cache-Control": "private, no-store"})
