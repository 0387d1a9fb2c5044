from django.urls import path

from reports import (
    account_views,
    compare_views,
    design_views,
    edition_views,
    publish_views,
    reader_views,
    reading_views,
    views,
)

app_name = "reports"

urlpatterns = [
    path("audit-reports/<int:pk>/account/", account_views.audit_account, name="audit-account"),
    path("audit-reports/<int:pk>/account.pdf", account_views.audit_account_pdf, name="audit-account-pdf"),
    path("audit-reports/<int:pk>/account.docx", account_views.audit_account_docx, name="audit-account-docx"),
    path("plans/<slug:slug>/status-report/", views.status_report, name="status-report"),
    path("plans/<slug:slug>/status-report.pdf", views.status_report_pdf, name="status-report-pdf"),
    path("plans/<slug:slug>/status-report.docx", views.status_report_docx, name="status-report-docx"),
    path("plans/<slug:slug>/status-report.xlsx", views.status_report_xlsx, name="status-report-xlsx"),
    path("plans/<slug:slug>/editions/compare/", compare_views.edition_compare, name="edition-compare"),
    path("designs/", design_views.design_list, name="design-list"),
    path("designs/new/", design_views.design_add, name="design-add"),
    path("designs/<slug:name>/", design_views.design_edit, name="design-edit"),
    path("plans/<slug:slug>/editions/", edition_views.edition_list, name="edition-list"),
    path("plans/<slug:slug>/editions/new/", publish_views.edition_add, name="edition-add"),
    path("editions/check/", edition_views.edition_check, name="edition-check"),
    path("editions/unjournalised/", edition_views.edition_unjournalised, name="edition-unjournalised"),
    path("editions/<int:pk>/", edition_views.edition_detail, name="edition-detail"),
    path("editions/<int:pk>/correct/", publish_views.edition_correct, name="edition-correct"),
    path("editions/<int:pk>/journalise/", edition_views.edition_journalise, name="edition-journalise"),
    path("editions/<int:pk>/files/<slug:kind>/", edition_views.edition_file, name="edition-file"),
    path("editions/<int:pk>/package.zip", edition_views.edition_zip, name="edition-zip"),
    path("publish-jobs/<int:pk>/", publish_views.publish_job, name="publish-job"),
    path("publish-jobs/<int:pk>/cancel/", publish_views.publish_job_cancel, name="publish-job-cancel"),
    path("plans/<slug:slug>/readers/", reader_views.reading_links, name="reading-links"),
    path("plans/<slug:slug>/readers/public/", reader_views.public_page, name="public-page"),
    path("reading-links/<int:pk>/revoke/", reader_views.reading_link_revoke, name="reading-link-revoke"),
    path("reading-links/<int:pk>/visits/", reader_views.reading_visits, name="reading-visits"),
    path("read/<str:token>/", reading_views.reading_list, name="reading"),
    path("read/<str:token>/<slug:label>/", reading_views.reading_edition, name="reading-edition"),
    path("read/<str:token>/<slug:label>/<slug:kind>/", reading_views.reading_file, name="reading-file"),
    path("public/<slug:slug>/", reading_views.reading_list, name="public"),
    path("public/<slug:slug>/<slug:label>/", reading_views.reading_edition, name="public-edition"),
    path("public/<slug:slug>/<slug:label>/<slug:kind>/", reading_views.reading_file, name="public-file"),
]
