/** Looking a principal subject up: when it may start, what comes back, what the officer decides. No screen here. */
import { comparisonKey } from "../core/text";
import type { DeskData, Fields, Finding, Outcome, Saved, SubjectSpec } from "./types";
import { isGiven } from "./values";

export type Agreement = "agrees" | "agrees_shown" | "book_lacks" | "register_lacks" | "differs" | "not_compared";

/** How much one field weighed for the person: a code, words, the model's own figure, and a share of a full bar. */
export interface Weight {
  readonly bits: number;
  readonly weight: "very_heavy" | "heavy" | "light" | "none" | "against" | "heavy_against" | "unweighed";
  readonly weight_text: string;
  readonly share: number;
  readonly sentence: string;
}

export interface Comparison {
  readonly field: string;
  readonly label: string;
  readonly agreement: Agreement;
  readonly book: string | null;
  readonly register: string | null;
  readonly note?: string | null;
  readonly is_discrepancy: boolean;
  readonly weight?: Weight | null;
}

/** What the model said of one field. */
export interface Evidence extends Weight {
  readonly field: string;
  readonly title: string;
  readonly missing: boolean;
}

export type Relation = "" | "twin" | "sibling" | "namesake";

export interface Candidate {
  readonly ref: string;
  readonly rank: number;
  readonly score_label: string;
  readonly fields: readonly Comparison[];
  readonly suggested: "matched" | "mismatched" | null;
  readonly masked_number: string | null;
  readonly likely?: boolean;
  readonly probability?: number | null;
  readonly probability_text?: string | null;
  readonly per_cent?: string | null;
  readonly relation?: Relation;
  readonly relation_text?: string;
  readonly evidence?: readonly Evidence[];
  /** What to know before saying that this is the person, each a sentence. */
  readonly cautions?: readonly string[];
}

export interface LookUpAnswer {
  readonly id: string;
  readonly way: "recorded" | "extract" | "gateway";
  readonly coverage: string;
  readonly as_of: string | null;
  /** What the book says, whatever was asked. */
  readonly asked: Readonly<Record<string, unknown>>;
  /** What was asked, and by word what the book says where the officer changed it. */
  readonly terms?: Readonly<Record<string, unknown>>;
  readonly departs?: Readonly<Record<string, string>>;
  readonly may_conclude_not_found: boolean;
  readonly candidates: readonly Candidate[];
  readonly suggested: string | null;
  readonly state: "answered" | "unavailable";
  readonly second?: boolean;
  /** Where was searched and as of when: stands on every result. */
  readonly source_text?: string;
  readonly verdict?: "link" | "nobody" | "review" | "";
  readonly verdict_text?: string;
  /** What to know before saying that nobody is there. */
  readonly absence_cautions?: readonly string[];
  /** Nothing of the register is here until the fields of `to_key_again` were keyed a second time. */
  readonly hidden?: boolean;
  readonly to_key_again?: readonly string[];
  readonly agreements?: Readonly<Record<string, boolean>>;
}

export interface Difference {
  readonly field: string;
  readonly label?: string;
  readonly book: string | null;
  readonly register: string | null;
  readonly note?: string | null;
}

export interface JudgementAnswer {
  readonly outcome: Outcome;
  readonly source_text?: string;
  readonly absence_text?: string;
  readonly personal_id?: string | null;
  readonly differences?: readonly Difference[] | null;
  readonly supplements?: readonly Difference[] | null;
  readonly register?: Readonly<Record<string, string | null>> | null;
  readonly fields?: readonly Comparison[] | null;
  readonly case?: unknown;
}

export type Decision = "same_person" | "not_found" | "undecided";

export const AGREEMENT_WORDS: Readonly<Record<Agreement, string>> = {
  agrees: "Khớp",
  agrees_shown: "Khớp, viết khác",
  book_lacks: "Sổ không có",
  register_lacks: "Dân cư không có",
  differs: "Không khớp",
  not_compared: "Không so",
};

export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  matched: "Trùng khớp",
  mismatched: "Không trùng khớp",
  not_found: "Không tìm thấy",
  unavailable: "Không tra cứu được",
  pending: "Chờ tra cứu",
  unreadable: "Không đọc được",
};

export const NOT_FOUND_REASONS = [
  { value: "not_collected", label: "chưa thu thập" },
  { value: "died", label: "đã chết" },
  { value: "emigrated", label: "đã xuất cảnh" },
  { value: "name_changed", label: "đổi tên" },
  { value: "other", label: "khác", words: true },
] as const;

export const RELATION_WORDS: Readonly<Record<Relation, string>> = {
  "": "",
  twin: "có thể sinh đôi",
  sibling: "có thể anh chị em",
  namesake: "trùng tên",
};

/** One line of the list of the nearest. */
export interface Row {
  readonly name: string;
  readonly born: string;
  /** The parents and the place: what tells namesakes apart. */
  readonly family: string;
  readonly relation: string;
  readonly differing: number;
}

export function rowOf(candidate: Candidate): Row {
  const said = (field: string): string => candidate.fields.find((one) => one.field === field)?.register ?? "";
  const parents = [
    ["mẹ", said("mother_full_name")],
    ["cha", said("father_full_name")],
  ].flatMap(([who, name]) => (name === "" ? [] : [`${who} ${name}`]));
  const place = said("hometown") || said("birth_place");
  const family = [...parents, ...(place === "" ? [] : [place])].join(" · ");
  return {
    name: said("full_name") || `Người thứ ${candidate.rank}`,
    born: said("birth_date"),
    family: family.charAt(0).toUpperCase() + family.slice(1),
    relation: RELATION_WORDS[candidate.relation ?? ""],
    differing: candidate.fields.filter((field) => field.is_discrepancy).length,
  };
}

const PARENTS = ["mother_full_name", "father_full_name"] as const;

/**
 * Whether the parents, who tell a child from his brother, stand on the server and an answer was asked for without them.
 * Who was born on the same day under the same name is somebody else's child as often as not.
 */
export function parentsKeyedSince(
  subject: SubjectSpec,
  asked: Readonly<Record<string, unknown>>,
  fields: Fields,
  saved: (field: string) => Saved,
): boolean {
  const places = PARENTS.flatMap((word) => (word in subject.compared ? [[word, subject.compared[word]!] as const] : []));
  if (places.length === 0 || !places.every(([, field]) => isGiven(fields[field]) && saved(field) === "server")) return false;
  return places.some(([word, field]) => (fields[field]?.v ?? "") !== (asked[word] ?? ""));
}

/**
 * The decision whose button stands out. Where the machine suggests nothing none does, and nobody is found missing before
 * the wider search.
 */
export function suggestedDecision(answer: LookUpAnswer): Decision | "second" | null {
  if (answer.candidates.some((candidate) => candidate.likely)) return "same_person";
  const nobody = answer.candidates.length === 0 || answer.verdict === "nobody";
  if (!nobody) return null;
  return answer.second === true ? "not_found" : "second";
}

/** What identifies a subject now, as one text: while it stays the same, asking again would bring the same. */
export function identityKey(subject: SubjectSpec, fields: Fields): string {
  return JSON.stringify(subject.identity.map((field) => [fields[field]?.v ?? null, fields[field]?.m ?? null]));
}

/**
 * Whether every identity field of the subject says something, can be right, and stands on the server. Who searches
 * with a slip of the hand has seen the register before he has read the book.
 */
export function isReady(
  subject: SubjectSpec,
  fields: Fields,
  findings: readonly Finding[],
  saved: (field: string) => Saved,
): boolean {
  const name = subject.identity[0];
  if (name === undefined || (fields[name]?.v ?? "") === "") return false;
  const wrong = new Set(findings.filter(({ grade }) => grade === "hard").flatMap((finding) => finding.fields));
  if (subject.identity.some((field) => wrong.has(field))) return false;
  return subject.identity.every((field) => isGiven(fields[field]) && saved(field) === "server");
}

/**
 * The book's field for a value of a citizen's record, as the form says: `hometown` of a child is `child.hometown`, while
 * `mother_full_name` in the child's record is the mother of the entry.
 */
export function bookField(subject: SubjectSpec, key: string): string {
  return subject.compared[key] ?? (key.includes(".") ? key : `${subject.role}.${key}`);
}

/** What a citizen's record calls a field of the book; the reverse of `bookField`. */
export function registerKey(subject: SubjectSpec, field: string): string {
  const known = Object.entries(subject.compared).find(([, dotted]) => dotted === field);
  return known?.[0] ?? field.replace(`${subject.role}.`, "").replaceAll(".", "_");
}

/**
 * Which of the register's values the officer may state to be the book's too (F6): basic values of fields that are
 * not part of the identity and say nothing yet, where the campaign allows *confirm* work. Never all at once.
 */
export function mayConfirm(
  field: string,
  fields: Fields,
  identity: ReadonlySet<string>,
  way: "confirm" | "blind",
): boolean {
  return way === "confirm" && !identity.has(field) && !isGiven(fields[field]);
}

/** What a look-up needs to know of where it is made: on the entry being keyed, or from the list of who waits. */
export interface LookUpContext {
  readonly urls: { readonly look_up: string; readonly judge: string; readonly recorded: string };
  readonly station: string;
  readonly server: LookUpServer;
  readonly may: { readonly look_up: boolean; readonly recorded: boolean };
  readonly way: "confirm" | "blind";
  /** What the kind of register is called. */
  readonly register: string;
  /** Drawn to run without assistance and not finished yet: nothing is asked before it is. */
  readonly later: boolean;
}

/** Who answers: our server, or in the practice book what is bundled with it. */
export interface LookUpServer {
  ask<Answer>(url: string, body: unknown): Promise<Answer>;
  waiting(): Promise<Waiting>;
}

/** One person of one finished entry who waits for a decision. Nothing of the population register is in it. */
export interface WaitingRow {
  readonly entry: string;
  readonly title: string;
  readonly register: string;
  readonly number: string;
  readonly place: string;
  readonly name: string;
  readonly own: boolean;
  readonly by: string;
  readonly way: "confirm" | "blind";
  readonly recorded: boolean;
  readonly subject: SubjectSpec;
  readonly labels: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, string>>;
}

export interface Waiting {
  readonly own: number;
  readonly others: number;
  readonly rows: readonly WaitingRow[];
}

export function contextOf(data: DeskData, server: LookUpServer): LookUpContext {
  const unfinished = data.entry.status === "keying" && !data.entry.flags.includes("reopened");
  return {
    urls: data.urls,
    station: data.station,
    server,
    may: data.may,
    way: data.campaign.way,
    register: data.book.register,
    later: data.assisted === false && unfinished,
  };
}

/**
 * Whether one key may say that it is him: the machine suggests one person, everything compared so far agrees, and there
 * is nothing to beware of. Whatever is less clear is read first.
 */
export function isClear(answer: LookUpAnswer): boolean {
  const first = answer.candidates[0];
  return (
    answer.hidden !== true &&
    answer.verdict === "link" &&
    first?.likely === true &&
    first.suggested === "matched" &&
    (first.cautions ?? []).length === 0 &&
    Object.values(answer.agreements ?? {}).every(Boolean)
  );
}

/** Readings of one field from the book, the first being the one in the transcription: what two of them say is taken. */
export class Readings {
  readonly first: string;
  #later: string | null = null;

  constructor(first: string) {
    this.first = first;
  }

  /** `confirmed` as it was keyed first, `corrected` twice otherwise, `differs` where a further reading has to decide. */
  take(reading: string): "confirmed" | "corrected" | "differs" {
    if (sameReading(reading, this.first)) return "confirmed";
    if (this.#later !== null && sameReading(reading, this.#later)) return "corrected";
    this.#later = reading;
    return "differs";
  }
}

/** Whether two readings say the same: letter case and the placement of a tone are display. */
export function sameReading(one: string, other: string): boolean {
  return comparisonKey(one) === comparisonKey(other);
}
