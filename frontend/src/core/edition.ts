/** A compiled register definition (`frontend/generated/<KIND>-<year>.json`), as `hotich specs build` writes it. */
import type { Grade } from "./findings";

export type Truth = boolean | null;

export interface PredicateJson {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

export interface FieldJson {
  readonly id: string;
  readonly label: string;
  readonly type: string;
  readonly codes: string | null;
  readonly required: boolean;
  readonly required_when: PredicateJson | null;
  readonly visible_when: PredicateJson | null;
  readonly personal: boolean;
  readonly constant: boolean;
  readonly help: string;
}

export interface GroupJson {
  readonly id: string;
  readonly label: string;
  readonly fields: readonly FieldJson[];
}

export interface SubjectJson {
  readonly role: string;
  readonly label: string;
  readonly principal: boolean;
  readonly identity: readonly string[];
  readonly name: string;
  readonly birth_date: string | null;
  readonly sex: string | null;
  readonly implied_sex: string | null;
  readonly personal_id: string | null;
  /** There only where the book says something of him: a second guardian, one of two adoptive parents. */
  readonly optional: boolean;
  /** What of him is compared with the population register: the register's word and the field. */
  readonly compared: Readonly<Record<string, string>>;
}

export interface CodeJson {
  readonly value: string;
  readonly label: string;
  readonly names: readonly string[];
  /** What a bare figure in a value is, in the one system whose figures the list understands. */
  readonly figure: string | null;
  /** The days between which the value can stand on a paper; null or missing where it always could. */
  readonly valid_from?: string | null;
  readonly valid_to?: string | null;
}

export interface RuleJson {
  readonly code: string;
  readonly grade: Grade;
  readonly fields: readonly string[];
  readonly predicate: PredicateJson;
  readonly valid_from: string | null;
  readonly valid_to: string | null;
  readonly source: string;
  readonly message: string;
  readonly server: boolean;
  readonly printed: boolean;
}

export interface EditionJson {
  readonly id: string;
  readonly kind: string;
  readonly revision: number;
  readonly title: string;
  readonly legal_reference: string;
  readonly date_of_act: string;
  readonly subjects: readonly SubjectJson[];
  readonly groups: readonly GroupJson[];
  readonly other_fields: readonly FieldJson[];
  readonly code_lists: Readonly<Record<string, readonly CodeJson[]>>;
  readonly findings: readonly RuleJson[];
  readonly hash: string;
}

/** One field of a transcription; only the value and the reason matter to a judgement. */
export interface FieldValue {
  readonly v?: string | null;
  readonly m?: string | null;
}

export type FieldValues = Readonly<Record<string, FieldValue | undefined>>;

/** Facts around an entry, as the lease carries them (`hotich.core.forms.context`). */
export interface ContextJson {
  readonly book_opened?: string | null;
  readonly book_closed?: string | null;
  readonly today?: string | null;
  readonly scope_until?: string | null;
  readonly province_codes?: readonly string[];
  readonly previous?: Readonly<Record<string, string>> | null;
  readonly neighbours?: readonly Readonly<Record<string, string>>[];
  readonly numbers?: readonly { readonly number: string; readonly year?: number | null }[];
}

export interface AddedColumn {
  readonly id: string;
  readonly label: string;
  /** Behind which column it is printed; empty for the page's first, absent where added columns stand together at the end. */
  readonly after?: string | null;
}

export interface Variant {
  readonly off?: readonly string[];
  readonly extra?: readonly AddedColumn[];
}

export const EXTRA_GROUP = "extra";
export const EXTRA_LABEL = "Cột thêm của quyển";

/** The page's columns in reading order. */
export function printedFields(edition: EditionJson): FieldJson[] {
  return edition.groups.flatMap((group) => group.fields);
}

/** The edition as this book has it: port of `apply_variant`. The server has checked the variant already. */
export function applyVariant(edition: EditionJson, variant: Variant | null): EditionJson {
  const off = new Set(variant?.off ?? []);
  const extra = variant?.extra ?? [];
  if (off.size === 0 && extra.length === 0) return edition;
  const whole = withAdded(edition.groups, extra);
  return {
    ...edition,
    groups: whole
      .map((group) => ({ ...group, fields: group.fields.filter((field) => !off.has(field.id)) }))
      .filter((group) => group.fields.length > 0),
    other_fields: [
      ...edition.other_fields,
      ...whole.flatMap((group) => group.fields).filter((field) => off.has(field.id)),
    ],
    findings: edition.findings.filter((rule) => !(rule.printed && rule.fields.some((id) => off.has(id)))),
  };
}

function withAdded(printed: readonly GroupJson[], extra: readonly AddedColumn[]): readonly GroupJson[] {
  const groups = [...printed];
  const atTheEnd: FieldJson[] = [];
  for (const column of extra) {
    const after = column.after ?? null;
    const where =
      after === "" ? 0 : groups.findIndex((group) => group.fields.some((field) => field.id === after));
    const group = after === null ? undefined : groups[where];
    if (group === undefined) {
      atTheEnd.push(addedColumn(column));
      continue;
    }
    const place = group.fields.findIndex((field) => field.id === after) + 1;
    groups[where] = {
      ...group,
      fields: [...group.fields.slice(0, place), addedColumn(column), ...group.fields.slice(place)],
    };
  }
  if (atTheEnd.length > 0) groups.push({ id: EXTRA_GROUP, label: EXTRA_LABEL, fields: atTheEnd });
  return groups;
}

function addedColumn(column: AddedColumn): FieldJson {
  return {
    id: column.id,
    label: column.label,
    type: "text",
    codes: null,
    required: false,
    required_when: null,
    visible_when: null,
    personal: true,
    constant: false,
    help: "",
  };
}

/** The label with whose it is, where several people have the same column: `Dân tộc (người mẹ)`. */
export function labelInFull(edition: EditionJson, field: FieldJson): string {
  const owner = edition.subjects.find((subject) => field.id.startsWith(`${subject.role}.`));
  const alone = owner?.principal === true && edition.subjects.filter((subject) => subject.principal).length === 1;
  if (owner === undefined || alone) return field.label;
  const whose = owner.label.toLowerCase();
  return field.label.toLowerCase().includes(whose) ? field.label : `${field.label} (${whose})`;
}
