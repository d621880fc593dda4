"""Settings of the site: a database, no session, no account, no script."""

import os
from pathlib import Path

from csp.constants import NONE, SELF

from droitcommun.catalogue.scheme_loader import DEFAULT_SCHEMES
from droitcommun.web.config.databases import IN_MEMORY, data_folder, database
from droitcommun.web.config.keys import secret_key

_HERE = Path(__file__).resolve().parent.parent

SECRET_KEY = secret_key(data_folder())
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", *os.environ.get("DROITCOMMUN_HOSTS", "").split()]

# The contract that the site shows, by its id; empty: the first that was loaded.
DROITCOMMUN_CONTRACT = os.environ.get("DROITCOMMUN_CONTRACT", "")

# The catalogue of schemes that orientation asks: one of ours, or file:DOSSIER. It is read when the site starts.
DROITCOMMUN_SCHEMES = os.environ.get("DROITCOMMUN_SCHEMES") or DEFAULT_SCHEMES

# Where perimeters are installed, as qpv-2014.geojson: maps are drawn from them. Nothing is shipped.
DROITCOMMUN_PERIMETERS = os.environ.get("DROITCOMMUN_PERIMETERS") or str(data_folder() / "perimetres")

# Whether whoever reaches the site may import sheets: in a demonstration only, until people log in.
DROITCOMMUN_IMPORTS = os.environ.get("DROITCOMMUN_DATABASE") == IN_MEMORY

INSTALLED_APPS = ["django.contrib.staticfiles", "csp", "droitcommun.web.contracts"]
MIDDLEWARE = [
    "droitcommun.web.contracts.middleware.head_alone",  # after whatever is done to a page
    "csp.middleware.CSPMiddleware",  # before whatever may answer, so that no answer goes without
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "droitcommun.web.contracts.middleware.one_revision",
    "droitcommun.web.contracts.middleware.weighed",  # before the form is looked at
    "droitcommun.web.contracts.middleware.KnownMethods",
    "django.middleware.csrf.CsrfViewMiddleware",
    "droitcommun.web.contracts.middleware.reading_writes_nothing",
    "droitcommun.web.contracts.middleware.KnownFilters",
]
ROOT_URLCONF = "droitcommun.web.config.urls"
WSGI_APPLICATION = "droitcommun.web.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_HERE / "templates"],
        "OPTIONS": {
            "builtins": [
                "droitcommun.web.contracts.templatetags.figures",
                "droitcommun.web.guidance.tags",
                "django.templatetags.static",
            ],
            "context_processors": ["droitcommun.web.contracts.queries.every_page"],
        },
    }
]
DATABASES = {"default": database(os.environ.get("DROITCOMMUN_DATABASE"), data_folder())}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "fr"
USE_I18N = True
TIME_ZONE = "Europe/Paris"
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [_HERE / "static"]
WHITENOISE_USE_FINDERS = True  # served from the package: nothing to collect before the demo
WHITENOISE_AUTOREFRESH = False
WHITENOISE_ALLOW_ALL_ORIGINS = False

# Only our own stylesheet and images; no script, no frame, no inline code.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "img-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],  # filters, and what is asked of orientation
        "frame-ancestors": [NONE],
    }
}
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "droitcommun.web.contracts.imports.forbidden"
# What was read travels in the form of its preview: docs/adr/0009-documents-in-and-out.md.
DATA_UPLOAD_MAX_MEMORY_SIZE = 20_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
# A missing page is the reader's affair, a broken one ours: it goes to stderr, without the request's content.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "loggers": {
        "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        # Waitress says how many requests wait whenever one comes while its threads start.
        "waitress.queue": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
    },
}
