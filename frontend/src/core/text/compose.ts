/** The door every text passes: port of `hotich.core.text.compose`, where the reasons stand. */

const INVISIBLE =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/gu;
const SPACES = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/gu;
const LONE_SURROGATE = /[\ud800-\udfff]/gu;
const STROKED_D = /([Dd])[\u0335\u0336]/gu;
const LOOK_ALIKES = /[\u00d0\u0189\u00f0\u0256]/gu;
const TONES_ABOVE = "\u0300\u0301\u0303\u0309";
const MARK_RUN = /[\u0300\u0301\u0303\u0309\u0302\u0306]{2,}/gu;
const WHITE = /[ \t\r\n]+/gu;

function shapeBeforeTone(run: string): string {
  const marks = [...run];
  const isTone = (mark: string): boolean => TONES_ABOVE.includes(mark);
  return marks.filter((mark) => !isTone(mark)).join("") + marks.filter(isTone).join("");
}

/** The text as every store and comparison holds it: NFC, one Đ, no invisible characters. */
export function compose(text: string): string {
  return text
    .replace(LONE_SURROGATE, "\ufffd")
    .replace(INVISIBLE, "")
    .replace(SPACES, " ")
    .normalize("NFD")
    .replace(MARK_RUN, shapeBeforeTone)
    .replace(STROKED_D, (_, letter: string) => (letter === "D" ? "Đ" : "đ"))
    .normalize("NFC")
    .replace(LOOK_ALIKES, (letter) => (letter === "\u00d0" || letter === "\u0189" ? "Đ" : "đ"));
}

/** Spaces at both ends removed: spaces only, as everything else was turned into them. */
export function trimSpaces(text: string): string {
  return text.replace(/^ +| +$/gu, "");
}

/** Composed, trimmed, every run of white space one space. */
export function squeeze(text: string): string {
  return trimSpaces(compose(text).replace(WHITE, " "));
}
