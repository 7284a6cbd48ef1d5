from django.apps import AppConfig


class NpdConfig(AppConfig):
    name = "hotich.integration.npd"
    label = "npd"
    default_auto_field = "django.db.models.BigAutoField"
