"""graphite-web of `make run`; its folders and ports come from the environment."""

import os
import secrets
import sys
from pathlib import Path

SECRET_KEY = secrets.token_urlsafe()
TIME_ZONE = "UTC"
STORAGE_DIR = os.environ["GRAPHITE_STORAGE_DIR"]
CONF_DIR = os.environ["GRAPHITE_CONF_DIR"]
CARBONLINK_HOSTS = [f"127.0.0.1:{os.environ['BANK_RS_CARBON_QUERY_PORT']}"]
LOG_FILE_INFO = LOG_FILE_EXCEPTION = "-"

# graphite-web looks for its pages' scripts beside site-packages; pip puts them beside bin.
WEBAPP_DIR = str(Path(sys.prefix) / "webapp")
WHITENOISE_USE_FINDERS = True
