"""Settings, read from the environment (docs/operations.md lists the variables).

Demo mode (HANDLEPLAN_DEMO=1) is for trying the product on one's own machine: it alone relaxes what plain http on
localhost needs, offers the demo people on the sign-in page, and says so in a banner.
"""

import datetime as dt
from email.utils import parseaddr
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from handleplan import secret_key

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()

DEBUG = env.bool("DEBUG", default=False)
HANDLEPLAN_DEMO = env.bool("HANDLEPLAN_DEMO", default=False)

# Several servers must share one key: then name it in the environment.
SECRET_KEY = env.str("SECRET_KEY", default="") or secret_key.kept_in(BASE_DIR / "var" / "secret-key")

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# The day that counts as today in the rules (overdue, due soon); recorded times stay real. Empty: the real day.
_today = env.str("HANDLEPLAN_TODAY", default="")
HANDLEPLAN_TODAY = dt.date.fromisoformat(_today) if _today else None

INSTALLED_APPS = [
    "meetings",
    "reports",
    "handleplan",
    "simple_history",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "template_partials",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "handleplan.security.SecurityHeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "handleplan.acting.ActingMiddleware",
    "handleplan.security.ClosedUnlessOpenedMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "handleplan.site_urls"
WSGI_APPLICATION = "handleplan.wsgi.application"

# What other packages add to the core, by name, so that no import points up.
HANDLEPLAN_URLS = ["reports.urls", "meetings.urls"]
HANDLEPLAN_CONTRIBUTIONS = {
    "CHAIN_HEADS": ["reports.contributions.chain_heads"],
    "CHECKS": [
        "handleplan.budget_page.checks",
        "meetings.contributions.order_checks",
        "meetings.contributions.checks",
    ],
    "CHECK_MARKS": ["meetings.contributions.check_marks"],
    "COMMITTEE_ASKED": ["meetings.contributions.committee_asked"],
    "DUE_JOBS": ["handleplan.management.log_keeping.due_jobs"],
    "LOG_WITHHELD": ["meetings.contributions.log_withheld"],
    "MENU": ["meetings.contributions.menu"],
    "AUDIT_ACTIONS": ["reports.contributions.audit_actions"],
    "NOTE_ACTIONS": ["reports.contributions.note_actions"],
    "PLAN_ACTIONS": ["reports.contributions.plan_actions", "meetings.contributions.plan_actions"],
    "POINT_PANELS": ["meetings.contributions.point_panels"],
    "TIMELINE": ["reports.contributions.timeline", "meetings.contributions.timeline"],
    "DEMO": [
        "reports.demo.wish",
        "meetings.demo.committees.convene",
        "meetings.demo.items.put_on_agenda",
        "meetings.demo.promises.promise",
        "meetings.demo.committees.draft_march",
    ],
    "FOOT": ["reports.contributions.foot"],
    "TODO": ["reports.contributions.tasks", "meetings.contributions.agenda_tasks", "meetings.contributions.tasks"],
}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "handleplan.contributions.page_frame",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    },
]

_data_dir = BASE_DIR / "var"
_data_dir.mkdir(exist_ok=True)
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{_data_dir / 'handleplan.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Measured: 0 "database is locked" under eight writers (docs/decisions/0004-databases.md).
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True  # a server that was restarted is found again by itself
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
# On PostgreSQL, the role that owns tables and triggers: of the commands that migrate, restore and redact, never of the
# site itself, whose role (DATABASE_URL's) then owns nothing (docs/operations.md, "Two roles").
DATABASE_OWNER = {}
if env.str("DATABASE_OWNER_URL", default=""):
    _owner = env.db("DATABASE_OWNER_URL")
    if any(_owner[part] != DATABASES["default"].get(part) for part in ("ENGINE", "NAME")):
        raise ImproperlyConfigured("DATABASE_OWNER_URL must name the same database as DATABASE_URL, with another role.")
    DATABASE_OWNER = {part: _owner[part] for part in ("USER", "PASSWORD", "HOST", "PORT")}
DATABASES["default"]["CONN_MAX_AGE"] = 60  # a new connection for each request costs PostgreSQL 6 ms
DATABASES["default"]["ATOMIC_REQUESTS"] = False  # a verb opens its own transaction; a page never holds one

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "handleplan.User"
AUTHENTICATION_BACKENDS = ["handleplan.authentication.PersonBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "handleplan:sign-in"
LOGIN_REDIRECT_URL = "handleplan:home"
LOGOUT_REDIRECT_URL = "handleplan:sign-in"

LANGUAGE_CODE = "da"
LANGUAGES = [("da", _("Danish")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LOCALE_PATHS = [BASE_DIR / "handleplan" / "locale"]
TIME_ZONE = "Europe/Copenhagen"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False  # it breaks addresses and years; numbers are formatted where they are shown

STATIC_URL = "static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=_data_dir / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
# Evidence attached to points: never under STATIC_ROOT, never served by the web server itself (handleplan/filing.py).
MEDIA_ROOT = env.path("MEDIA_ROOT", default=_data_dir / "files")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

# Work that a page does not wait for: rows in our own database, done by ``manage.py worker``.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Mails: to the server of EMAIL_URL; without one they are written and stay on the page of mails.
EMAIL_URL = env.str("EMAIL_URL", default="")
if EMAIL_URL:
    vars().update(env.email_url_config(EMAIL_URL))
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=20)  # seconds
MAIL_FROM = env.str("MAIL_FROM", default="Handleplan <handleplan@localhost>")
MAIL_FROM_ADDRESS = parseaddr(MAIL_FROM)[1]
SITE_URL = (env.str("SITE_URL", default="") or "http://localhost:8000").rstrip("/")  # what links in mails begin with

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = env.int("SESSION_HOURS", default=9) * 3600
_https = not (HANDLEPLAN_DEMO or DEBUG) and env.bool("HTTPS", default=True)
SECURE_SSL_REDIRECT = _https
SECURE_REDIRECT_EXEMPT = [r"^healthz/"]
SESSION_COOKIE_SECURE = _https
CSRF_COOKIE_SECURE = _https
LANGUAGE_COOKIE_SECURE = _https
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _https
SECURE_HSTS_PRELOAD = _https
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# The browser may load our own files and nothing else; no inline style or script from the first page on.
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}

SIMPLE_HISTORY_ENABLED = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
