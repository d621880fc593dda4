"""Addresses of a contract's public pages; they are permanent."""

from django.urls import path

from droitcommun.web.contracts import imports, neighbourhoods, views

urlpatterns = [
    path("", views.home, name="home"),
    path("import/", imports.start, name="import"),
    path("import/copie/", imports.corrected, name="import-copy"),
    path("import/fait/", imports.done, name="import-done"),
    path("promesses/", views.promises, name="promises"),
    path("promesses/<slug:name>/", views.promise, name="promise"),
    path("fiches/", views.sheets, name="sheets"),
    path("fiches/<slug:name>/", views.sheet, name="sheet"),
    path("audit/", views.audit, name="audit"),
    path("audit/regles/<slug:code>/", views.rule, name="rule"),
    path("couverture/", views.coverage, name="coverage"),
    path("methode/", views.method, name="method"),
    path("quartiers/", neighbourhoods.every, name="neighbourhoods"),
    path("quartiers/<slug:code>/", neighbourhoods.one, name="neighbourhood"),
    path("institutions/", views.institutions, name="institutions"),
    path("institutions/<slug:name>/", views.institution, name="institution"),
]
