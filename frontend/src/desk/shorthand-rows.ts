/** What figures alone stand for in a column that writes something around them: the number of a paper, an hour. */
import type { Row } from "../places/addresses";

const NUMBERED = /^\d+\p{L}?(\D.*)$/u;
const TIME = /^(\d{1,2})(\D+)(\d{2})(\D*)$/u;
const TYPED_TIME = /^(\d{1,2}?)[ :.]?(\d{2})$/u;
const ROWS = 3;
/** Between hour and minute, and behind them: as the forms have it, the usual first. */
const USUAL_TIMES: readonly (readonly [string, string])[] = [[" giờ ", ""], [" giờ ", " phút"], ["h", ""], [":", ""]]; // prettier-ignore

/** `07` → `07/GBT`: the number with what the book wrote behind others of this column. */
export function numberRows(typed: string, ofBook: readonly string[]): Row[] {
  const figures = typed.trim();
  if (!/^\d+$/u.test(figures)) return [];
  return ranked(ofBook.flatMap((text) => NUMBERED.exec(text)?.[1] ?? []))
    .slice(0, ROWS)
    .map((behind) => ({ text: figures + behind }));
}

/** `850`, `8 50` → `8 giờ 50`: the hour as the book wrote others. */
export function timeRows(typed: string, ofBook: readonly string[]): Row[] {
  const [, hour, minute] = TYPED_TIME.exec(typed.trim()) ?? [];
  if (hour === undefined || minute === undefined || Number(hour) > 24 || Number(minute) > 59) return [];
  const ways = ranked(ofBook.flatMap((text) => (TIME.test(text) ? [text.replace(TIME, "{h}$2{m}$4")] : [])));
  const usual = USUAL_TIMES.map(([between, behind]) => `{h}${between}{m}${behind}`);
  return [...new Set([...ways, ...usual])].slice(0, 5).map((way) => ({ text: way.replace("{h}", hour).replace("{m}", minute) }));
}

/** The most frequent first. */
function ranked(texts: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one).map(([text]) => text);
}
