"""Settings. Everything an installation may change comes from the environment; nothing secret stands here."""

import os
import secrets
from pathlib import Path

from hotich.support.postgres.connections import connection_settings

BASE = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("HOTICH_HOME", "var")).resolve()
DEBUG = False


def _secret_key() -> str:
    """The installation's own key: from the environment, else kept in the home folder, made once."""
    if key := os.environ.get("HOTICH_SECRET_KEY"):
        return key
    file = HOME / "secrets" / "django"
    if file.exists():
        return file.read_text().strip()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = secrets.token_urlsafe(50)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text().strip()
    with os.fdopen(descriptor, "w") as stream:
        stream.write(key)
    return key


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = os.environ.get("HOTICH_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("HOTICH_ORIGINS", "").split(",") if origin]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "csp",
    "rules",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "hotich.support",
    "hotich.audit",
    "hotich.units",
    "hotich.staff",
    "hotich.stations",
    "hotich.books",
    "hotich.entries",
    "hotich.population",
    "hotich.linkage",
    "hotich.cases",
    "hotich.checking",
    "hotich.campaign",
    "hotich.reports",
    "hotich.integration",
    "hotich.integration.npd",
    "hotich.screens",
    "hotich.screens.entry_desk",
    "hotich.jobs",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "hotich.support.compressing.TextCompressed",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "hotich.screens.middleware.OfficerMiddleware",
]

ROOT_URLCONF = "hotich.config.urls"
WSGI_APPLICATION = "hotich.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "screens" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hotich.screens.context.shell",
            ]
        },
    }
]

DATABASES = {"default": connection_settings()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "django_cache",
        # The room remembers a few things for each unit that looks: three hundred, the default, would be thrown out while they are read.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

# Row history is evidence: the database itself refuses to change or delete it.
PGHISTORY_APPEND_ONLY = True

AUTH_USER_MODEL = "staff.Officer"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["hotich.staff.passwords.OfficeArgon2Hasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "hotich.screens.sign_in.OfficeAccountAdapter"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/dang-nhap/"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "10/m/ip,5/300s/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = bool(os.environ.get("HOTICH_TLS"))
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'self'"],
        "frame-ancestors": ["'none'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
    }
}

# The official interface to the population register, where there is one. Without an address officers update the register by hand.
REGISTER_GATEWAY = {
    "door": "hotich.integration.npd.http.HttpGateway",
    "address": os.environ.get("HOTICH_REGISTER_ADDRESS", ""),
    "token_file": os.environ.get("HOTICH_REGISTER_TOKEN_FILE", ""),
    "timeout": min(float(os.environ.get("HOTICH_REGISTER_TIMEOUT", "10")), 60.0),  # a claim lasts two minutes
}

LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "hotich.support.static_files.NamedByContents"},
}
# The compiled register definitions, the same files that the entry desk's own tests read.
STATICFILES_DIRS = [("specs", BASE.parent.parent / "frontend" / "generated")]
STATIC_ROOT = HOME / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MANIFEST_STRICT = False
WHITENOISE_MIMETYPES = {".webmanifest": "application/manifest+json"}

# The whole request at most: an import's 50 MB and a little.
DATA_UPLOAD_MAX_MEMORY_SIZE = 55 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# Scans: see `books.operations.scans` for what one upload may hold.
FILE_UPLOAD_HANDLERS = ["hotich.screens.uploads.OfficeUpload"]
DATA_UPLOAD_MAX_NUMBER_FILES = 500

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "hotich.support.logs.WithoutValues",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": os.environ.get("HOTICH_LOG", "WARNING")},
}
