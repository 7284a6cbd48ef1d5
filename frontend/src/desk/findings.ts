/** Findings of the form: which are shown, which were kept with a reason, which stand in the way of completing. */
import type { Fields, Finding } from "./types";
import { isGiven } from "./values";

export interface Override {
  readonly code: string;
  readonly fields: readonly string[];
  readonly reason: string;
}

export const OVERRIDE_REASONS = [
  { value: "as_in_book", label: "sổ ghi đúng như vậy" },
  { value: "writing_unclear", label: "nét chữ khó đọc, đã đọc kỹ" },
  { value: "other", label: "lý do khác", words: true },
] as const;

/** Why a transcription changes after the register's values were shown. */
export const AFTER_SEEING_REASONS = [
  { value: "typing_slip", label: "trước đây gõ nhầm, sổ ghi như bây giờ" },
  { value: "misread", label: "đọc lại sổ, nét chữ khó đọc" },
  { value: "other", label: "lý do khác", words: true },
] as const;

/** One finding among those of an entry: the same code can stand at several fields. */
export function keyOf(finding: Pick<Finding, "code" | "fields">): string {
  return `${finding.code}|${finding.fields.join(",")}`;
}

/**
 * What the officer sees: nothing silent, and nothing about fields he has not come to yet. An empty form is not
 * a list of mistakes.
 */
export function shown(findings: readonly Finding[], fields: Fields, visited: ReadonlySet<string>): Finding[] {
  return findings.filter(
    (finding) =>
      finding.grade !== "silent" &&
      (finding.fields.length === 0 || finding.fields.some((field) => visited.has(field) || isGiven(fields[field]))),
  );
}

/**
 * The findings of a field: a finding over two fields stands under the one that was committed last, else under the
 * first, so that one thing is said once.
 */
export function at(field: string, findings: readonly Finding[], lastCommitted: string | null): Finding[] {
  return findings.filter((finding) => {
    const place =
      lastCommitted !== null && finding.fields.includes(lastCommitted) ? lastCommitted : finding.fields[0];
    return place === field;
  });
}

/**
 * Local findings until the server has judged the same values; then the server's. Between two answers the findings
 * only the server can make stay as they were.
 */
export function merged(local: readonly Finding[], server: readonly Finding[], serverOnly: ReadonlySet<string>, settled: boolean): Finding[] {
  if (settled) return [...server];
  return [...local, ...server.filter((finding) => serverOnly.has(finding.code))];
}

/** The soft findings that still ask for a correction or a reason. */
export function unanswered(findings: readonly Finding[], overrides: ReadonlyMap<string, Override>): Finding[] {
  return findings.filter((finding) => finding.grade === "soft" && !overrides.has(keyOf(finding)));
}
