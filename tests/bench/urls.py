"""The site's addresses and one bare page to measure against."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from handleplan.permissions import can_read, require
from handleplan.site_urls import urlpatterns as site


@require(can_read)
def hello(request: HttpRequest) -> HttpResponse:
    return render(request, "hello.html")


urlpatterns = [path("hello/", hello), *site]
