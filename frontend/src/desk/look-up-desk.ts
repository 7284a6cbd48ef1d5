/** The look-ups of the entry on screen: when each person is asked about, what the officer is led to, and who waits elsewhere. */
import type { Desk } from "./desk";
import { h, say, setAttr } from "./dom";
import type { Form } from "./form";
import { contextOf, type JudgementAnswer, type LookUpContext, type LookUpServer, parentsKeyedSince } from "./look-ups";
import { LookUpPanel } from "./look-up-panel";
import { WaitingList } from "./look-up-waiting";
import { recordedForm } from "./recorded-form";
import type { SubjectSpec } from "./types";

/** What the look-ups need of the page around them. */
export interface Around {
  readonly server: LookUpServer;
  /** The page image goes to a field that is keyed again. */
  follow(field: string): void;
  judged(role: string): void;
  /** How many packets of the shift the server does not have yet. */
  unsent(): number;
}

/** How long the list of who waits gives what was just finished to reach the server. */
const PATIENCE = 3000;

export class LookUps {
  /** What stands beside the form. */
  readonly elements: readonly HTMLElement[];
  #desk: Desk;
  #form: Form;
  #context: LookUpContext;
  #panels: readonly LookUpPanel[];
  #waiting: WaitingList;
  #around: Around;
  #unsent = 0;
  /** Answers, by what they were asked with, for which a newer question is on its way. */
  #renewing = new WeakSet<object>();
  #asked = new Map<string, string>();
  #ledToSecondKeying = false;

  constructor(desk: Desk, form: Form, around: Around) {
    this.#desk = desk;
    this.#form = form;
    this.#around = around;
    this.#context = contextOf(desk.data, around.server);
    this.#panels = desk.principals.map((subject) => this.#panel(subject));
    this.#waiting = new WaitingList(this.#context, () => this.#back());
    this.#unsent = around.unsent();
    this.elements = [...this.#panels.map((panel) => panel.element), this.#waiting.element];
  }

  /** Roles whose outcome is still open: the entry is then in the list of who waits. */
  get open(): readonly string[] {
    return this.#panels.filter((panel) => panel.outcome === "pending" && this.#desk.speaksOf(panel.role)).map(({ role }) => role);
  }

  /** Looks a principal subject up as soon as its identity stands on the server, and again when it has changed. */
  consider(): void {
    for (const panel of this.#panels) panel.element.hidden = !this.#desk.speaksOf(panel.role);
    this.#recount();
    const { may, later } = this.#context;
    if (!may.look_up || may.recorded || later) return;
    for (const panel of this.#panels) {
      const subject = this.#subject(panel.role);
      const key = this.#desk.identityKey(subject);
      if (panel.isAsking) continue;
      if (this.#asked.get(panel.role) === key) {
        this.#considerRenewing(panel, subject);
        continue;
      }
      if (!this.#desk.isReadyToLookUp(subject)) continue;
      this.#asked.set(panel.role, key);
      void panel.lookUp(false);
    }
  }

  /** Ctrl+D: it is him, where that is clear. */
  confirm(): void {
    const panel = this.#nearest();
    if (panel === undefined || !this.#form.commitCurrent()) return;
    if (!panel.confirm()) say("Chưa có kết quả tra cứu nào chờ xác định.");
  }

  /** Ctrl+L: to the look-up, and back. */
  toggle(): void {
    if (document.activeElement?.closest(".panels") ?? null) return this.#back();
    if (!this.#form.commitCurrent()) return;
    // What has to be read in the book again comes before what has to be decided.
    const again = this.#panels.find((known) => known.awaitsSecondKeying && this.#desk.speaksOf(known.role));
    const panel = again ?? this.#nearest();
    if (panel === undefined) return;
    const { may, later } = this.#context;
    if (later) return say("Trường hợp này nhập không có trợ giúp: hoàn thành rồi mới tra cứu (Ctrl + J).");
    if (!may.look_up || may.recorded || panel.awaitsDecision || panel.outcome !== "pending") return panel.focus();
    const subject = this.#subject(panel.role);
    if (!this.#desk.isReadyToLookUp(subject)) {
      say("Chưa tra cứu: nhập đúng và chờ lưu đủ các ô định danh đã.");
      return panel.focus();
    }
    this.#asked.set(panel.role, this.#desk.identityKey(subject));
    void panel.lookUp(false).then(() => panel.focus());
  }

  /** Ctrl+J: who waits for a decision, this entry or another. */
  openWaiting(): void {
    if (!this.#form.commitCurrent()) return;
    this.#desk.queue.flush();
    void this.#sent().then(() => this.#waiting.open());
  }

  /** Until what was finished before is with the server, or the line does not take it. */
  async #sent(): Promise<void> {
    const until = performance.now() + PATIENCE;
    while (this.#around.unsent() > 0 && this.#desk.queue.trouble === null && performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** What was finished has reached the server: more may wait for a decision now. */
  #recount(): void {
    const before = this.#unsent;
    this.#unsent = this.#around.unsent();
    if (before > 0 && this.#unsent === 0) this.#waiting.refresh();
  }

  /** Once, before completing: where something has to be read again, the officer is at the book anyway. */
  leadsToSecondKeying(): boolean {
    const panel = this.#panels.find((known) => known.awaitsSecondKeying && this.#desk.speaksOf(known.role));
    if (panel === undefined || this.#ledToSecondKeying) return false;
    this.#ledToSecondKeying = true;
    panel.focus();
    say("Có mục khác dữ liệu dân cư: nhập lại từ sổ, hoặc Ctrl + Enter lần nữa để hoàn thành và để chờ xác định.");
    return true;
  }

  /** Another entry takes the place of this one. */
  close(): void {
    for (const panel of this.#panels) panel.close();
    this.#waiting.close();
  }

  /** The line is back: what could not be asked is asked now. */
  retry(): void {
    for (const panel of this.#panels) panel.retry();
    this.#waiting.refresh();
  }

  #panel(subject: SubjectSpec): LookUpPanel {
    const desk = this.#desk;
    const state = desk.data.entry.subjects.find((known) => known.role === subject.role);
    const panel = new LookUpPanel(subject, state, this.#context, {
      seen: (role) => desk.saw(role, "register"),
      judged: (role, answer) => this.#takeJudgement(role, answer),
      leave: () => this.#back(),
      label: (field) => desk.labelBeside(subject, field),
      agreed: (agreements) => this.#mark(subject, agreements),
      form: {
        place: (field) => this.#placeOf(field),
        value: (field) => desk.fields[field]?.v ?? "",
        read: (field, text) => desk.readAgain(field, text),
        follow: (field) => this.#around.follow(field),
        correct: (field, value) => {
          desk.commit({ [field]: value });
          this.#form.write(field);
        },
        answered: () => this.consider(),
      },
    });
    // A subject judged before this page was opened is not asked about again until its identity changes.
    if (panel.outcome !== "pending") this.#asked.set(subject.role, desk.identityKey(subject));
    if (this.#context.may.recorded && !this.#context.later && panel.outcome === "pending") panel.showForm(this.#recorded(subject, panel));
    return panel;
  }

  #recorded(subject: SubjectSpec, panel: LookUpPanel): HTMLFormElement {
    const desk = this.#desk;
    return recordedForm(subject, this.#context, {
      fields: [...desk.specs.keys()],
      label: (field) => desk.labelBeside(subject, field),
      value: (field) => desk.fields[field],
      saved: () => !desk.queue.holdsAnything && !this.#form.isDirty,
      recorded: (answer) => {
        panel.showJudgement(answer);
        if (answer.outcome === "matched" || answer.outcome === "mismatched") desk.saw(subject.role, "beside");
        this.#back();
      },
      leave: () => this.#back(),
    });
  }

  #takeJudgement(role: string, answer: JudgementAnswer): void {
    if (answer.outcome === "matched" || answer.outcome === "mismatched") this.#desk.saw(role, "register");
    this.#desk.takeJudgement(role, answer);
    this.#around.judged(role);
    this.#waiting.refresh();
  }

  /** ✓ or ≠ beside each identity field, with nothing of what the register says. */
  #mark(subject: SubjectSpec, agreements: Readonly<Record<string, boolean>>): void {
    for (const field of subject.identity) {
      const place = this.#placeOf(field);
      if (place === null) continue;
      place.querySelector(".agreement-mark")?.remove();
      const agrees = agreements[field];
      setAttr(place, "data-agreement", agrees === undefined ? null : agrees ? "agrees" : "differs");
      if (agrees === undefined) continue;
      const words = agrees ? "khớp dữ liệu dân cư" : "khác dữ liệu dân cư";
      place
        .querySelector(".field-head")
        ?.append(h("span", { class: "agreement-mark", role: "img", "aria-label": words, title: words }, agrees ? "✓" : "≠"));
    }
  }

  /** The parents were keyed after the question: with them a child is told from his brother. */
  #considerRenewing(panel: LookUpPanel, subject: SubjectSpec): void {
    const asked = panel.askedWith;
    if (asked === null || this.#renewing.has(asked)) return;
    if (!parentsKeyedSince(subject, asked, this.#desk.fields, (field) => this.#desk.savedState(field))) return;
    this.#renewing.add(asked);
    void panel.renew();
  }

  /** The panel of whom the officer is keying, else the one that waits for him. */
  #nearest(): LookUpPanel | undefined {
    const inside = this.#panels.find((known) => known.element.contains(document.activeElement));
    if (inside !== undefined) return inside;
    const role = (this.#form.current ?? "").split(".")[0];
    const own = this.#panels.find((known) => known.role === role);
    if (own !== undefined && (own.awaitsDecision || own.outcome === "pending")) return own;
    return this.#panels.find((known) => known.awaitsDecision) ?? own ?? this.#panels[0];
  }

  #placeOf(field: string): HTMLElement | null {
    return this.#form.element.querySelector(`[data-for="${CSS.escape(field)}"]`);
  }

  #subject(role: string): SubjectSpec {
    return this.#desk.principals.find((known) => known.role === role)!;
  }

  #back(): void {
    this.#form.focus(this.#form.current ?? this.#desk.start());
  }
}
