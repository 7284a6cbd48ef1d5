/** A date in words as the book's own clerk writes it: his wording is told from what he wrote before. */
import type { PartialDate } from "../core/dates";

const NAMES = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];
/** What a clerk may word in one way or another, each with how likely it is before anything of him is known. The first is the standard of the forms. */
const CHOICES = {
  begin: { Ngày: 3, ngày: 1 },
  /** Before the first ten days. */
  first: { "": 1, mùng: 0.9, mồng: 0.2 },
  month: { tư: 1, bốn: 0.1 },
  four: { tư: 1, bốn: 0.9 },
  thousand: { nghìn: 1, ngàn: 0.95 },
  odd: { linh: 1, lẻ: 0.9 },
  /** Whether `không trăm` is said of 2006. */
  hundred: { said: 1, unsaid: 0.1 },
} as const;
type Choice = keyof typeof CHOICES;
type Wording = { readonly [one in Choice]: keyof (typeof CHOICES)[one] };

const ORDER = Object.keys(CHOICES) as Choice[];
/** What one date of the book says of its clerk, beside what is likely of every clerk. */
const SEEN = 3;
const ALL = every();

/** A date with the words that the book has for it. */
export interface Worded {
  readonly date: PartialDate;
  readonly words: string;
}

/**
 * The date in words, the clerk's own way first; at most five, none where day, month or year is not known. Each of his habits is told by itself
 * from the dates that show it, so that after one way the likeliest others come and not those that differ in what he never had to write.
 */
export function inWords(date: PartialDate, before: readonly Worded[]): string[] {
  if (date.day === null || date.month === null || date.year === null || date.lunar || date.approximate) return [];
  const habits = before.map(habitsIn);
  const shares = ORDER.map((choice) => sharesOf(choice, habits));
  const likely = new Map<string, number>();
  for (const wording of ALL) {
    const text = say(date, wording);
    const share = ORDER.reduce((all, choice, at) => all * shares[at]![wording[choice]]!, 1);
    likely.set(text, Math.max(share, likely.get(text) ?? 0));
  }
  return [...likely].sort(([, one], [, other]) => other - one).slice(0, 5).map(([text]) => text);
}

function sharesOf(choice: Choice, habits: readonly Partial<Wording>[]): Record<string, number> {
  const weights: Record<string, number> = { ...CHOICES[choice] };
  for (const { [choice]: seen } of habits) if (seen !== undefined) weights[seen]! += SEEN;
  const all = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  return Object.fromEntries(Object.entries(weights).map(([name, weight]) => [name, weight / all]));
}

const read = new Map<string, Partial<Wording>>();

/** The choices that a date of the book shows: those without which its words would be others. */
function habitsIn({ date, words }: Worded): Partial<Wording> {
  const key = `${date.day}/${date.month}/${date.year} ${words}`;
  const known = read.get(key);
  if (known !== undefined) return known;
  const fitting = ALL.filter((wording) => say(date, wording) === words);
  const habits = Object.fromEntries(
    ORDER.flatMap((choice) => {
      const ways = new Set(fitting.map((wording) => wording[choice]));
      return ways.size === 1 ? [[choice, [...ways][0]]] : [];
    }),
  ) as Partial<Wording>;
  read.set(key, habits);
  return habits;
}

function every(): Wording[] {
  return ORDER.reduce<Partial<Wording>[]>(
    (some, choice) => some.flatMap((wording) => Object.keys(CHOICES[choice]).map((name) => ({ ...wording, [choice]: name }))),
    [{}],
  ) as Wording[];
}

function say({ day, month, year }: PartialDate, wording: Wording): string {
  if (day === null || month === null || year === null) return "";
  const first = day <= 10 && wording.first !== "" ? `${wording.first} ` : "";
  const monthName = month === 4 ? wording.month : belowHundred(month, wording);
  return `${wording.begin} ${first}${belowHundred(day, wording)} tháng ${monthName} năm ${sayYear(year, wording)}`;
}

function sayYear(year: number, wording: Wording): string {
  const below = year % 100;
  const hundreds = Math.floor((year % 1000) / 100);
  const words = [NAMES[Math.floor(year / 1000)]!, wording.thousand];
  if (hundreds > 0 || (below > 0 && wording.hundred === "said")) words.push(NAMES[hundreds]!, "trăm");
  if (below > 0 && below < 10) words.push(wording.odd, NAMES[below]!);
  else if (below > 0) words.push(belowHundred(below, wording));
  return words.join(" ");
}

function belowHundred(number: number, { four }: Wording): string {
  const tens = Math.floor(number / 10);
  const ones = number % 10;
  if (tens === 0) return NAMES[ones]!;
  const head = tens === 1 ? "mười" : `${NAMES[tens]} mươi`;
  if (ones === 0) return head;
  if (ones === 5) return `${head} lăm`;
  if (tens > 1 && ones === 1) return `${head} mốt`;
  return tens > 1 && ones === 4 ? `${head} ${four}` : `${head} ${NAMES[ones]}`;
}
