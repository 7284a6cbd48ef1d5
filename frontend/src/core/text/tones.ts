/** Tone placement, and i or y: port of `hotich.core.text.tones`, where the rules are explained. */

const TONES = ["\u0300", "\u0301", "\u0303", "\u0309", "\u0323"];
const TONE = /[\u0300\u0301\u0303\u0309\u0323]/u;
const PLAIN = "aeiouyAEIOUY";
const SHAPED = "ăâêôơưĂÂÊÔƠƯ";

const TONELESS = new Map<string, string>();
for (const letter of PLAIN + SHAPED) {
  for (const tone of TONES) TONELESS.set((letter + tone).normalize("NFC"), letter);
}
const VOWEL_RUN = new RegExp(`[${PLAIN}${SHAPED}${[...TONELESS.keys()].join("")}]+`, "gu");
const MARK = /^[\u0300-\u036f]/u;
const LETTER = /^\p{L}/u;

/** A composed letter as [letter without tone, tone mark or ""]. */
export function splitTone(letter: string): [string, string] {
  const base = TONELESS.get(letter);
  if (base === undefined) return [letter, ""];
  return [base, TONE.exec(letter.normalize("NFD"))?.[0] ?? ""];
}

function placeOf(run: readonly string[], before: string, closed: boolean): number {
  const onset = (before + (run[0] ?? "")).toLowerCase();
  const start = run.length > 1 && (onset === "qu" || onset === "gi") ? 1 : 0;
  const nucleus = run.slice(start);
  const shaped = nucleus.reduce((last, letter, at) => (SHAPED.includes(letter) ? at : last), -1);
  if (shaped >= 0) return start + shaped;
  if (nucleus.length === 1) return start;
  if (nucleus.length === 2) return start + (closed ? 1 : 0);
  return start + 1;
}

/** Every tone mark at its traditional place; the text must be composed. Letters, tones and case stay. */
export function unifyPlacement(text: string): string {
  return text.replace(VOWEL_RUN, (run: string, at: number) => {
    const split = [...run].map(splitTone);
    const tones = split.map(([, tone]) => tone).filter((tone) => tone !== "");
    const tone = tones[0];
    const after = text.slice(at + run.length);
    if (split.length < 2 || tones.length !== 1 || tone === undefined || MARK.test(after)) return run;
    const letters = split.map(([letter]) => letter);
    const place = placeOf(letters, text.charAt(at - 1), LETTER.test(after));
    letters[place] = ((letters[place] ?? "") + tone).normalize("NFC");
    return letters.join("");
  });
}

/** `y` as `i` where it is its syllable's only vowel after a consonant; expects a comparison key. */
export function unifyIY(key: string): string {
  return key.replace(VOWEL_RUN, (run: string, at: number) => {
    const before = key.charAt(at - 1);
    const onset = before === "q" && run.startsWith("u") ? "u" : "";
    const nucleus = [...run.slice(onset.length)];
    const only = nucleus[0];
    if (nucleus.length !== 1 || only === undefined || !(onset !== "" || LETTER.test(before))) return run;
    const [letter, tone] = splitTone(only);
    return letter === "y" ? onset + `i${tone}`.normalize("NFC") : run;
  });
}
