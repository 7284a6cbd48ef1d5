"""Files that prove what the plan says: kept unchanged under the digest of their bytes."""

import pghistory
from django.db import models
from django.db.models import Q

from hotich.campaign.models.plan import Basis
from hotich.campaign.models.readiness import ReadinessLine
from hotich.campaign.models.tasks import TaskPart
from hotich.staff.models import Officer
from hotich.support.ids import uuid7


@pghistory.track()
class Evidence(models.Model):
    """A file of one document, task or checklist line; it stays as it came."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    basis = models.ForeignKey(Basis, null=True, on_delete=models.PROTECT, related_name="files")
    part = models.ForeignKey(TaskPart, null=True, on_delete=models.PROTECT, related_name="files")
    readiness = models.ForeignKey(ReadinessLine, null=True, on_delete=models.PROTECT, related_name="files")
    words = models.CharField("tài liệu", max_length=200)
    kind = models.CharField(max_length=4)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    added_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = "tài liệu minh chứng"
        ordering = ["added_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(basis__isnull=False, part__isnull=True, readiness__isnull=True)
                | Q(basis__isnull=True, part__isnull=False, readiness__isnull=True)
                | Q(basis__isnull=True, part__isnull=True, readiness__isnull=False),
                name="evidence_of_one_thing",
                violation_error_message="Một tài liệu thuộc về đúng một nội dung.",
            ),
        ]
