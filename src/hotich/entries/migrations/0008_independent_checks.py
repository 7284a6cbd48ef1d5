"""Nobody checks or arbitrates his own work: the database refuses such a line of the log, whoever writes it."""

from django.db import migrations, models

# `core.workflow.independence` says the same for the application, with its reasons. Rows of files are nobody's keying.
GUARD = [
    """
CREATE FUNCTION entries_independent_check() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $guard$
DECLARE
    is_own boolean;
BEGIN
    IF NEW.author_id IS NULL THEN
        RAISE EXCEPTION 'Kiểm tra, phân xử phải có người thực hiện.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'check_by_somebody';
    END IF;
    IF NEW.type IN ('fields_keyed', 'completed') THEN
        -- Only who opened a check keys in it, and only in the pass that was opened for it.
        IF EXISTS (
            SELECT 1 FROM entries_entryaction begun
            WHERE begun.entry_id = NEW.entry_id AND begun.type = 'check_started'
              AND begun.pass_number = NEW.pass_number AND begun.author_id IS DISTINCT FROM NEW.author_id
        ) THEN
            RAISE EXCEPTION 'Lượt kiểm tra này đã giao cho cán bộ khác.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'check_keyed_by_its_officer';
        END IF;
        RETURN NEW;
    END IF;
    SELECT EXISTS (
        SELECT 1 FROM entries_entryaction keyed
        WHERE keyed.entry_id = NEW.entry_id AND keyed.author_id = NEW.author_id
          AND keyed.type IN ('entry_opened', 'fields_keyed', 'completed', 'voided', 'marked_unreadable')
          AND NOT EXISTS (
            SELECT 1 FROM entries_entryaction begun
            WHERE begun.entry_id = keyed.entry_id AND begun.type = 'check_started'
              AND begun.pass_number = keyed.pass_number
          )
    ) OR EXISTS (
        SELECT 1 FROM entries_entryaction other
        WHERE other.entry_id = NEW.entry_id AND other.author_id = NEW.author_id
          AND other.type = CASE WHEN NEW.type IN ('arbitrated', 'returned') THEN 'check_started' ELSE 'arbitrated' END
    ) INTO is_own;
    IF is_own THEN
        RAISE EXCEPTION 'Không ai kiểm tra hay phân xử phần việc của chính mình.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'check_by_another_officer';
    END IF;
    RETURN NEW;
END
$guard$
    """,
    """
CREATE TRIGGER independent_check BEFORE INSERT ON entries_entryaction FOR EACH ROW
    WHEN (NEW.type IN ('check_started', 'checked', 'arbitrated', 'returned'))
    EXECUTE FUNCTION entries_independent_check()
    """,
    """
CREATE TRIGGER check_keyed_by_its_officer BEFORE INSERT ON entries_entryaction FOR EACH ROW
    WHEN (NEW.type IN ('fields_keyed', 'completed') AND NEW.pass_number > 0)
    EXECUTE FUNCTION entries_independent_check()
    """,
]
UNDO = [
    "DROP TRIGGER check_keyed_by_its_officer ON entries_entryaction",
    "DROP TRIGGER independent_check ON entries_entryaction",
    "DROP FUNCTION entries_independent_check()",
]


class Migration(migrations.Migration):

    dependencies = [("entries", "0007_unit_of_work_and_questions")]

    operations = [
        migrations.AlterField(
            model_name="entryaction",
            name="type",
            field=models.CharField(max_length=20, choices=[
                ("entry_opened", "mở trường hợp"), ("fields_keyed", "nhập trường"), ("completed", "hoàn thành"),
                ("reopened", "mở lại"), ("voided", "số bỏ trống"), ("marked_unreadable", "không đọc được"),
                ("flagged", "đánh dấu"), ("imported", "nhập từ tệp"), ("corrected", "đính chính từ tệp"),
                ("annotated", "ghi chú"), ("annotation_withdrawn", "rút ghi chú"),
                ("register_seen", "đã xem dữ liệu dân cư"), ("outcome_recorded", "ghi kết quả tra cứu"),
                ("asked", "hỏi Tổ trưởng"), ("answered", "trả lời người nhập"), ("question_closed", "khép câu hỏi"),
                ("check_started", "bắt đầu nhập lại độc lập"), ("check_left", "thôi lượt kiểm tra"),
                ("checked", "đối chiếu hai lượt nhập"), ("arbitrated", "phân xử"), ("returned", "trả lại người nhập"),
            ]),
        ),
        migrations.RunSQL(GUARD, UNDO),
    ]
