from django.apps import AppConfig
from django.db.backends.signals import connection_created

from hotich.support.postgres.connections import read_moments_quickly


class SupportConfig(AppConfig):
    name = "hotich.support"
    label = "support"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Every connection that Django makes reads its moments in our way."""
        connection_created.connect(read_moments_quickly, dispatch_uid="hotich.moments")
