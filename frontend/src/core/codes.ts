/** The meaning of a coded value as written: port of `CodeList.read` (`hotich.core.codes.lists`). */
import type { CodeJson } from "./edition";
import { comparisonKey, lacksDiacritics, searchKey, unifyIY } from "./text";

const SIGNS = /[-'.\s]+/gu;
const PARENTHESES = /^(.+?)\s*\(([^()]+)\)\s*$/u;
const TITLES = /^(?:dân tộc|người|quốc tịch|nước)\s+(?=[\p{L}\p{N}_])/iu;

type Stage = ReadonlyMap<string, ReadonlySet<string>>;
const known = new WeakMap<readonly CodeJson[], readonly Stage[]>();

function keyOf(text: string): string {
  return unifyIY(comparisonKey(text)).replace(SIGNS, "");
}

function foldedOf(text: string): string {
  return searchKey(unifyIY(comparisonKey(text))).replaceAll(" ", "");
}

/** Meanings by key, in the order they are trusted: labels, other names; then both without diacritics. */
function stagesOf(rows: readonly CodeJson[]): readonly Stage[] {
  const ready = known.get(rows);
  if (ready !== undefined) return ready;
  const stages: Map<string, Set<string>>[] = [new Map(), new Map(), new Map(), new Map()];
  const add = (stage: number, key: string, meaning: string): void => {
    const found = stages[stage];
    found?.set(key, (found.get(key) ?? new Set()).add(meaning));
  };
  for (const row of rows) {
    add(0, keyOf(row.label), row.value);
    add(2, foldedOf(row.label), row.value);
    for (const name of row.names) {
      add(1, keyOf(name), row.value);
      add(3, foldedOf(name), row.value);
    }
  }
  known.set(rows, stages);
  return stages;
}

/** The meaning of a label, another name or a file's figure; null where it is unknown or two values share the name. */
export function readMeaning(rows: readonly CodeJson[], written: string): string | null {
  const text = written.trim();
  if (text === "") return null;
  const meaning = readFigure(rows, text) ?? readName(rows, text);
  if (meaning !== null) return meaning;
  const match = PARENTHESES.exec(text);
  return match === null ? null : (readMeaning(rows, match[1] ?? "") ?? readMeaning(rows, match[2] ?? ""));
}

function readFigure(rows: readonly CodeJson[], text: string): string | null {
  const bare = (figure: string): string => figure.replace(/^0+/u, "") || "0";
  const row = rows.find(({ figure }) => figure !== null && (figure === text || bare(figure) === bare(text)));
  return row?.value ?? null;
}

function readName(rows: readonly CodeJson[], text: string): string | null {
  const stages = stagesOf(rows).slice(0, lacksDiacritics(text) ? 4 : 2);
  for (const written of new Set([text, text.replace(TITLES, "")])) {
    for (const [at, stage] of stages.entries()) {
      const found = stage.get(at < 2 ? keyOf(written) : foldedOf(written));
      if (found !== undefined) return found.size === 1 ? ([...found][0] ?? null) : null;
    }
  }
  return null;
}
