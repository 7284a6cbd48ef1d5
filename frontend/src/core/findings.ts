/** A finding, as the Python reference makes it (`hotich.core.findings`). */
export type Grade = "hard" | "soft" | "silent";

export interface Finding {
  readonly code: string;
  readonly grade: Grade;
  readonly fields: readonly string[];
  readonly message: string;
  readonly source: string;
}

/** The `fields` of a finding about one field; empty where the caller knows no field. */
export function about(field: string): readonly string[] {
  return field === "" ? [] : [field];
}

/** A finding with its parts in order. */
export function finding(code: string, grade: Grade, field: string, message: string, source = ""): Finding {
  return { code, grade, fields: about(field), message, source };
}
