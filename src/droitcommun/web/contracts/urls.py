"""Addresses of a contract's public pages; they are permanent."""

from django.urls import path
from django.views.generic import RedirectView

from droitcommun.web.contracts import views

urlpatterns = [
    path("", views.home, name="home"),
    path("promesses/", RedirectView.as_view(pattern_name="home"), name="promises"),
    path("promesses/<slug:name>/", views.promise, name="promise"),
    path("promesses/<slug:name>/expliquer/", views.explain, name="explain"),
    path("audit/", views.audit, name="audit"),
]
