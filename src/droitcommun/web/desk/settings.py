"""Settings of the desk: uploads held in memory, no log of what fails, nothing shared with the site."""

import secrets
from pathlib import Path

from csp.constants import NONE, SELF

_HERE = Path(__file__).resolve().parent.parent

SECRET_KEY = secrets.token_hex(32)  # nothing is signed with it beyond this run
DEBUG = False
ALLOWED_HOSTS = ["*"]  # door.guarded knows the port too, and answers in French

INSTALLED_APPS = ["django.contrib.staticfiles", "csp"]
MIDDLEWARE = [
    "csp.middleware.CSPMiddleware",
    "droitcommun.web.desk.door.guarded",  # before anything is read of what was sent
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
]
ROOT_URLCONF = "droitcommun.web.desk.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_HERE / "templates"],
        "OPTIONS": {"builtins": ["django.templatetags.static"]},
    }
]
DATABASES: dict[str, object] = {}

# In memory whatever they weigh; door.guarded refuses what is larger than a person allows.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 1 << 40
DATA_UPLOAD_MAX_NUMBER_FIELDS = 100
DATA_UPLOAD_MAX_NUMBER_FILES = 2

LANGUAGE_CODE = "fr"
USE_I18N = True
TIME_ZONE = "Europe/Paris"
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [_HERE / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_ALLOW_ALL_ORIGINS = False

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "img-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
# Not « no-referrer », under which browsers say « null » for the origin of a form.
SECURE_REFERRER_POLICY = "same-origin"
# The words of an error may repeat a row: views tell where it happened, nobody else says anything.
LOGGING_CONFIG = None
