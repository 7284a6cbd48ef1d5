/** What answers the practice desk: in this page, with nothing sent anywhere. */
import type { LookUpServer, Waiting } from "../desk/look-ups";
import type { Delivery, Packet, PacketResult } from "../desk/packets";
import type { FieldValue } from "../desk/types";
import type { Load } from "../journal/sender";
import { entryAt, type PracticeBook } from "./book";
import type { Progress } from "./progress";
import { answerOf, judgedAs } from "./register";

const ENDS: ReadonlySet<string> = new Set(["completed", "voided", "marked_unreadable"]);

export class PracticeServer implements LookUpServer {
  #book: PracticeBook;
  #progress: Progress;
  #changed: () => void;
  #keyedAgain = new Set<number>();

  constructor(book: PracticeBook, progress: Progress, changed: () => void) {
    this.#book = book;
    this.#progress = progress;
    this.#changed = changed;
  }

  hasKeyedAgain(at: number): boolean {
    return this.#keyedAgain.has(at);
  }

  readonly deliver = (load: Load): Promise<Delivery> => {
    const results = load.packets.map((packet) => this.#take(packet));
    this.#progress.save();
    this.#changed();
    return Promise.resolve({ kind: "answered", results });
  };

  #take({ tx_id, entry, type, payload }: Packet): PacketResult {
    const kept = this.#progress.entry(entryAt(entry));
    kept.seq += 1;
    if (type === "fields_keyed") kept.fields = { ...kept.fields, ...(payload as Readonly<Record<string, FieldValue>>) };
    else if (type === "reopened") kept.status = "keying";
    else if (ENDS.has(type)) kept.status = "completed";
    return { tx_id, status: "saved", seq: kept.seq };
  }

  ask<Answer>(url: string, body: unknown): Promise<Answer> {
    const at = entryAt(/\/api\/entries\/([0-9a-f-]{36})\//.exec(url)?.[1] ?? "");
    const kept = this.#progress.entry(at);
    const { citizen } = this.#book.entries[at]!;
    if (url.endsWith("/second-keying")) this.#keyedAgain.add(at);
    if (!url.endsWith("/judgements")) return answer(answerOf(citizen, kept.fields, this.#keyedAgain.has(at)));
    const { decision } = body as { decision: string };
    const judged = decision === "same_person" ? judgedAs(citizen, kept.fields) : { outcome: "pending" as const };
    kept.subjects = [{ role: "child", outcome: judged.outcome, personal_id: null, seen: true }];
    this.#progress.save();
    this.#changed();
    return answer(judged);
  }

  waiting(): Promise<Waiting> {
    return Promise.resolve({ own: 0, others: 0, rows: [] });
  }
}

function answer<Answer>(value: unknown): Promise<Answer> {
  return Promise.resolve(value as Answer);
}
