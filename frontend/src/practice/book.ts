/** The practice book: what its pages say, as the shift and the form know any other book. Nothing of it is real, nothing is sent. */
import type { PageOfShift, PlaceOfShift, Shift } from "../shift/types";
import type { Progress } from "./progress";

export interface PracticeEntry {
  readonly page: number;
  /** Whether the page is there as a picture; without one it is read from the sheet beside the form, as from paper. */
  readonly image: boolean;
  /** What stands on the page, as it stands there; `?` cannot be read. */
  readonly written: Readonly<Record<string, string | null>>;
  readonly truth: Readonly<Record<string, { readonly v: string | null; readonly m: string | null }>>;
  /** What the practice register says of the child, by the register's own words. */
  readonly citizen: Readonly<Record<string, string>>;
}

export interface PracticeBook {
  readonly officer: { readonly id: number; readonly name: string };
  readonly title: string;
  readonly office: string;
  readonly volume: string;
  readonly year_opened: number;
  readonly edition: string;
  readonly edition_url: string;
  /** Columns of the edition that this book does not print. */
  readonly off: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly entries: readonly PracticeEntry[];
  readonly images: Readonly<Record<string, string>>;
  readonly boxes: Readonly<Record<string, Readonly<Record<string, readonly [number, number, number, number]>>>>;
}

export const BOOK_URL = "/nhap/luyen-tap/so.json";
const BOOK = "00000000-0000-7000-8000-000000000000";
const SIZE = { width: 1000, height: 900 };

export function idOfEntry(at: number): string {
  return `00000000-0000-7000-8000-${String(at + 1).padStart(12, "0")}`;
}

/** Which entry of the book an id stands for. */
export function entryAt(id: string): number {
  return Number(id.slice(-12)) - 1;
}

export function shiftOf(book: PracticeBook, progress: Progress): Shift {
  const places = book.entries.map((entry, at): PlaceOfShift => {
    const kept = progress.entry(at);
    return {
      entry: idOfEntry(at),
      book: BOOK,
      page: entry.page,
      line: 1,
      position: entry.page * 1000 + 1,
      edition: book.edition,
      edition_url: book.edition_url,
      variant: { off: book.off },
      assisted: true,
      pass: 0,
      kept:
        kept.seq === 0
          ? null
          : {
              number: kept.fields["registration.number"]?.v ?? null,
              status: kept.status,
              seq: kept.seq,
              fields: kept.fields,
              current: {},
              notes: [],
              flags: [],
              subjects: kept.subjects,
              seen_fields: [],
              questions: [],
            },
    };
  });
  const pages = book.entries.flatMap(({ image, page }): PageOfShift[] =>
    image
      ? [{ id: idOfEntry(page), number: page, image: book.images[String(page)]!, tiles: null, ...SIZE, boxes: { "1": book.boxes[String(page)] ?? {} } }]
      : [],
  );
  return {
    officer: book.officer,
    station: { code: "luyen-tap", name: "Luyện tập" },
    grant: "luyen-tap",
    seal: { id: "", public: "" },
    server_time: new Date().toISOString(),
    until: new Date(Date.now() + 12 * 3_600_000).toISOString(),
    books: [
      {
        id: BOOK,
        title: book.title,
        kind: "KS",
        register: "Sổ khai sinh",
        year_opened: book.year_opened,
        volume: book.volume,
        office: book.office,
        constants: { "registration.place": { v: book.office } },
        form_confirmed: true,
        has_images: true,
        near: null,
        context: { book_opened: String(book.year_opened), today: new Date().toISOString().slice(0, 10), scope_until: null, numbers: [] },
        pages,
        scope_until: null,
        way: "confirm",
        may: { annotate: false, look_up: true, recorded: false },
      },
    ],
    places,
    breaks: { after: 60, minutes: 5 },
    previous: {},
  };
}
