"""``hotich model list``: the versions, which is in force, who changed it when."""

from __future__ import annotations

import json
from typing import Any

import click

from hotich.cli._database import needs_database


@click.command()
@click.option("--json", "as_json", is_flag=True, help="In đúng một đối tượng JSON ra đầu ra chuẩn.")
@needs_database
def command(as_json: bool) -> None:
    """Các phiên bản mô hình đang giữ, phiên bản đang dùng và lịch sử thay đổi.

    Ví dụ: hotich model list --json
    """
    from hotich.core.matching.model import default_model
    from hotich.population.model_versions import in_force, uses, versions
    from hotich.staff.models import Officer

    now = in_force()
    kept, history = versions(), uses()
    by = [one.officer_id for one in history] + [one.loaded_by_id for one in kept]
    names: dict[int | None, str] = dict(
        Officer.objects.filter(pk__in={pk for pk in by if pk is not None}).values_list("pk", "username")
    )
    body: dict[str, Any] = {
        "in_force": now.model.digest,
        "refused": now.refused,
        "versions": [
            {
                "digest": default_model().digest, "name": default_model().name, "shipped": True,
                "trained_on": default_model().trained_on, "loaded_at": None, "loaded_by": "",
            },
            *(
                {
                    "digest": one.digest, "name": one.name, "shipped": False, "trained_on": one.trained_on,
                    "loaded_at": one.loaded_at.isoformat(), "loaded_by": names.get(one.loaded_by_id, ""),
                }
                for one in kept
            ),
        ],
        "history": [
            {
                "digest": one.model_digest, "since": one.since.isoformat(), "by": names.get(one.officer_id, ""),
                "shipped": one.version_id is None, "another_register": one.another_register,
            }
            for one in history
        ],
    }  # fmt: skip
    if as_json:
        click.echo(json.dumps(body, ensure_ascii=False))
        return
    for one in body["versions"]:
        mark = "*" if one["digest"] == body["in_force"] else " "
        click.echo(f"{mark} {one['digest'][:16]}  {one['name']:<28}  {_learned(one)}")
    if now.refused:
        click.echo(
            f"Phiên bản đã chọn không đọc được nên đang dùng mô hình kèm theo. {now.refused}", err=True
        )
    for one in body["history"][:10]:
        click.echo(f"  {one['since'][:16]}  {one['digest'][:16]}  {one['by'] or 'lệnh trên máy chủ'}")


def _learned(one: dict[str, Any]) -> str:
    trained = one["trained_on"]
    register = trained.get("register")
    if one["shipped"] or not isinstance(register, dict):
        return "kèm theo phần mềm, học từ dân cư giả lập" if one["shipped"] else "học từ dân cư giả lập"
    judged = trained.get("judgements")
    return (
        f"{register['citizens']:,} công dân, số liệu {register['as_of'] or 'không ghi ngày'}, {trained.get('entries', 0):,} mục"
        + (f", {judged['same_person'] + judged['not_found']:,} xác định" if judged else "")
    )
