/** The strip above the form: which book and place, the numbers around it, and whether everything has been saved. */
import { h, setAttr, setText } from "./dom";
import type { Desk } from "./desk";
import { numberAfter } from "./ditto";
import type { Saved } from "./types";

const BADGE: Readonly<Record<Saved, string>> = {
  writing: "Đang ghi vào máy",
  local: "Trên máy",
  sending: "Đang gửi",
  server: "Đã lưu máy chủ",
};

const STATUS: Readonly<Record<string, string>> = {
  keying: "đang nhập",
  completed: "đã hoàn thành",
  in_check: "đang kiểm tra",
  returned: "được trả lại",
  accepted: "đã chấp nhận",
};

export class Strip {
  readonly element: HTMLElement;
  readonly complete: HTMLButtonElement;
  #badge: HTMLElement;
  #line: HTMLElement;
  #act = h("span", {}, "Hoàn thành");
  #status = h("dd", { "data-entry-status": "" });
  readonly other: HTMLButtonElement;

  /** @param onOther what else can be done with the entry: reopening, a number left empty, a page that cannot be read */
  constructor(desk: Desk, onComplete: () => void, onOther: () => void, onHelp: () => void) {
    const { entry, book, previous } = desk.data;
    const place = [
      entry.page === null ? null : `trang ${entry.page}`,
      entry.line === null ? null : `dòng ${entry.line}`,
      entry.page === null && entry.position !== null ? `thứ tự ${entry.position}` : null,
    ].filter((part): part is string => part !== null);
    const before = previous?.number ?? null;
    const after = numberAfter(before);
    this.#badge = h("span", { class: "badge-saved", "data-entry-saved": "server" });
    this.#line = h("p", { class: "line-state", role: "status" });
    this.complete = h(
      "button",
      { type: "button", class: "button button--main", id: "desk-complete", click: onComplete },
      this.#act,
      " ",
      h("kbd", {}, "Ctrl+Enter"),
    );
    this.other = h("button", { type: "button", class: "button", id: "desk-other", click: onOther }, desk.isCheck ? "Trả lại lượt này…" : "Khác…");
    this.element = h(
      "header",
      { class: "strip" },
      h(
        "div",
        { class: "strip-book" },
        h("h1", {}, desk.isCheck ? `Kiểm tra · ${book.title}` : book.title),
        h("p", { title: desk.edition.legal_reference }, [book.office, desk.edition.title].filter((part) => part !== "").join(" · ")),
      ),
      h(
        "dl",
        { class: "strip-place" },
        ...pair("Vị trí", place.length === 0 ? "chưa rõ" : place.join(", ")),
        ...(desk.isCheck ? [] : [...pair("Số trước", before ?? "–"), ...pair("Số tiếp", after ?? "–")]),
        h("dt", {}, "Trạng thái"),
        this.#status,
        ...(desk.data.pass > 0 && !desk.isCheck ? pair("Lượt nhập", String(desk.data.pass + 1)) : []),
      ),
      h(
        "div",
        { class: "strip-state" },
        this.#badge,
        h("button", { type: "button", class: "button button--quiet", click: onHelp }, "Phím ", h("kbd", {}, "F1")),
        this.other,
        this.complete,
      ),
      this.#line,
    );
  }

  show(desk: Desk): void {
    const state = desk.queue.stateOfEntry();
    setAttr(this.#badge, "data-entry-saved", state);
    setText(this.#badge, desk.readOnly && state === "server" ? "Chỉ xem" : BADGE[state]);
    setText(this.#status, STATUS[desk.status] ?? desk.status);
    setAttr(this.#status, "data-entry-status", desk.status);
    setText(this.#act, desk.readOnly ? "Trường hợp tiếp" : "Hoàn thành");
    this.other.hidden = !desk.hasGrant;
    setText(this.#line, lineSentence(desk) || desk.notes.join(" "));
    setAttr(this.#line, "data-line", desk.queue.trouble === null ? "up" : "down");
  }
}

/** What is said of the line: nothing while it works, calmly what is kept here while it does not. */
function lineSentence(desk: Desk): string {
  const { trouble, unsent, finishing, isKept } = desk.queue;
  if (trouble === null) return finishing ? "Đang gửi nốt trường hợp…" : "";
  const kept = unsent === 0 ? "" : isKept ? ` ${unsent} ô đang giữ trên máy này.` : ` ${unsent} ô chỉ có trong trang này, đừng đóng trang.`;
  const why = trouble === "" ? "Mất đường truyền: cứ nhập tiếp, máy tự gửi lại." : `${trouble} Máy tự gửi lại.`;
  return why + kept;
}

function pair(term: string, text: string): [HTMLElement, HTMLElement] {
  return [h("dt", {}, term), h("dd", {}, text)];
}
