"""Probes: `/healthz` for who watches the installation, `/metrics` for Prometheus."""

import os
from datetime import datetime, timedelta
from ipaddress import ip_address
from secrets import compare_digest

from django.db import DatabaseError, connection
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, JsonResponse
from procrastinate.contrib.django.models import ProcrastinateWorker

from hotich.audit.models import Seal
from hotich.entries.models import DeferredPacket, Entry
from hotich.support.time import database_now

WORKER_SILENT_AFTER = timedelta(seconds=30)


def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and a worker's heartbeat is younger than 30 s; else 503 with the reason."""
    try:
        connection.ensure_connection()
        beat = _last_heartbeat()
        moment = database_now()
    except DatabaseError:
        return _down("database", "Không nối được cơ sở dữ liệu.")
    if beat is None or moment - beat > WORKER_SILENT_AFTER:
        return _down("worker", "Tiến trình nền không chạy. Khởi động lại bằng: hotich worker")
    return JsonResponse({"status": "ok"})


def metrics(request: HttpRequest) -> HttpResponse:
    """Figures about the installation, none of them personal: from the machine itself, or with HOTICH_METRICS_TOKEN."""
    if not _may_measure(request):
        return HttpResponse(status=404)
    moment, beat = database_now(), _last_heartbeat()
    last_seal = Seal.objects.order_by("-number").first()
    lines = ["# TYPE hotich_entries gauge"]
    by_status = (
        Entry.objects.unscoped("counts only").values("status").annotate(n=Count("pk")).order_by("status")
    )
    lines += [f'hotich_entries{{status="{row["status"]}"}} {row["n"]}' for row in by_status]
    waiting = DeferredPacket.objects.unscoped("counts only").filter(settled_at__isnull=True).count()
    lines += ["# TYPE hotich_deferred_packets gauge", f"hotich_deferred_packets {waiting}"]
    if last_seal is not None:
        age = (moment - last_seal.end).total_seconds()
        lines += ["# TYPE hotich_seal_age_seconds gauge", f"hotich_seal_age_seconds {age:.0f}"]
    if beat is not None:
        age = (moment - beat).total_seconds()
        lines += [
            "# TYPE hotich_worker_heartbeat_age_seconds gauge",
            f"hotich_worker_heartbeat_age_seconds {age:.0f}",
        ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4")


def _last_heartbeat() -> datetime | None:
    last: datetime | None = (
        ProcrastinateWorker.objects.order_by("-last_heartbeat")
        .values_list("last_heartbeat", flat=True)
        .first()
    )
    return last


def _down(part: str, reason: str) -> JsonResponse:
    return JsonResponse({"status": "down", "part": part, "reason": reason}, status=503)


def _may_measure(request: HttpRequest) -> bool:
    token = os.environ.get("HOTICH_METRICS_TOKEN", "")
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and compare_digest(given.encode(), token.encode()):
        return True
    # Behind a proxy every request comes from the machine itself; the proxy's header tells.
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
