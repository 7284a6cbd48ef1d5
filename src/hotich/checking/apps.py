from django.apps import AppConfig


class CheckingConfig(AppConfig):
    name = "hotich.checking"
    label = "checking"
    default_auto_field = "django.db.models.BigAutoField"
