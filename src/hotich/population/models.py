"""Citizens handed over officially for one campaign, never a mirror of the national database; and the models that search them."""

from typing import ClassVar

from django.db import models

from hotich.support.ids import uuid7


class Coverage(models.TextChoices):
    NATION = "nation", "toàn quốc"
    PROVINCE = "province", "toàn tỉnh"
    TOWN = "town", "toàn thị xã"
    LIST = "list", "danh sách"


class Trouble(models.TextChoices):
    """Why a search got no answer. None of these is ever "not found"."""

    NO_EXTRACT = "no_extract", "chưa có trích xuất dân cư nào đang dùng"
    NOT_PREPARED = (
        "not_prepared",
        "trích xuất dân cư được chuẩn bị bằng phiên bản khác của phần mềm, người quản trị chạy “hotich population reindex”",
    )
    INTERRUPTED = "interrupted", "lần tra cứu bị ngắt vì quá lâu hoặc trích xuất đang được thay"
    NO_GATEWAY = "no_gateway", "máy chủ chưa được khai báo kết nối chính thức tới dữ liệu dân cư"
    NOT_REACHED = "not_reached", "không kết nối được tới dữ liệu dân cư"
    NO_ANSWER = "no_answer", "dữ liệu dân cư không trả lời đúng hạn, hoặc trả lời không đọc được"


class Extract(models.Model):
    """One handing-over: the document that allows it, its date, what it covers, and the day it is wiped."""

    name = models.CharField(max_length=200)
    basis = models.CharField("văn bản cho phép", max_length=300, blank=True)
    as_of = models.DateField("số liệu ngày")
    coverage = models.CharField(max_length=10, choices=Coverage.choices, default=Coverage.LIST)
    expires_on = models.DateField("ngày xóa", null=True, blank=True)
    wiped_at = models.DateTimeField(null=True)
    size = models.PositiveIntegerField("số công dân", default=0, help_text="rows when it was last loaded")
    loaded_at = models.DateTimeField()
    complete_at = models.DateTimeField(
        null=True, help_text="when its last row was in; before that it answers nobody"
    )
    loaded_by_id = models.BigIntegerField(null=True)
    prepared_with = models.CharField(
        max_length=40, blank=True, help_text="stamp of the key table; another one's is not searched"
    )
    prepared_at = models.DateTimeField(null=True, help_text="when the key table was made or changed last")
    long_lists = models.BinaryField(
        default=bytes, help_text="(key, hash) of the lists too long to say anything, as pairs of 32 bits"
    )

    class Meta:
        verbose_name = "trích xuất"


class Citizen(models.Model):
    """A row of the population register as one extract gave it. An extract's rows are a partition of their own, taken away as a whole.

    What a search reads lies beside it in the extract's key table (`population.keytable`).
    """

    pk = models.CompositePrimaryKey("personal_id", "extract_id")
    personal_id = models.CharField("số định danh cá nhân", max_length=12)
    # Without a constraint of the database: the partition already says whose its rows are.
    extract = models.ForeignKey(
        Extract, on_delete=models.PROTECT, related_name="citizens", db_constraint=False, db_index=False
    )
    full_name = models.CharField(max_length=500)
    sex = models.CharField(max_length=10, blank=True, help_text="male, female or empty")
    birth_date = models.CharField(max_length=20, blank=True, help_text="dd/mm/yyyy, mm/yyyy or yyyy")
    birth_place = models.CharField(max_length=1000, blank=True)
    birth_registration_place = models.CharField(max_length=1000, blank=True)
    hometown = models.CharField(max_length=1000, blank=True)
    ethnicity = models.CharField(max_length=60, blank=True)
    nationality = models.CharField(max_length=60, blank=True)
    mother_full_name = models.CharField(max_length=500, blank=True)
    mother_birth_date = models.CharField(max_length=20, blank=True)
    father_full_name = models.CharField(max_length=500, blank=True)
    father_birth_date = models.CharField(max_length=20, blank=True)
    spouse_full_name = models.CharField(max_length=500, blank=True)
    marital_status = models.CharField(max_length=60, blank=True)
    residence = models.CharField(max_length=1000, blank=True)
    old_id_number = models.CharField(max_length=12, blank=True)
    death_date = models.CharField(max_length=20, blank=True)

    class Meta:
        verbose_name = "công dân"


class ModelVersion(models.Model):
    """A linkage model under the digest of its content: what is kept can be nothing else."""

    append_only: ClassVar[bool] = True

    digest = models.CharField("mã băm", max_length=64, primary_key=True)
    name = models.CharField("tên", max_length=200, blank=True)
    body = models.JSONField(help_text="the model file")
    trained_on = models.JSONField(default=dict)
    loaded_at = models.DateTimeField()
    loaded_by_id = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = "phiên bản mô hình"


class ModelUse(models.Model):
    """From when a version answers searches, by whose hand; the last one counts."""

    append_only: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey(
        ModelVersion,
        null=True,
        on_delete=models.PROTECT,
        related_name="uses",
        help_text="none: the shipped one",
    )
    model_digest = models.CharField(max_length=64, help_text="also of the shipped one, as it was then")
    another_register = models.BooleanField(
        default=False, help_text="put to use although trained on another register"
    )
    officer_id = models.BigIntegerField(null=True)
    since = models.DateTimeField()
    digest = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = "lần dùng mô hình"
        indexes = [models.Index(fields=["since"], name="model_use_since")]
