"""Addresses of the desk."""

from django.urls import path

from droitcommun.web.desk import views

urlpatterns = [
    path("", views.home, name="home"),
    path("fichier/", views.file, name="file"),
    path("colonnes/", views.columns, name="columns"),
    path("compter/", views.count, name="count"),
    path("travail/", views.counting, name="counting"),
    path("arreter/", views.stop, name="stop"),
    path("resultat/", views.result, name="result"),
    path("manifeste.json", views.manifest, name="manifest"),
    path("oublier/", views.forget, name="forget"),
]
handler404 = "droitcommun.web.desk.views.unknown"
handler500 = "droitcommun.web.desk.views.failed"
