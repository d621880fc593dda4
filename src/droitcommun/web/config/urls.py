"""Addresses of the site."""

from django.urls import include, path

urlpatterns = [
    path("", include("droitcommun.web.contracts.urls")),
    path("", include("droitcommun.web.guidance.urls")),
]

handler400 = "droitcommun.web.contracts.views.malformed"
handler404 = "droitcommun.web.contracts.views.not_found"
