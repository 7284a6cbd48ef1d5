/** Display, comparison key and search key: port of `hotich.core.text.keys`. */
import { compose, squeeze, trimSpaces } from "./compose";
import { unifyPlacement } from "./tones";

const APOSTROPHES = /[\u2018\u2019\u02bc\u00b4\u0060\u2032\uff07]/gu;
const HYPHENS = /[\u2010-\u2015\u2212\ufe58\uff0d]/gu;
const AROUND_HYPHEN = / *- */gu;
const AFTER_APOSTROPHE = /' +/gu;
const TOUCHED = /['\u2018\u2019\u02bc\u00b4\u0060\u2032\uff07\u2010-\u2015\u2212-]/u;
const MARKS = /[\u0300-\u036f]/gu;
const NOT_WORD = /[^\p{L}\p{N}]+/gu;
const ASCII = /^[\u0000-\u007f]*$/u;

const isUpper = (letter: string): boolean => letter !== letter.toLowerCase();
const isLower = (letter: string): boolean => letter !== letter.toUpperCase();

function capital(letter: string): string {
  const upper = letter.toUpperCase();
  return [...upper].length === 1 ? upper : letter;
}

function displayWord(word: string): string {
  const touched = TOUCHED.exec(word)?.index ?? word.length;
  return word.slice(0, touched).split(".").map(displayPiece).join(".") + word.slice(touched);
}

function displayPiece(piece: string): string {
  const head = [...piece];
  const letters = head.filter((c) => isUpper(c) || isLower(c));
  const [one, two] = letters;
  if (one === undefined) return piece;
  const innerCapital =
    letters.length > 2 && isUpper(one) && two !== undefined && isLower(two) && letters.slice(2).some(isUpper);
  if (innerCapital) return piece;
  const first = head.indexOf(one);
  return head.slice(0, first).join("") + capital(one) + head.slice(first + 1).join("").toLowerCase();
}

/** The name for screens; a letter after an apostrophe or a hyphen is never changed. */
export function displayName(text: string): string {
  return compose(squeeze(text).split(" ").map(displayWord).join(" "));
}

/** Equal for two writings of one spelling; tones and shape marks are kept. */
export function comparisonKey(text: string): string {
  const key = squeeze(compose(text).toLowerCase()).replace(APOSTROPHES, "'").replace(HYPHENS, "-");
  return unifyPlacement(trimSpaces(key.replace(AROUND_HYPHEN, "-").replace(AFTER_APOSTROPHE, "'")));
}

/** Folded for finding: no marks, đ as d, lower case, words apart by one space, apostrophes closed. */
export function searchKey(text: string): string {
  const key = comparisonKey(text).replace(/'/gu, "").normalize("NFD").replace(MARKS, "").replace(/đ/gu, "d");
  return trimSpaces(key.normalize("NFC").replace(NOT_WORD, " "));
}

/** Whether all the given texts together carry no Vietnamese mark. */
export function lacksDiacritics(...texts: readonly (string | null | undefined)[]): boolean {
  const written = texts.filter((text): text is string => text != null && text !== "");
  return written.length > 0 && written.every((text) => ASCII.test(comparisonKey(text)));
}
