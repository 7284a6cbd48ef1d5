"""Proving that no log row was changed or taken away: digests row by row, counts and roots seal by seal.

One pass over all rows: about 25,000 a second on one core, however many seals there are.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from hotich.audit.digests import payload_digest, row_digest
from hotich.audit.merkle import Tree
from hotich.audit.models import Seal
from hotich.audit.rows import LogRow, rows_between
from hotich.audit.sealing import BEGINNING, NO_SEAL, root_of_seal


@dataclass(frozen=True, slots=True)
class Broken:
    """One thing that does not verify: a row, or a seal."""

    code: str
    what: str
    message: str

    def as_json(self) -> dict[str, str]:
        return {"code": self.code, "what": self.what, "message": self.message}


@dataclass(slots=True)
class Verification:
    """What a run found: all that is broken, how many rows and seals were read, how many rows no seal covers yet."""

    broken: list[Broken] = field(default_factory=list)
    rows: int = 0
    seals: int = 0
    unsealed: int = 0
    last_root: str = ""

    @property
    def clean(self) -> bool:
        return not self.broken

    def as_json(self) -> dict[str, Any]:
        return {
            "clean": self.clean,
            "rows": self.rows,
            "seals": self.seals,
            "unsealed": self.unsealed,
            "last_root": self.last_root,
            "first": self.broken[0].as_json() if self.broken else None,
            "broken": [each.as_json() for each in self.broken[:100]],
        }


def verify() -> Verification:
    """Recomputes every digest, count and root. Changes nothing."""
    result = Verification()
    end, root, number = BEGINNING, NO_SEAL, 0
    for seal in Seal.objects.order_by("number").iterator():
        name = f"niêm phong {seal.number}"
        if (seal.number, seal.start, bytes(seal.previous_root)) != (number + 1, end, root):
            result.broken.append(
                Broken(
                    "seal.chain",
                    str(seal.number),
                    f"Chuỗi niêm phong đứt trước {name}: số, thời điểm đầu hoặc gốc của niêm phong trước không khớp.",
                )
            )
        tree, counts = Tree(), Counter[str]()
        before = len(result.broken)
        for row in _checked(rows_between(seal.start, seal.end), result):
            tree.add(bytes(row.columns["digest"]))
            counts[row.table] += 1
        result.broken.extend(_miscounts(seal, counts))
        if len(result.broken) == before and root_of_seal(seal, tree.root()) != bytes(seal.root):
            result.broken.append(
                Broken(
                    "seal.root",
                    str(seal.number),
                    f"Gốc của {name} không khớp: một dòng nhật ký đã bị thay, hoặc chính niêm phong bị sửa.",
                )
            )
        result.seals += 1
        end, root, number = seal.end, bytes(seal.root), seal.number
    for _ in _checked(rows_between(end, None), result):
        result.unsealed += 1
    result.last_root = root.hex() if number else ""
    return result


def _checked(rows: Iterator[LogRow], result: Verification) -> Iterator[LogRow]:
    for row in rows:
        result.rows += 1
        columns = row.columns
        if bytes(columns["digest"]) != row_digest(columns):
            result.broken.append(
                Broken("row.digest", row.name, f"Dòng nhật ký {row.name} đã bị sửa: mã băm không khớp.")
            )
        elif (
            columns.get("payload") is not None
            and "payload_digest" in columns
            and bytes(columns["payload_digest"]) != payload_digest(columns["payload"])
        ):
            result.broken.append(
                Broken("row.payload", row.name, f"Nội dung của dòng nhật ký {row.name} đã bị sửa.")
            )
        yield row


def _miscounts(seal: Seal, counts: Counter[str]) -> Iterator[Broken]:
    for table in sorted({*seal.counts, *counts}):
        sealed, found = seal.counts.get(table, 0), counts[table]
        if found < sealed:
            yield Broken(
                "seal.row_gone",
                str(seal.number),
                f"Niêm phong {seal.number} có {sealed} dòng của {table}, nay chỉ còn {found}: có dòng đã bị xóa.",
            )
        elif found > sealed:
            yield Broken(
                "seal.row_added",
                str(seal.number),
                f"Niêm phong {seal.number} có {sealed} dòng của {table}, nay thấy {found}: có dòng bị thêm về sau.",
            )
