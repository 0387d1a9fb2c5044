"""Reading an old item: paste or upload, look at what was recognised, confirm."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from handleplan import once
from handleplan.models import Plan
from handleplan.permissions import can_keep_plans, require
from meetings import templating
from meetings.forms.reading import ReadingForm
from meetings.models import Meeting
from meetings.reading_page import reading_page, report_choices
from meetings.transcribing import transcribe


@require_http_methods(["GET", "HEAD", "POST"])
@require(can_keep_plans)
def item_read(request: HttpRequest, pk: int) -> HttpResponse:
    """The form; then how the item was read, with nothing saved; then, confirmed, the item with its decision."""
    meeting = get_object_or_404(Meeting.objects.select_related("committee__template"), pk=pk)
    plans = Plan.objects.visible_to(request.user)
    context = {"meeting": meeting, "committee": meeting.committee}
    if request.method != "POST":
        form = ReadingForm(meeting=meeting, plans=plans, initial={"template": templating.usual(meeting)})
        return render(request, "meetings/item_read.html", {"form": form, **context})
    form = ReadingForm(request.POST, request.FILES, meeting=meeting, plans=plans)
    valid = form.is_valid()
    if form.old is None or "text" in form.errors or request.POST.get("step") == "change":
        changes = request.POST.get("step") == "change"
        return render(request, "meetings/item_read.html", {"form": form, **context}, status=200 if changes else 422)
    if valid and form.confirms:
        return _written(request, form, meeting)
    page = reading_page(form.old, form.habits, form.cleaned_data["text"], meeting, as_text=form.as_text)
    chosen, plan = request.POST.get("report"), form.cleaned_data.get("plan")
    page["reports"] = report_choices(form.owed, plan, meeting, chosen)
    key = request.POST.get(once.FIELD) or once.new_key()
    page |= {"form": form, "once": key, "template": form.cleaned_data.get("template"), **context}
    return render(request, "meetings/item_read_preview.html", page, status=200 if valid else 422)


def _written(request: HttpRequest, form: ReadingForm, meeting: Meeting) -> HttpResponse:
    data = form.cleaned_data

    def write() -> str:
        by = {"user": request.user, "reason": _("Read from an old item")}
        closed = {name: data[name] for name in ("closed_reason", "public_title", "public_text")}
        told = {name: data.get(name) for name in ("obligation", "period")}
        template = templating.take(data["template"], **by)
        item = transcribe(meeting, form.old, template=template, plan=data["plan"], **told, **closed, **by)
        return reverse("meetings:item-document", args=[item.pk])

    address, first = once.do_once(request.POST.get(once.FIELD, ""), request.user, write)
    if first:
        messages.success(request, _("The item is read and kept, heading by heading."))
    return redirect(address)
