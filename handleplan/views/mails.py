"""The pages of mails: the list, one mail, sending it again and taking it out."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from handleplan import history, notifying, permissions
from handleplan.forms.mails import MailForm
from handleplan.mail_page import mail_list_page, mail_page, visible_mails
from handleplan.models import Message
from handleplan.permissions import require


@require_safe
@require(permissions.can_read)
def mail_list(request: HttpRequest) -> HttpResponse:
    """The mails that the person may read, of one state or all."""
    found = mail_list_page(request.user, state=request.GET.get("state", ""), page=request.GET.get("page", "1"))
    return render(request, "handleplan/mail_list.html", found)


@require_http_methods(["GET", "HEAD", "POST"])
@require(permissions.can_read)
def mail_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail. Who keeps plans may send it again or take it out, with a reason."""
    mails = visible_mails(request.user).select_related("recipient", "round__plan")
    mail = get_object_or_404(mails, pk=pk)
    form, status = MailForm(), 200
    if request.method == "POST":
        if not permissions.can_keep_plans(request.user):
            raise PermissionDenied
        form, status = MailForm(request.POST), 422
        if form.is_valid():
            try:
                said = _act(mail, form, request)
            except (history.Outdated, notifying.NotPossible) as refused:
                status = 409
                form.add_error(None, str(refused) or _("Somebody else has dealt with the mail meanwhile."))
                mail.refresh_from_db()
            else:
                messages.success(request, said)
                return redirect("handleplan:mail-detail", pk=mail.pk)
    context = {"mail": mail_page(request.user, mail), "form": form}
    return render(request, "handleplan/mail_detail.html", context, status=status)


def _act(mail: Message, form: MailForm, request: HttpRequest) -> str:
    how = {"seen": form.cleaned_data["seen"], "user": request.user, "reason": form.cleaned_data["reason"]}
    if form.cleaned_data["step"] == "cancel":
        notifying.cancel(mail, **how)
        return _("The mail is cancelled.")
    notifying.resend(mail, **how)
    return _("The mail is on its way again.")
