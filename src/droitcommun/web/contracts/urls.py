"""Addresses of a contract's public pages; they are permanent."""

from django.urls import path

from droitcommun.web.contracts import views

urlpatterns = [
    path("", views.home, name="home"),
    path("promesses/", views.promises, name="promises"),
    path("promesses/<slug:name>/", views.promise, name="promise"),
    path("fiches/<slug:name>/", views.sheet, name="sheet"),
    path("audit/", views.audit, name="audit"),
]
