from django.urls import path

from meetings.views import commitments, committees, documents, meetings, obligations

app_name = "meetings"

urlpatterns = [
    path("committees/", committees.committee_list, name="committee-list"),
    path("committees/new/", committees.committee_add, name="committee-add"),
    path("committees/<int:pk>/", committees.committee_detail, name="committee-detail"),
    path("committees/<int:pk>/edit/", committees.committee_edit, name="committee-edit"),
    path("committees/<int:pk>/members/new/", committees.member_add, name="member-add"),
    path("committee-members/<int:pk>/", committees.member_edit, name="member-edit"),
    path("committees/<int:pk>/meetings/new/", meetings.meeting_add, name="meeting-add"),
    path("committees/<int:pk>/obligations/new/", obligations.obligation_add, name="obligation-add"),
    path("obligations/<int:pk>/", obligations.obligation_detail, name="obligation-detail"),
    path("obligations/<int:pk>/edit/", obligations.obligation_edit, name="obligation-edit"),
    path("obligations/<int:pk>/periods/<str:month>/", obligations.delivery_add, name="delivery-add"),
    path("meetings/<int:pk>/", meetings.meeting_detail, name="meeting-detail"),
    path("meetings/<int:pk>/edit/", meetings.meeting_edit, name="meeting-edit"),
    path("meetings/<int:pk>/<slug:kind>.pdf", documents.meeting_pdf, name="meeting-pdf"),
    path("meetings/<int:pk>/<slug:kind>.docx", documents.meeting_docx, name="meeting-docx"),
    path("agenda-items/<int:pk>/document/", documents.item_document, name="item-document"),
    path("agenda-items/<int:pk>/document.txt", documents.item_text, name="item-text"),
    path("agenda-items/<int:pk>/document.pdf", documents.item_pdf, name="item-pdf"),
    path("agenda-items/<int:pk>/document.docx", documents.item_docx, name="item-docx"),
    path("commitments/", commitments.commitments, name="commitment-list"),
    path("commitments/new/", commitments.commitment_add, name="commitment-add"),
    path("commitments/<int:pk>/", commitments.commitment_detail, name="commitment-detail"),
    path("agenda-items/<int:pk>/candidates/", commitments.candidates, name="candidate-list"),
]
