from django.urls import path

from reports import views

app_name = "reports"

urlpatterns = [
    path("plans/<slug:slug>/status-report/", views.status_report, name="status-report"),
    path("plans/<slug:slug>/status-report.pdf", views.status_report_pdf, name="status-report-pdf"),
]
