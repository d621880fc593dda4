"""Addresses of the site."""

from django.urls import include, path

urlpatterns = [path("", include("droitcommun.web.contracts.urls"))]

handler404 = "droitcommun.web.contracts.views.not_found"
