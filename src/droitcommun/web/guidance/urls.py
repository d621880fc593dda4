"""Addresses of orientation; those of a scheme and of a contact point are permanent."""

from django.urls import path

from droitcommun.web.guidance import catalogue, orientation

urlpatterns = [
    path("orientation/", orientation.page, name="orientation"),
    path("dispositifs/", catalogue.schemes, name="schemes"),
    path("dispositifs/<slug:name>/", catalogue.scheme, name="scheme"),
    path("contacts/", catalogue.contacts, name="contacts"),
]
