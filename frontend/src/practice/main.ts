/** The first shift on the practice book: the real form, keys and viewer, with nothing behind them but this page. */
import { applyVariant } from "../core/edition";
import { say } from "../desk/dom";
import { read, ServerSaysNo } from "../desk/http";
import { Page } from "../desk/page";
import { coreRules } from "../desk/rules";
import type { Edition } from "../desk/types";
import { uuidv7 } from "../desk/uuid";
import { fetchImage } from "../journal/images";
import { lonelyTab } from "../journal/tabs";
import { NOTHING_TO_KEY } from "../shift/boot";
import { deskData } from "../shift/desk-data";
import { Session } from "../shift/session";
import type { PlaceOfShift } from "../shift/types";
import { listen, type Listening } from "../telemetry/listen";
import { Views } from "../viewer/views";
import { BOOK_URL, entryAt, type PracticeBook, shiftOf } from "./book";
import { Coach } from "./coach";
import { Progress } from "./progress";
import { resultOf } from "./result";
import { PracticeServer } from "./server";
import { recognised } from "./steps";

export const PRACTICE_PATH = "/nhap/luyen-tap/";

export async function practise(root: HTMLElement): Promise<void> {
  const book = await read<PracticeBook>(BOOK_URL);
  const edition = applyVariant(await read<Edition>(book.edition_url), { off: book.off });
  const progress = new Progress(book.officer.id, localStorage);
  await Practice.begin(root, book, edition, progress);
}

class Practice {
  #root: HTMLElement;
  #book: PracticeBook;
  #edition: Edition;
  #progress: Progress;
  #session: Session;
  #server: PracticeServer;
  #views: Views;
  #coach: Coach;
  #rest: Listening;
  #page: Page | null = null;
  #at = 0;

  static async begin(root: HTMLElement, book: PracticeBook, edition: Edition, progress: Progress): Promise<void> {
    let practice: Practice | null = null;
    const server = new PracticeServer(book, progress, () => practice?.recognise());
    const nothing = (): Promise<never> => Promise.reject(new ServerSaysNo("Sổ luyện tập chỉ có bấy nhiêu.", 409, NOTHING_TO_KEY));
    const session = await Session.open(shiftOf(book, progress), true, null, lonelyTab(uuidv7()), { deliver: server.deliver, fetch: nothing });
    root.replaceChildren();
    practice = new Practice(root, book, edition, progress, session, server);
    practice.goOn();
  }

  private constructor(root: HTMLElement, book: PracticeBook, edition: Edition, progress: Progress, session: Session, server: PracticeServer) {
    this.#root = root;
    this.#book = book;
    this.#edition = edition;
    this.#progress = progress;
    this.#session = session;
    this.#server = server;
    this.#views = new Views(root, fetchImage);
    this.#coach = new Coach(book, progress);
    const { breaks, officer } = session.work.shift;
    this.#rest = listen(() => this.#page?.desk.work ?? null, breaks, officer.id);
    session.onChange(() => {
      this.#page?.refresh();
      this.recognise();
    });
    document.addEventListener("keydown", (event) => {
      if (this.#page !== null && !event.repeat) progress.press(this.#at, event.timeStamp / 1000);
    }, { capture: true });
    // Not everything that is done is sent: a reason kept, a field walked over.
    document.addEventListener("keyup", () => this.recognise());
    window.addEventListener("pagehide", () => {
      session.journal.closeAll();
      progress.save();
    });
  }

  /** The next entry that is not finished; after the last, how it went. */
  goOn(): void {
    const next = this.#session.work.next(this.#page === null ? null : this.#session.work.shift.places[this.#at]!.entry);
    if (next === null) this.#finish();
    else this.#show(next);
  }

  #show(place: PlaceOfShift): void {
    const { work, journal, sender } = this.#session;
    this.#page?.leave();
    this.#at = entryAt(place.entry);
    const data = deskData(work.shift, work.book(place.book)!, place, work.state(place), work.around(place));
    const outside = { journal, sender, lookUps: this.#server };
    this.#page = new Page(this.#root, data, this.#edition, coreRules(this.#edition, data), outside, {
      goOn: () => this.goOn(),
      step: (step) => this.#step(step),
      openShift: () => say("Đây là sổ luyện tập: không có gì được gửi đi."),
      rest: this.#rest,
    }, this.#views);
    this.#root.querySelector(".panels")?.prepend(this.#coach.element);
    this.#root.dataset["practice"] = String(this.#at + 1);
    this.recognise();
  }

  #step(step: 1 | -1): void {
    const place = this.#session.work.shift.places[this.#at + step];
    if (place === undefined) say("Sổ luyện tập chỉ có bấy nhiêu trường hợp.");
    else this.#show(place);
  }

  /** What has been done so far, said calmly, and what comes next. */
  recognise(): void {
    if (this.#page === null) return;
    const { desk } = this.#page;
    const done = recognised(this.#at, {
      fields: desk.fields,
      status: desk.status,
      kept: desk.overrides.size,
      outcome: this.#progress.entry(this.#at).subjects[0]?.outcome ?? "pending",
      keyedAgain: this.#server.hasKeyedAgain(this.#at),
    });
    const news = done.filter((step) => this.#progress.done(step));
    this.#coach.show(this.#at);
    if (news.length > 0) this.#progress.save();
  }

  #finish(): void {
    this.#page?.leave();
    this.#page = null;
    this.#progress.save();
    this.#root.replaceChildren(
      resultOf(this.#book, this.#progress, (at) => this.#session.work.state(this.#session.work.shift.places[at]!).fields, () => {
        this.#progress.begin();
        window.location.reload();
      }),
    );
    this.#root.classList.add("desk-ready");
    delete this.#root.dataset["practice"];
    this.#root.querySelector("h1")?.focus();
  }
}
