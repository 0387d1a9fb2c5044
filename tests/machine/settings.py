"""The settings as tests and checks take them: a key of their own, and passwords that are quick to hash."""

import os

os.environ.setdefault("HTTPS", "0")  # the test client and the test browser speak plain http
os.environ.setdefault("SECRET_KEY", "for-tests-only-this-key-guards-nothing-and-is-known-to-all")

from handleplan.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # 136 sign-ins: 120 s -> 4 s
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True  # as they lie in the tree: nothing is collected for a test
WHITENOISE_AUTOREFRESH = True  # looked up when asked for: else every Client lists all of them before its first answer
