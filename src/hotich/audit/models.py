"""Append-only and without foreign keys, so that nothing in the product can take a line away with it."""

from django.db import models
from django.db.models import Q

from hotich.support.ids import uuid7

CASE_KINDS = ["case.viewed", "case.file_opened", "document.drawn"]
"""What a case's page tells of who saw it: found by the case, among all views there ever were."""


class AuditEvent(models.Model):
    """One act that no other log holds: a sign-in, a view of personal data, an export, an administration."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    at = models.DateTimeField()
    kind = models.CharField(max_length=60)
    officer_id = models.BigIntegerField(null=True)
    agency_code = models.CharField(max_length=20, blank=True)
    unit_id = models.BigIntegerField(null=True)
    subject = models.CharField(max_length=200, blank=True)
    detail = models.JSONField(default=dict)
    digest = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = "dòng nhật ký"
        indexes = [
            models.Index(fields=["at"], name="audit_event_at"),
            models.Index(fields=["kind", "at"], name="audit_event_kind_at"),
            models.Index(
                fields=["subject", "at"], name="audit_event_of_a_case", condition=Q(kind__in=CASE_KINDS)
            ),
        ]


class Seal(models.Model):
    """A Merkle root over every log row whose time lies in [`start`, `end`), chained to the seal before."""

    append_only = True

    number = models.BigIntegerField(primary_key=True)
    start = models.DateTimeField()
    end = models.DateTimeField(unique=True)
    counts = models.JSONField()
    root = models.BinaryField(max_length=32)
    previous_root = models.BinaryField(max_length=32)
    sealed_at = models.DateTimeField()

    class Meta:
        verbose_name = "niêm phong"
        ordering = ["number"]
