/**
 * The closed vocabulary in three values: true, false, or null for "cannot be told", which raises no finding.
 * Port of `hotich.core.forms.predicates`; both run `tests/vectors/predicates.jsonl`.
 */
import { compareDates, readDate, readWords } from "./dates";
import type { PredicateJson, Truth } from "./edition";
import { readPersonalNumber } from "./identifiers";
import { isoSpan, readNumber, spanOf, type Reading, type RegistrationNumber, type Span } from "./reading";
import { comparisonKey } from "./text";

type Args = Readonly<Record<string, unknown>>;
type Evaluator = (args: Args, reading: Reading) => Truth;

// Điểu (men) and Thị (women) are the surnames of Xtiêng and Mnông: there they say nothing about a middle name.
const SURNAMES_THAT_ARE_MARKERS = new Set(["điểu", "thị"]);
const BOOK_SPAN_YEARS = 5;

/** Whether the predicate holds for the entry; null where that cannot be told. */
export function evaluate(predicate: PredicateJson, reading: Reading): Truth {
  const evaluator = EVALUATORS[predicate.name];
  if (evaluator === undefined) throw new RangeError(`There is no predicate '${predicate.name}'.`);
  return evaluator(predicate.args, reading);
}

const id = (args: Args, name: string): string => args[name] as string;
const amount = (args: Args, name: string): number => args[name] as number;
const negate = (truth: Truth): Truth => (truth === null ? null : !truth);
const yearOf = (iso: string): number => Number(iso.slice(0, 4));

function onText(test: (text: string, args: Args, reading: Reading) => Truth): Evaluator {
  return (args, reading) => {
    const text = reading.text(id(args, "field"));
    return text === null ? null : test(text, args, reading);
  };
}

function present(args: Args, reading: Reading): Truth {
  if (reading.text(id(args, "field")) !== null) return true;
  const reason = reading.reason(id(args, "field"));
  return reason === "illegible" || reason === "struck_out" ? null : false;
}

function isOneOf(reading: Reading, field: string, values: readonly string[]): Truth {
  const text = reading.text(field);
  if (text === null) return null;
  if (reading.codesOf(field) !== null) {
    const meaning = reading.meaning(field);
    return meaning === null ? null : values.includes(meaning);
  }
  const key = comparisonKey(text);
  return values.some((value) => comparisonKey(value) === key);
}

function codeInForce(args: Args, reading: Reading): Truth {
  const row = reading.codeRow(id(args, "field"));
  const act = reading.span(reading.edition.date_of_act);
  if (row === null || act === null) return null;
  const from = row.valid_from ?? act.first;
  const to = row.valid_to ?? act.last;
  if (from > act.last || to < act.first) return false;
  return from <= act.first && act.last <= to ? true : null;
}

function nameHasMarker(text: string, args: Args): Truth {
  const words = comparisonKey(text).split(" ");
  if (SURNAMES_THAT_ARE_MARKERS.has(words[0] ?? "")) return null;
  return words.slice(1, -1).includes(comparisonKey(id(args, "marker")));
}

function ordered(earlier: Span | null, later: Span | null): Truth {
  if (earlier === null || later === null) return null;
  if (earlier.last <= later.first) return true;
  return earlier.first > later.last ? false : null;
}

/** Whole years between two ISO days; negative where the second lies before the first. */
export function fullYears(birth: string, day: string): number {
  return yearOf(day) - yearOf(birth) - (day.slice(5) < birth.slice(5) ? 1 : 0);
}

function days(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

function yearGapAtLeast(args: Args, reading: Reading): Truth {
  const older = reading.span(id(args, "older"));
  const younger = reading.span(id(args, "younger"));
  if (older === null || younger === null) return null;
  if (fullYears(older.last, younger.first) >= amount(args, "years")) return true;
  return fullYears(older.first, younger.last) < amount(args, "years") ? false : null;
}

function ageBetween(args: Args, reading: Reading): Truth {
  const birth = reading.span(id(args, "birth"));
  const at = reading.span(id(args, "at"));
  if (birth === null || at === null) return null;
  const youngest = fullYears(birth.last, at.first);
  const oldest = fullYears(birth.first, at.last);
  if (youngest >= amount(args, "min") && oldest <= amount(args, "max")) return true;
  return oldest < amount(args, "min") || youngest > amount(args, "max") ? false : null;
}

function daysBetweenMoreThan(args: Args, reading: Reading): Truth {
  const a = reading.span(id(args, "a"));
  const b = reading.span(id(args, "b"));
  if (a === null || b === null) return null;
  if (days(a.last, b.first) > amount(args, "days")) return true;
  return days(a.first, b.last) <= amount(args, "days") ? false : null;
}

function wordsMatchDigits(args: Args, reading: Reading): Truth {
  const text = reading.text(id(args, "words"));
  const agreement = compareDates(text === null ? null : readWords(text), reading.date(id(args, "date")));
  if (agreement === "different" || agreement === "swapped") return false;
  return agreement === "equal" ? true : null;
}

function looksLikeSentinel(args: Args, reading: Reading): Truth {
  const span = reading.span(id(args, "field"));
  const sentinel = reading.span(id(args, "date"));
  if (span === null || sentinel === null) return null;
  if (span.first !== sentinel.first || span.last !== sentinel.last) return false;
  const year = yearOf(sentinel.first);
  const { book_opened: opening, book_closed: closing } = reading.context;
  if (opening != null) {
    const opened = yearOf(isoSpan(opening).first);
    const last = closing ? yearOf(isoSpan(closing).last) : opened + BOOK_SPAN_YEARS;
    if (year < opened - amount(args, "oldest") || year > last - amount(args, "youngest")) return true;
  }
  return neighboursContradict(args, reading, year);
}

function neighboursContradict(args: Args, reading: Reading, year: number): Truth {
  const spans = (reading.context.neighbours ?? [])
    .map((neighbour) => contextSpan(neighbour[id(args, "field")]))
    .filter((span) => span !== null);
  if (spans.length === 0) return reading.context.book_opened != null ? false : null;
  const reach = amount(args, "oldest") - amount(args, "youngest") + 1;
  return spans.every((span) => yearOf(span.first) > year + reach || yearOf(span.last) < year - reach);
}

function contextSpan(text: string | undefined): Span | null {
  return text ? spanOf(readDate(text).value) : null;
}

function numberFits(args: Args, reading: Reading): Truth {
  const text = reading.text(id(args, "number"));
  const number = text === null ? null : readPersonalNumber(text);
  if (number === null) return null;
  if (args.part === "sex") {
    const sex = reading.meaning(id(args, "against"));
    return sex === "male" || sex === "female" ? number.sex === sex : null;
  }
  if (args.part === "province") {
    const codes = reading.context.province_codes ?? [];
    return codes.length === 0 ? null : codes.includes(number.provinceCode);
  }
  return yearFits(number.birthYear, reading.span(id(args, "against")));
}

function yearFits(year: number, span: Span | null): Truth {
  if (span === null) return null;
  const first = yearOf(span.first);
  const last = yearOf(span.last);
  if (first === last) return year === first;
  return first <= year && year <= last ? null : false;
}

function yearOfNumber(number: RegistrationNumber, span: Span | null): number | null {
  if (number.year !== null) return number.year;
  return span !== null && yearOf(span.first) === yearOf(span.last) ? yearOf(span.first) : null;
}

function inSequence(args: Args, reading: Reading): Truth {
  const before = reading.context.previous ?? null;
  const number = readNumber(reading.text(id(args, "field")));
  const last = before === null ? null : readNumber(before[id(args, "field")]);
  if (before === null || number === null || last === null) return null;
  if (number.value === last.value + 1 || (number.value === last.value && number.suffix !== last.suffix)) return true;
  const year = yearOfNumber(number, reading.span(id(args, "date")));
  const lastYear = yearOfNumber(last, contextSpan(before[id(args, "date")]));
  if (number.value === 1 && (year === null || lastYear === null)) return null;
  return number.value === 1 && year !== lastYear;
}

function notRepeated(args: Args, reading: Reading): Truth {
  const number = readNumber(reading.text(id(args, "field")));
  if (number === null) return null;
  const year = yearOfNumber(number, reading.span(id(args, "date")));
  let unsure = false;
  for (const known of reading.context.numbers ?? []) {
    const other = readNumber(known.number);
    if (other === null || other.value !== number.value || other.suffix !== number.suffix) continue;
    const otherYear = other.year ?? known.year ?? null;
    if (year === null || otherYear === null) unsure = true;
    else if (year === otherYear) return false;
  }
  return unsure ? null : true;
}

function numberYearFits(args: Args, reading: Reading): Truth {
  const number = readNumber(reading.text(id(args, "field")));
  return number === null || number.year === null ? null : yearFits(number.year, reading.span(id(args, "date")));
}

const EVALUATORS: Readonly<Record<string, Evaluator>> = {
  present,
  absent: (args, reading) => negate(present(args, reading)),
  explained: (args, reading) => reading.isAnswered(id(args, "field")),
  equals: (args, reading) => isOneOf(reading, id(args, "field"), [id(args, "value")]),
  one_of: (args, reading) => isOneOf(reading, id(args, "field"), args.values as readonly string[]),
  same_text: (args, reading) => {
    const a = reading.text(id(args, "a"));
    const b = reading.text(id(args, "b"));
    return a === null || b === null ? null : comparisonKey(a) === comparisonKey(b);
  },
  ends_with: onText((text, args) => text.endsWith(id(args, "text"))),
  has_text: onText((text) => /[\p{L}\p{N}]/u.test(text)),
  usual_case: onText((text) => {
    const lower = text.toLowerCase();
    const upper = text.toUpperCase();
    return lower === upper ? null : text !== lower && text !== upper;
  }),
  code_in_force: codeInForce,
  known_code: onText((_, args, reading) => reading.meaning(id(args, "field")) !== null),
  is_ditto: onText((_, args, reading) => reading.isDitto(id(args, "field"))),
  name_has_marker: onText(nameHasMarker),
  all: (args, reading) => {
    const results = (args.of as readonly PredicateJson[]).map((each) => evaluate(each, reading));
    if (results.includes(false)) return false;
    return results.includes(null) ? null : true;
  },
  any: (args, reading) => {
    const results = (args.of as readonly PredicateJson[]).map((each) => evaluate(each, reading));
    if (results.includes(true)) return true;
    return results.includes(null) ? null : false;
  },
  not: (args, reading) => negate(evaluate(args.of as PredicateJson, reading)),
  not_after: (args, reading) => ordered(reading.span(id(args, "a")), reading.span(id(args, "b"))),
  not_before: (args, reading) => ordered(reading.span(id(args, "b")), reading.span(id(args, "a"))),
  year_gap_at_least: yearGapAtLeast,
  age_between: ageBetween,
  days_between_more_than: daysBetweenMoreThan,
  words_match_digits: wordsMatchDigits,
  looks_like_sentinel: looksLikeSentinel,
  number_fits: numberFits,
  in_sequence: inSequence,
  not_repeated: notRepeated,
  number_year_fits: numberYearFits,
};
