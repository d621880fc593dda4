"""The application that a server runs. Importing it loads the contract: a broken catalogue never serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "droitcommun.web.config.settings")
application = get_wsgi_application()
