from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "hotich.staff"
    label = "staff"
    default_auto_field = "django.db.models.BigAutoField"
