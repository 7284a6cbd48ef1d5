"""``hotich model use``: which version answers from now on."""

from __future__ import annotations

import click

from hotich.cli._database import needs_database
from hotich.cli.model._shared import by_option, officer_of, refusals_told


@click.command()
@click.argument("digest")
@click.option("--anyway", is_flag=True, help="Dùng dù mô hình học từ dân cư khác; được ghi nhật ký.")
@by_option
@needs_database
def command(digest: str, anyway: bool, username: str | None) -> None:
    """Từ nay tra cứu bằng phiên bản này (mã băm, hoặc ít nhất 6 ký tự đầu), hoặc “shipped”: mô hình kèm theo.

    Máy chủ web và tiến trình nền theo trong vòng nửa phút, không phải khởi động lại. Quay về bản cũ cũng bằng lệnh này.

    Ví dụ: hotich model use 3f9a2c71 · hotich model use shipped
    """
    from hotich.population.operations import use_version
    from hotich.support.time import now, today

    with refusals_told():
        use = use_version(digest=digest, actor=officer_of(username), now=now(), on=today(), anyway=anyway)
    click.echo(f"Đang dùng {use.model_digest[:16]}.")
    if use.another_register:
        click.echo("Lưu ý: mô hình này học từ dân cư khác trích xuất đang dùng.", err=True)
