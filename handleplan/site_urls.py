"""Every address of the site: the core's own, then what ``settings.HANDLEPLAN_URLS`` adds."""

from django.conf import settings
from django.urls import include, path

from handleplan.views import failing

urlpatterns = [
    path("", include("handleplan.urls")),
    *(path("", include(module)) for module in settings.HANDLEPLAN_URLS),
]

handler400 = failing.bad_request
handler403 = failing.forbidden
handler404 = failing.not_found
handler500 = failing.broken
