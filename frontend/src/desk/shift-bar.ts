/** The quiet line below the desk that speaks of the whole shift, and the list behind it (Ctrl + K). */
import { NotABackup, backupOf, takeBackup } from "../journal/backup";
import type { EntryState } from "../journal/entry-state";
import { NUMBER } from "../shift/desk-data";
import type { Session } from "../shift/session";
import type { PlaceOfShift } from "../shift/types";
import { h, say, setText } from "./dom";
import { csrfToken } from "./http";

/** What the officer comes back to, with its name. */
export interface Home {
  readonly home: string;
  readonly homeName: string;
}

export interface BarEvents {
  open(entry: string): void;
  leave(): void;
}

/** Without a line for so long, a file with what is unsent is offered. */
export const OFFERED_AFTER = 15 * 60_000;

export class ShiftBar {
  readonly element: HTMLElement;
  /** Sentences that hold for this machine until something changes: what the browser will not do here. */
  readonly warnings = new Map<string, string>();
  #session: Session;
  #events: BarEvents;
  #home: Home;
  #words = h("p", { class: "shift-words", role: "status" });
  #warning = h("p", { class: "shift-warning", role: "alert", hidden: true });
  #offer: HTMLButtonElement;
  #list = h("section", { class: "shift-list", "aria-label": "Ca này", tabindex: "-1", hidden: true });
  #signIn = h("a", { class: "link", href: "/dang-nhap/", hidden: true }, "Phiên đăng nhập đã hết: cứ nhập tiếp, đăng nhập lại khi tiện");
  #drawn = "";

  constructor(session: Session, events: BarEvents, home: Home) {
    this.#session = session;
    this.#home = home;
    this.#events = events;
    this.#offer = h("button", { type: "button", class: "button", hidden: true, click: () => void this.#export() }, "Xuất dự phòng");
    const open = h("button", { type: "button", class: "button button--quiet", "data-shift-list": true, click: () => this.toggle() }, "Ca này ", h("kbd", {}, "Ctrl + K"));
    this.#list.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.toggle(false);
    });
    this.element = h("footer", { class: "shift-bar" }, this.#list, h("div", { class: "shift-line" }, ...this.#who(), this.#words, this.#signIn, this.#warning, this.#offer, open));
  }

  #who(): HTMLElement[] {
    const { officer, station } = this.#session.work.shift;
    const token = h("input", { type: "hidden", name: "csrfmiddlewaretoken" });
    const out = h("form", { method: "post", action: "/dang-xuat/", submit: () => (token.value = csrfToken()) }, token, h("button", { class: "link" }, "Đăng xuất"));
    return [h("a", { class: "link", href: this.#home.home }, this.#home.homeName), h("span", {}, `${officer.name} · ${station.name}`), out];
  }

  /** The session ended while the desk went on: signing in again leads back to the entry on screen. */
  askToSignIn(address: string | null): void {
    this.#signIn.hidden = address === null;
    if (address !== null) this.#signIn.href = `/dang-nhap/?next=${encodeURIComponent(address)}`;
  }

  /** Where he signs in again, while he has to. */
  get signInAt(): string | null {
    return this.#signIn.hidden ? null : this.#signIn.href;
  }

  show(): void {
    const { journal, sender, others, isFull } = this.#session;
    const asked = this.#asking();
    const parts = [
      journal.unsent === 0 ? "Đã gửi hết" : `Chưa gửi: ${journal.unsent} lần ghi`,
      others === 0 ? null : `cán bộ khác để lại trên máy: ${others} lần ghi, máy tự gửi`,
      asked.length === 0 ? null : `cần xem lại: ${asked.length} trường hợp`,
    ].filter((part) => part !== null);
    setText(this.#words, parts.join(" · "));
    this.#words.dataset["unsent"] = String(journal.unsent);
    this.#words.dataset["others"] = String(others);
    this.#words.dataset["asked"] = String(asked.length);
    const warnings = [...this.warnings.values(), ...(isFull ? ["Đĩa của máy đã đầy: việc nhập vẫn tiếp tục và được gửi ngay, nhưng đừng đóng trang khi còn việc chưa gửi."] : [])];
    setText(this.#warning, warnings.join(" "));
    this.#warning.hidden = warnings.length === 0;
    const since = sender.downSince;
    const isLong = since !== null && Date.now() - since >= OFFERED_AFTER;
    this.#offer.hidden = !isLong || journal.unsent + others === 0;
    if (!this.#list.hidden) this.#draw();
  }

  toggle(open: boolean = this.#list.hidden === true): void {
    this.#list.hidden = !open;
    this.#drawn = "";
    if (!open) return this.#events.leave();
    this.#draw();
    (this.#list.querySelector<HTMLElement>("button") ?? this.#list).focus();
  }

  #known(): { readonly place: PlaceOfShift; readonly state: EntryState }[] {
    const { work, journal } = this.#session;
    return work.shift.places.flatMap((place) => {
      const state = journal.entries.get(place.entry);
      return state === undefined ? [] : [{ place, state }];
    });
  }

  #asking(): { readonly place: PlaceOfShift; readonly state: EntryState }[] {
    return this.#known().filter(({ state }) => state.asksForHim);
  }

  #draw(): void {
    const { sender } = this.#session;
    const asked = this.#asking();
    const waiting = sender.trouble === null ? this.#known().filter(({ state }) => state.held.length === 0 && state.mark.pending.length > 0) : [];
    const listed = new Set([...asked, ...waiting].map(({ state }) => state));
    const done = this.#known().filter(({ state }) => state.status !== "keying" && state.status !== "returned" && !listed.has(state));
    const now = JSON.stringify([asked, waiting, done].map((rows) => rows.map(({ state }) => [state.entry, state.held.length, this.#said(state)])));
    // A list that holds the focus is redrawn only when it says something else.
    if (now === this.#drawn) return;
    this.#drawn = now;
    const focused = this.#list.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset["entry"] : undefined;
    this.#list.replaceChildren(
      h("h2", {}, "Ca này"),
      ...this.#part("Cần xem lại", asked),
      ...this.#part("Chờ tra cứu", waiting),
      ...this.#part("Đã nhập", done.toReversed()),
      ...(asked.length + waiting.length + done.length === 0 ? [h("p", {}, "Chưa có trường hợp nào.")] : []),
      this.#fileActs(),
    );
    if (focused !== undefined) this.#list.querySelector<HTMLElement>(`[data-entry="${focused}"]`)?.focus();
  }

  #part(title: string, rows: readonly { readonly place: PlaceOfShift; readonly state: EntryState }[]): HTMLElement[] {
    if (rows.length === 0) return [];
    const line = ({ place, state }: { readonly place: PlaceOfShift; readonly state: EntryState }): HTMLElement =>
      h(
        "li",
        {},
        h("button", { type: "button", class: "link", "data-entry": place.entry, click: () => (this.toggle(false), this.#events.open(place.entry)) }, this.#name(place, state)),
        " ",
        h("span", { class: "quiet" }, this.#said(state)),
      );
    return [h("h3", {}, title), h("ul", {}, ...rows.map(line))];
  }

  #name(place: PlaceOfShift, state: EntryState): string {
    const number = state.fields[NUMBER]?.v ?? "";
    const at = place.page === null ? `thứ tự ${place.position}` : `trang ${place.page}, dòng ${place.line}`;
    const book = this.#session.work.book(place.book)?.title ?? "";
    return [number === "" ? at : `số ${number}, ${at}`, book].filter((part) => part !== "").join(" · ");
  }

  #said(state: EntryState): string {
    const refused = state.refusals.map(({ message }) => message);
    const conflicts = state.held.filter((held) => held.state === "conflict").length;
    const parts = [...refused, conflicts === 0 ? null : "nơi khác nhập khác, chọn bản đúng với sổ"].filter((part) => part !== null);
    if (parts.length > 0) return parts.join(" ");
    return state.held.length === 0 ? "đã lưu máy chủ" : "trên máy";
  }

  #fileActs(): HTMLElement {
    const input = h("input", { type: "file", accept: "application/json,.json", id: "shift-backup" });
    input.addEventListener("change", () => void this.#import(input));
    return h(
      "div",
      { class: "shift-files" },
      h("button", { type: "button", class: "button", click: () => void this.#export() }, "Xuất dự phòng"),
      h("label", { for: "shift-backup" }, "Nạp tệp dự phòng ", input),
    );
  }

  async #export(): Promise<void> {
    if (this.#session.vault === null) return say("Địa chỉ này không mã hóa được gói: không xuất dự phòng được.");
    const { blob, count, name } = await backupOf(this.#session.store, new Date());
    if (count === 0) return say("Không còn gói nào chưa gửi.");
    const address = URL.createObjectURL(blob);
    h("a", { href: address, download: name }).click();
    window.setTimeout(() => URL.revokeObjectURL(address), 60_000);
    say(`Đã xuất ${count} gói chưa gửi, đã mã hóa. Nạp tệp này ở một máy có đường truyền.`);
  }

  async #import(input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0];
    if (file === undefined) return;
    try {
      const count = await takeBackup(this.#session.store, await file.text(), new Date());
      say(count === 0 ? "Các gói trong tệp đã có ở máy này." : `Đã nạp ${count} gói từ tệp, máy đang gửi.`);
      await this.#session.countOthers();
      this.#session.sender.flush();
    } catch (error) {
      say(error instanceof NotABackup ? error.message : "Không đọc được tệp này.");
    }
    input.value = "";
  }
}
