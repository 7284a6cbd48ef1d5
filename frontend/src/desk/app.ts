/** The desk for a whole shift: one page that shows entry after entry without asking the server for the next. */
import { applyVariant } from "../core/edition";
import { askedOnly } from "./asked";
import { fetchImage, prefetch } from "../journal/images";
import { deskData } from "../shift/desk-data";
import type { Session } from "../shift/session";
import { giveBack } from "../shift/work";
import type { PlaceOfShift } from "../shift/types";
import { h, say } from "./dom";
import { latelyOf } from "./lately";
import { useKeysOf } from "./own-keys";
import { read, SESSION_SEEN } from "./http";
import { isOutdated } from "../sw/register";
import { Page } from "./page";
import { coreRules } from "./rules";
import { type Home, ShiftBar } from "./shift-bar";
import { listen, type Listening } from "../telemetry/listen";
import type { Edition } from "./types";
import { Views } from "../viewer/views";

/** How many pages ahead have their image ready. */
const AHEAD = 5;
const HEARTBEAT = 20_000;
const IDLE = 10 * 60_000;

/** What this desk is for: keying, or keying again what others keyed. */
export interface Purpose extends Home {
  address(entry: string): string;
  readonly done: string;
}

const KEYING: Purpose = {
  address: (entry) => (entry === "" ? "/nhap/" : `/nhap/${entry}/`),
  done: "Đồng chí đã nhập hết phần được giao.",
  home: "/",
  homeName: "Việc hôm nay",
};

export class App {
  readonly bar: ShiftBar;
  readonly #root: HTMLElement;
  readonly #session: Session;
  readonly #views: Views;
  readonly #rest: Listening;
  readonly #editions = new Map<string, Promise<Edition>>();
  readonly #drawn = new Map<string, Edition>();
  #page: Page | null = null;
  #place: PlaceOfShift | null = null;
  #isAtEnd = false;
  #pressed = 0;
  #turn = 0;
  #drawing: number | null = null;
  /** Images of the whole batch, taken in quiet moments. */
  #whole: readonly string[] = [];

  readonly #purpose: Purpose;

  constructor(root: HTMLElement, session: Session, purpose: Purpose = KEYING) {
    this.#root = root;
    this.#purpose = purpose;
    this.#session = session;
    this.#views = new Views(root, fetchImage);
    useKeysOf(session.work.shift.officer.id);
    this.bar = new ShiftBar(session, { open: (entry) => void this.open(entry), leave: () => this.#back() }, purpose);
    const { breaks, officer } = session.work.shift;
    this.#rest = listen(() => this.#page?.desk.work ?? null, breaks, officer.id);
    session.onChange(() => this.#changed());
    window.addEventListener(SESSION_SEEN, (event) => {
      this.bar.askToSignIn((event as CustomEvent<boolean>).detail ? null : window.location.pathname);
    });
    this.#listen();
  }

  get place(): PlaceOfShift | null {
    return this.#place;
  }

  /** Opens an entry by its id: one of the shift, else the server is asked for it. */
  async open(entry: string): Promise<void> {
    const { work } = this.#session;
    if (work.place(entry) === undefined && !(await work.fetch(null, entry))) say("Chưa mở được trường hợp này: cần có đường truyền.");
    const place = work.place(entry);
    if (place !== undefined) await this.show(place);
    else if (this.#page === null) await this.goOn();
  }

  /** The next place to key. Where none is left here, the server is asked for more. */
  async goOn(): Promise<void> {
    const { work } = this.#session;
    const after = this.#place?.entry ?? null;
    const next = work.next(after) ?? ((await work.fetch(null, null)) ? work.next(after) : null);
    if (next === null) return this.#showNothing();
    await this.show(next);
    work.topUp();
  }

  /** Draws an entry in the place of the one before it. */
  async show(place: PlaceOfShift): Promise<void> {
    const turn = (this.#turn += 1);
    const edition = this.#drawn.get(editionKey(place)) ?? (await this.#edition(place));
    if (turn !== this.#turn) return;
    const { work, journal, sender } = this.#session;
    const book = work.book(place.book)!;
    this.#page?.leave();
    this.#isAtEnd = false;
    this.#place = place;
    this.#remember(place.book);
    const data = deskData(work.shift, book, place, work.state(place), work.around(place));
    this.#page = new Page(this.#root, data, edition, coreRules(edition, data), { journal, sender }, {
      goOn: () => void this.goOn(),
      step: (step) => void this.#step(step),
      openShift: () => this.bar.toggle(),
      giveBack: (check) => this.#giveBack(check),
      rest: this.#rest,
    }, this.#views);
    this.#root.append(this.bar.element);
    this.#root.dataset["entry"] = place.entry;
    history.replaceState(null, "", this.#purpose.address(place.entry));
    this.bar.show();
    if (this.#pressed > 0) performance.measure("entry-ready", { start: this.#pressed, end: performance.now() });
    this.#lookAhead(place);
  }

  async #giveBack(check: string): Promise<void> {
    try {
      await giveBack(check);
    } catch (error) {
      return say(error instanceof Error ? error.message : String(error));
    }
    window.location.assign(this.#purpose.home);
  }

  /** What the shift's entries of a book say already, for offering it again: once, before its first entry is shown. */
  #remember(book: string): void {
    const lately = latelyOf(book);
    if (lately.isAsked) return;
    lately.isAsked = true;
    const { work } = this.#session;
    for (const place of work.shift.places) if (place.book === book) lately.note(place.entry, work.state(place).fields);
  }

  async #step(step: 1 | -1): Promise<void> {
    const here = this.#place;
    const to = here === null ? null : this.#session.work.neighbour(here.entry, step);
    if (to === null) return say(step === 1 ? "Không còn trường hợp nào sau trường hợp này trên máy." : "Không còn trường hợp nào trước trường hợp này trên máy.");
    await this.show(to);
  }

  #showNothing(): void {
    this.#page?.leave();
    this.#page = null;
    this.#place = null;
    const isDown = this.#session.sender.trouble !== null || !navigator.onLine;
    const { signInAt } = this.bar;
    const [sentence, href, label] =
      signInAt !== null
        ? ["Đã nhập hết phần có trên máy này. Đăng nhập lại thì máy lấy thêm việc.", signInAt, "Đăng nhập lại"]
        : [isDown ? "Đã nhập hết phần có trên máy này. Có đường truyền thì máy lấy thêm việc." : this.#purpose.done, this.#purpose.home, `Về ${this.#purpose.homeName.toLowerCase()}`];
    this.#root.replaceChildren(
      h("div", { class: "desk-nothing" }, h("h1", { tabindex: "-1" }, sentence), h("p", {}, h("a", { href, "data-sign-in": signInAt !== null }, label))),
      this.bar.element,
    );
    this.#isAtEnd = true;
    this.#root.classList.add("desk-ready");
    delete this.#root.dataset["entry"];
    history.replaceState(null, "", this.#purpose.address(""));
    this.#root.querySelector("h1")?.focus();
    this.bar.show();
  }

  #edition(place: PlaceOfShift): Promise<Edition> {
    const key = editionKey(place);
    const known = this.#editions.get(key);
    if (known !== undefined) return known;
    const coming = read<Edition>(place.edition_url).then((printed) => {
      const whole = applyVariant(printed, place.variant);
      const edition = place.check ? askedOnly(whole, place.check.fields) : whole;
      this.#drawn.set(key, edition);
      return edition;
    });
    coming.catch(() => this.#editions.delete(key));
    this.#editions.set(key, coming);
    return coming;
  }

  /** What the next places need, fetched before they are turned to. */
  #lookAhead(place: PlaceOfShift): void {
    const { work } = this.#session;
    const { places } = work.shift;
    const from = places.findIndex(({ entry }) => entry === place.entry);
    const coming = places.slice(from + 1).filter((one) => work.isToKey(one));
    for (const one of coming.slice(0, 50)) void this.#edition(one).catch(() => {});
    const pageOf = ({ book, page }: PlaceOfShift) => work.book(book)?.pages.find(({ number }) => number === page);
    const here = pageOf(place);
    const pages = [...new Set(coming.flatMap((one) => pageOf(one) ?? []))].filter((page) => page !== here);
    this.#views.prefetch(pages);
    const images = pages.map(({ image }) => image);
    prefetch(images.slice(0, AHEAD));
    this.#whole = images.slice(AHEAD);
  }

  /** Something about the shift or the line: drawn once a frame, however often it is said. */
  #changed(): void {
    this.#drawing ??= requestAnimationFrame(() => {
      this.#drawing = null;
      this.#page?.refresh();
      this.bar.show();
      // More has come while nothing was left.
      if (this.#isAtEnd && this.#session.work.next(null) !== null) void this.goOn();
    });
  }

  #back(): void {
    if (this.#page !== null) this.#page.back();
    else this.#root.querySelector("h1")?.focus();
  }

  #listen(): void {
    const { sender, journal, work } = this.#session;
    document.addEventListener("keydown", (event) => (this.#pressed = event.timeStamp), { capture: true });
    document.addEventListener("keydown", (event) => {
      // With no entry on screen the list of the shift is still a key away.
      if (this.#page !== null || !event.ctrlKey || event.key.toLowerCase() !== "k") return;
      event.preventDefault();
      this.bar.toggle();
    });
    window.addEventListener("online", () => (sender.flush(), work.topUp()));
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") journal.closeAll();
      sender.flush();
    });
    window.addEventListener("pagehide", () => journal.closeAll());
    window.addEventListener("beforeunload", (event) => {
      if (this.#session.wouldLose) event.preventDefault();
    });
    window.setInterval(() => {
      sender.wake();
      work.topUp();
      void this.#session.countOthers();
      if (this.#whole.length > 0 && sender.trouble === null) prefetch(this.#whole);
      this.#whole = [];
      this.bar.show();
      // A newer desk takes over only when nobody is at this one and nothing waits in it.
      const isIdle = performance.now() - this.#pressed > IDLE && document.visibilityState === "visible";
      if (isOutdated() && isIdle && journal.unsent === 0 && !this.#session.wouldLose) window.location.reload();
    }, HEARTBEAT);
  }
}

/** One drawing of a form: an edition as one book has it. */
function editionKey({ edition_url, variant, check }: PlaceOfShift): string {
  return edition_url + JSON.stringify([variant, check?.fields ?? null]);
}
