from django.urls import path

from handleplan.views import importing, items, late, plans, signing_in, site

app_name = "handleplan"

urlpatterns = [
    path("", site.home, name="home"),
    path("sign-in/", signing_in.sign_in, name="sign-in"),
    path("sign-out/", signing_in.sign_out, name="sign-out"),
    path("language/", site.set_language, name="language"),
    path("healthz/live", site.live, name="live"),
    path("healthz/ready", site.ready, name="ready"),
    path("plans/", plans.plan_list, name="plan-list"),
    path("plans/import/", importing.plan_import, name="plan-import"),
    path("plans/<slug:slug>/", plans.plan_detail, name="plan-detail"),
    path("items/<int:pk>/", items.item_detail, name="item-detail"),
    path("late/", late.late, name="late"),
]
