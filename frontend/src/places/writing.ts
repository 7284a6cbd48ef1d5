/** How a book writes its places, and the signs that say how one is written: port of parts of `hotich.core.places.suggesting`. */
import { searchKey } from "../core/text";
import type { Gazetteer, Row } from "./gazetteer";

/** `full`: xã Minh Hưng, huyện …; `short`: X. Minh Hưng; `small`: x. Minh Hưng; `bare`: Minh Hưng, Bình Long. */
export type Style = "full" | "short" | "small" | "bare";

export interface Signs {
  readonly typed: string;
  readonly style: Style | null;
  readonly endsHere: boolean;
}

const STYLES: readonly Style[] = ["full", "short", "small", "bare"];
const TYPES_IN_ORDER = ["thi xa", "thi tran", "thanh pho", "dac khu", "tinh", "huyen", "quan", "phuong", "xa"];
export const TYPES: ReadonlySet<string> = new Set(TYPES_IN_ORDER);
const SHORT: Readonly<Record<string, string>> = {
  "thành phố": "TP", "thị xã": "TX", "thị trấn": "TT", tỉnh: "T", huyện: "H", quận: "Q", phường: "P", xã: "X",
}; // prettier-ignore
const SIGN = /^\s*(tp|tx|tt|[thqpx])\.\s*(?=[\p{L}\p{N}_])/iu;
const WRITTEN_TYPE = /^(?:thành phố|thị xã|thị trấn|đặc khu|tỉnh|huyện|quận|phường|xã)\s+[\p{L}\p{N}_]/iu;
const NUMBER = /^[0-9]+$/u;

export function signsOf(typed: string): Signs {
  let rest = typed.trim();
  let style: Style | null = null;
  if (rest.endsWith("/")) {
    rest = rest.replace(/[/ ]+$/u, "");
    style = "bare";
  }
  const endsHere = rest.endsWith(".");
  rest = rest.replace(/[. ]+$/u, "");
  const sign = SIGN.exec(rest);
  if (sign !== null) {
    rest = rest.slice(sign[0].length);
    style ??= isCapital(sign[1]!) ? "short" : "small";
  } else if (TYPES_IN_ORDER.some((type) => searchKey(rest).startsWith(`${type} `))) {
    style ??= "full";
  }
  return { typed: rest, style, endsHere };
}

/** A unit and what stands above it, as a book of that style writes them. */
export function written(gazetteer: Gazetteer, path: readonly Row[], style: Style): string {
  return path.map((row) => titleOf(gazetteer, row, style)).join(", ");
}

function titleOf(gazetteer: Gazetteer, row: Row, style: Style): string {
  const name = gazetteer.names[row]!;
  const short = SHORT[gazetteer.types[row]!];
  if (style === "bare" && !NUMBER.test(name)) return name;
  if (style === "full" || style === "bare" || short === undefined) return gazetteer.title(row);
  return `${style === "short" ? short : short.toLowerCase()}. ${name}`;
}

/** The styles that a book's written places have, the most frequent first. */
export function stylesOf(texts: Iterable<string>): Style[] {
  const seen = new Map<Style, number>();
  for (const text of texts) {
    const style = styleOf(text);
    if (style !== null) seen.set(style, (seen.get(style) ?? 0) + 1);
  }
  return STYLES.filter((style) => seen.has(style)).sort((one, other) => seen.get(other)! - seen.get(one)!);
}

function styleOf(text: string): Style | null {
  const parts = text.split(",").map((part) => part.trim());
  if (parts.some((part) => WRITTEN_TYPE.test(part))) return "full";
  const signs = parts.map((part) => SIGN.exec(part)?.[1]).filter((sign) => sign !== undefined);
  const last = signs.at(-1);
  if (last !== undefined) return isCapital(last) ? "short" : "small";
  return parts.length > 1 ? "bare" : null;
}

function isCapital(letters: string): boolean {
  const first = letters.charAt(0);
  return first !== first.toLowerCase();
}
