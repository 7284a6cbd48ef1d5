"""Kết thúc đợt: what became of the inventory, unit by unit, as it stood when the campaign was closed."""

import pghistory
from django.db import models

from hotich.campaign.models.campaigns import Campaign
from hotich.staff.models import Officer
from hotich.support.ids import uuid7


@pghistory.track()
class Closing(models.Model):
    """The end of a campaign; there is one, and it stays. `figures` is what `campaign.closing` reconciled, `digest` its SHA-256."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    campaign = models.OneToOneField(Campaign, on_delete=models.PROTECT, related_name="closing")
    figures = models.JSONField()
    digest = models.CharField(max_length=64)
    closed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()

    class Meta:
        verbose_name = "kết thúc đợt"
