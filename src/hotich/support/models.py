"""What keeps the installation itself: heartbeats of its processes."""

from django.db import models


class Heartbeat(models.Model):
    """When a process of the installation last said that it is alive; `/healthz` reads it."""

    name = models.CharField(max_length=60, primary_key=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "tín hiệu hoạt động"
