from django.urls import path

from reports import design_views, views

app_name = "reports"

urlpatterns = [
    path("plans/<slug:slug>/status-report/", views.status_report, name="status-report"),
    path("plans/<slug:slug>/status-report.pdf", views.status_report_pdf, name="status-report-pdf"),
    path("plans/<slug:slug>/status-report.docx", views.status_report_docx, name="status-report-docx"),
    path("plans/<slug:slug>/status-report.xlsx", views.status_report_xlsx, name="status-report-xlsx"),
    path("designs/", design_views.design_list, name="design-list"),
    path("designs/new/", design_views.design_add, name="design-add"),
    path("designs/<slug:name>/", design_views.design_edit, name="design-edit"),
]
