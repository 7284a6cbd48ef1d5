/** Who waits for the officer's decision: finished entries of his shift, then what helpers of his books keyed. */
import { h, idOf, say, setText } from "./dom";
import { LookUpPanel } from "./look-up-panel";
import type { LookUpContext, Waiting, WaitingRow } from "./look-ups";
import { recordedForm } from "./recorded-form";
import type { FieldValue } from "./types";

export class WaitingList {
  readonly element: HTMLElement;
  #context: LookUpContext;
  #leave: () => void;
  #summary = h("button", { type: "button", class: "button button--quiet waiting-open", click: () => void this.open() });
  #list = h("ul", { class: "waiting-list", "aria-label": "Chờ xác định" });
  #place = h("div", { class: "waiting-place" });
  #rows: readonly WaitingRow[] = [];
  #panel: LookUpPanel | null = null;

  constructor(context: LookUpContext, leave: () => void) {
    this.#context = context;
    this.#leave = leave;
    this.element = h("section", { class: "waiting", "aria-label": "Chờ xác định", hidden: true }, this.#summary, this.#place);
    this.#place.addEventListener("keydown", (event) => this.#key(event));
    if (context.may.look_up) this.refresh();
  }

  /** Counts anew, behind what the officer is doing. */
  refresh(): void {
    if (!this.#context.may.look_up) return;
    this.#context.server.waiting().then(
      (waiting) => this.#count(waiting),
      () => undefined, // without a line the list is as it was
    );
  }

  async open(): Promise<void> {
    if (!this.#context.may.look_up) return say("Vị trí này chỉ nhập: cán bộ tra cứu sẽ xác định.");
    try {
      const waiting = await this.#context.server.waiting();
      this.#count(waiting);
      if (waiting.rows.length === 0) return say("Không có ai chờ xác định.");
      this.#showRows();
    } catch (error) {
      say(error instanceof Error && !(error instanceof TypeError) ? error.message : "Mất đường truyền: danh sách chờ hiện khi có lại.");
    }
  }

  close(): void {
    this.#panel?.close();
    this.#panel = null;
    this.#place.replaceChildren();
  }

  #count({ own, others, rows }: Waiting): void {
    this.#rows = rows;
    const helpers = others === 0 ? "" : ` · người khác nhập: ${others}`;
    setText(this.#summary, `Chờ xác định: ${own}${helpers} · Ctrl + J`);
    this.element.hidden = own + others === 0 && this.#place.childElementCount === 0;
  }

  #showRows(at = 0): void {
    this.close();
    this.#list.replaceChildren(
      ...this.#rows.map((row, index) =>
        h(
          "li",
          {},
          h(
            "button",
            { type: "button", class: "waiting-row", tabindex: index === at ? "0" : "-1", click: () => this.#openRow(index) },
            h("b", {}, row.name || row.subject.label),
            h("span", {}, [row.number && `số ${row.number}`, row.place, row.title].filter(Boolean).join(" · ")),
            row.own ? null : h("small", {}, `${row.by} nhập`),
          ),
        ),
      ),
    );
    this.element.hidden = false;
    this.#place.replaceChildren(h("p", { class: "panel-quiet" }, "↑ ↓ rồi Enter mở · Esc về bàn nhập"), this.#list);
    this.#buttons()[at]?.focus();
  }

  #openRow(index: number): void {
    const row = this.#rows[index]!;
    const prefix = `/api/entries/${row.entry}`;
    const context: LookUpContext = {
      ...this.#context,
      urls: { look_up: `${prefix}/look-ups`, judge: `${prefix}/judgements`, recorded: `${prefix}/recorded-look-ups` },
      may: { look_up: true, recorded: row.recorded },
      way: row.way,
      register: row.register,
      later: false,
    };
    const label = (field: string): string => row.labels[field] ?? field;
    const panel = new LookUpPanel(row.subject, undefined, context, {
      seen: () => undefined,
      judged: () => void this.#context.server.waiting().then((waiting) => this.#goOn(waiting), () => undefined),
      leave: (decided) => (decided ? undefined : this.#showRows(index)),
      label,
      agreed: () => undefined,
    });
    this.#panel = panel;
    const where = [row.number && `số ${row.number}`, row.place].filter(Boolean).join(", ");
    const back = h("button", { type: "button", class: "button", click: () => this.#showRows(index) }, "Về danh sách (Esc)");
    const sheet = h("a", { class: "link", href: `/nhap/${row.entry}/` }, "Mở trường hợp");
    this.#place.replaceChildren(
      h("p", { class: "panel-strong", id: idOf("waiting", row.entry) }, `${row.name}${where === "" ? "" : ` · ${where}`}`),
      panel.element,
      h("div", { class: "panel-actions" }, back, sheet),
    );
    if (row.recorded) {
      panel.showForm(
        recordedForm(row.subject, context, {
          fields: Object.keys(row.labels),
          label,
          value: (field): FieldValue | undefined => {
            const v = row.values[field];
            return v === undefined ? undefined : { v, m: null, o: "typed" };
          },
          saved: () => true,
          recorded: (answer) => panel.showJudgement(answer),
          leave: () => this.#showRows(index),
        }),
      );
      return panel.focus();
    }
    void panel.lookUp(false).then(() => {
      if (this.#panel === panel) panel.focus();
    });
  }

  /** One was decided: what came of it stays to be read, the list is one key away, and who comes next with Enter. */
  #goOn(waiting: Waiting): void {
    this.#count(waiting);
    if (waiting.rows.length === 0) {
      say("Hết người chờ xác định.");
      this.close();
      this.element.hidden = true;
      return this.#leave();
    }
    const next = h("button", { type: "button", class: "button button--main", click: () => this.#openRow(0) }, `Người tiếp theo (còn ${waiting.rows.length})`);
    this.#place.querySelector(".panel-actions:last-child")?.prepend(next);
    next.focus();
  }

  #buttons(): HTMLButtonElement[] {
    return [...this.#list.querySelectorAll<HTMLButtonElement>(".waiting-row")];
  }

  #key(event: KeyboardEvent): void {
    if (event.isComposing || event.keyCode === 229) return;
    const buttons = this.#buttons();
    const at = buttons.findIndex((button) => button === document.activeElement);
    if (event.key === "Escape") {
      if (this.#panel !== null) this.#showRows();
      else {
        this.close();
        this.#leave();
      }
    } else if (event.ctrlKey && !event.altKey && event.key.toLowerCase() === "d" && this.#panel !== null) {
      this.#panel.confirm();
    } else if (at >= 0 && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const next = buttons[(at + (event.key === "ArrowDown" ? 1 : -1) + buttons.length) % buttons.length]!;
      for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
      next.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
