/** One transcription as predicates read it: port of `hotich.core.forms.reading` and `.numbers`. */
import { readMeaning } from "./codes";
import { PartialDate, readDate, type DateReading } from "./dates";
import type { CodeJson, ContextJson, EditionJson, FieldJson, FieldValues } from "./edition";
import { printedFields } from "./edition";
import { compose } from "./text";

/** The first and last day something can mean, ISO text: it orders as days do. */
export interface Span {
  readonly first: string;
  readonly last: string;
}

const DITTO = new Set(["nt", "n.t", "n.t.", "-nt-", "- nt -", '"', '""', "''", "〃", '-"-', "như trên", "//", "-//-"]);

export { readMeaning };

export class Reading {
  private readonly byId: ReadonlyMap<string, FieldJson>;
  private readonly dates = new Map<string, DateReading>();

  constructor(
    readonly edition: EditionJson,
    readonly fields: FieldValues,
    readonly context: ContextJson,
  ) {
    this.byId = new Map([...printedFields(edition), ...edition.other_fields].map((field) => [field.id, field]));
  }

  /** The value as written, trimmed; null where there is none. */
  text(id: string): string | null {
    const value = this.fields[id]?.v;
    return value == null ? null : compose(value).trim() || null;
  }

  /** Why there is no value; null where none was given. */
  reason(id: string): string | null {
    return this.fields[id]?.m || null;
  }

  isAnswered(id: string): boolean {
    return this.text(id) !== null || this.reason(id) !== null;
  }

  isDitto(id: string): boolean {
    const text = this.text(id);
    return text !== null && DITTO.has(text.toLowerCase());
  }

  dateReading(id: string): DateReading | null {
    const text = this.text(id);
    if (text === null) return null;
    const known = this.dates.get(id) ?? readDate(text, id);
    this.dates.set(id, known);
    return known;
  }

  date(id: string): PartialDate | null {
    return this.dateReading(id)?.value ?? null;
  }

  /** Bounds of a field's date, of an ISO date, or of a fact of the context; null where not known or circa. */
  span(moment: string): Span | null {
    if (moment.startsWith("context.")) {
      const known = (this.context as Readonly<Record<string, unknown>>)[moment.slice("context.".length)];
      return typeof known === "string" && known !== "" ? isoSpan(known) : null;
    }
    return /^[0-9]{4}/u.test(moment) ? isoSpan(moment) : spanOf(this.date(moment));
  }

  codesOf(id: string): readonly CodeJson[] | null {
    const name = this.byId.get(id)?.codes;
    return name == null ? null : (this.edition.code_lists[name] ?? null);
  }

  /** The meaning of a coded field; null where the text is in no list. */
  meaning(id: string): string | null {
    const text = this.text(id);
    const rows = this.codesOf(id);
    return text === null || rows === null ? null : readMeaning(rows, text);
  }

  /** The value of its list that a coded field means; null where it means none. */
  codeRow(id: string): CodeJson | null {
    const meaning = this.meaning(id);
    return this.codesOf(id)?.find((row) => row.value === meaning) ?? null;
  }
}

/** Bounds of `2006`, `2006-04` or `2006-04-01`. */
export function isoSpan(text: string): Span {
  const [year, month, day] = text.split("-").map(Number);
  const span = spanOf(new PartialDate({ year: year ?? null, month: month ?? null, day: day ?? null }));
  if (span === null) throw new RangeError(`'${text}' is not a date; write yyyy, yyyy-mm or yyyy-mm-dd`);
  return span;
}

/** Bounds of a partial date; null where the year is unknown, approximate or impossible. */
export function spanOf(value: PartialDate | null): Span | null {
  if (value === null || value.approximate) return null;
  const first = value.earliest();
  const last = value.latest();
  return first !== null && last !== null ? { first, last } : null;
}

export interface RegistrationNumber {
  readonly value: number;
  readonly suffix: string;
  readonly year: number | null;
}

const NUMBER =
  /^\s*([0-9]{1,6})\s*[-.]?\s*([A-Za-zÀ-ỹĐđ]{0,4})\s*(?:[/\-]\s*([A-Za-zÀ-ỹĐđ]{0,4})\s*([0-9]{4})?)?\s*[/.]?\s*$/u;

/** What a registration number says about order; null where it says nothing that can be trusted. */
export function readNumber(text: string | null | undefined): RegistrationNumber | null {
  const match = NUMBER.exec(text ?? "");
  if (match === null) return null;
  const [, value, suffix, lateSuffix, year] = match;
  return {
    value: Number(value),
    suffix: (suffix || lateSuffix || "").toLowerCase(),
    year: year === undefined ? null : Number(year),
  };
}
