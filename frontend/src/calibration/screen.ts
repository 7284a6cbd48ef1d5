/** The screen around the stage: which page, from which page on, and what is kept. */
import { h } from "../desk/dom";
import { ask } from "../desk/http";
import type { PageOfShift } from "../shift/types";
import type { Point } from "../viewer/geometry";
import { stepOf } from "../viewer/nudging";
import type { CalibrationData } from "./data";
import { Stage } from "./stage";

export class CalibrationScreen {
  #root: HTMLElement;
  #data: CalibrationData;
  #stage: Stage | null = null;
  #nudge: Point;
  #says = h("p", { class: "calibration-says", role: "status" });
  #keep: HTMLButtonElement | null = null;
  #from: HTMLInputElement | null = null;

  constructor(root: HTMLElement, data: CalibrationData) {
    this.#root = root;
    this.#data = data;
    this.#nudge = data.nudge;
    this.#draw();
  }

  #draw(): void {
    const { page, layout, calibration, may } = this.#data;
    const head = h("h1", { class: "h4" }, `Căn chỉnh ảnh: ${this.#data.title}, trang ${page.number}`);
    if (layout === null) {
      this.#root.replaceChildren(head, this.#pages(), h("p", {}, "Mẫu của quyển sổ này chưa có bản vẽ, nên chưa đặt khung ô được. Ảnh vẫn dùng khi nhập: xem theo dòng của trang."));
      return;
    }
    const drawing = { corners: layout.corners, lines: layout.lines, labels: this.#data.labels };
    this.#stage = new Stage(page.image, drawing, calibration?.corners ?? layout.corners, this.#nudge, may.calibrate, () => this.#changed());
    const tools = h("div", { class: "calibration-tools" }, this.#state(), may.calibrate && this.#calibrating(), may.nudge && this.#nudging(), this.#says);
    this.#root.replaceChildren(head, this.#pages(), h("div", { class: "calibration-columns" }, this.#stage.element, tools));
    this.#changed();
  }

  #pages(): HTMLElement {
    const { numbers, page } = this.#data;
    const at = numbers.indexOf(page.number);
    const link = (number: number | undefined, words: string) =>
      number === undefined ? h("span", { class: "quiet" }, words) : h("a", { href: `?trang=${number}` }, `${words} (${number})`);
    return h("nav", { class: "calibration-pages", "aria-label": "Trang có ảnh" }, link(numbers[at - 1], "← Trang trước"), " · ", link(numbers[at + 1], "Trang sau →"));
  }

  #state(): HTMLElement {
    const { calibration, page } = this.#data;
    // A page drawn by the program lies as its form is drawn; a scan has no boxes before it is calibrated.
    if (calibration === null) return h("p", {}, page.boxes === null ? "Chưa căn chỉnh: khung ô dưới đây là của bản vẽ mẫu." : "Trang này nằm đúng bản vẽ mẫu.");
    const what = calibration.corners === null ? "Khung ô đang tắt" : "Đã căn chỉnh";
    return h("p", {}, `${what} từ trang ${calibration.from_page}, ${calibration.by}.`);
  }

  #calibrating(): HTMLElement {
    const { page, layout, calibration } = this.#data;
    const what = layout!.frame === "table" ? "bốn góc khung bảng in trên trang" : "bốn góc tờ giấy";
    this.#from = h("input", { class: "form-control", id: "calibration-from", type: "number", min: "1", max: String(page.number), value: String(page.number) });
    this.#keep = h("button", { type: "button", class: "btn btn-primary", click: () => void this.#send(this.#stage!.corners) }, "Giữ căn chỉnh này");
    return h(
      "section",
      { class: "sheet" },
      h("h2", {}, "Bốn góc"),
      h("p", {}, `Đặt bốn góc vào ${what}: kéo bằng chuột, hoặc Tab đến góc rồi bấm mũi tên (Shift để dời nhiều). Các ô hiện ra phải trùng với chữ in.`),
      h("label", { for: "calibration-from", class: "form-label mb-0" }, "Dùng cho các trang từ trang"),
      this.#from,
      h(
        "div",
        { class: "calibration-acts" },
        this.#keep,
        h("button", { type: "button", class: "btn btn-outline-secondary", click: () => (this.#stage!.corners = layout!.corners) }, "Về bản vẽ mẫu"),
        calibration?.corners !== null &&
          h("button", { type: "button", class: "btn btn-outline-secondary", click: () => void this.#send(null) }, "Sổ in khác mẫu: tắt khung ô"),
      ),
    );
  }

  #nudging(): HTMLElement {
    const pad = h("div", {
      class: "calibration-pad",
      tabindex: "0",
      role: "group",
      "aria-label": "Dời khung ô của riêng trang này: mũi tên để dời, Shift để dời nhiều, Enter để giữ",
    });
    const show = () => {
      const [x, y] = this.#nudge.map((share) => (share * 100).toFixed(1).replace(".", ","));
      pad.textContent = `Ngang ${x} %, dọc ${y} %`;
    };
    show();
    pad.addEventListener("keydown", (event) => {
      const step = stepOf(event);
      if (event.key === "Enter") void this.#sendNudge();
      if (step === null) return;
      event.preventDefault();
      this.#nudge = [this.#nudge[0] + step[0], this.#nudge[1] + step[1]];
      this.#stage!.nudge = this.#nudge;
      show();
    });
    return h(
      "section",
      { class: "sheet" },
      h("h2", {}, "Riêng trang này"),
      h("p", {}, "Trang này lệch so với các trang khác: chọn ô dưới đây, bấm mũi tên đến khi khung trùng chữ, rồi Enter."),
      pad,
      h("div", { class: "calibration-acts" }, h("button", { type: "button", class: "btn btn-outline-primary", click: () => void this.#sendNudge() }, "Giữ cho trang này")),
    );
  }

  #changed(): void {
    if (this.#keep === null || this.#stage === null) return;
    this.#keep.disabled = !this.#stage.isValid;
    this.#say(this.#stage.isValid ? "" : "Bốn góc chưa thành một tứ giác theo thứ tự 1, 2, 3, 4.");
  }

  async #send(corners: readonly Point[] | null): Promise<void> {
    const { book, page, csrf } = this.#data;
    const from_page = Number(this.#from?.value ?? page.number) || page.number;
    try {
      const answer = await ask<Omit<CalibrationData, "csrf">>(`/api/books/${book}/calibration`, { page: page.number, from_page, corners }, csrf);
      this.#data = { ...answer, csrf };
      this.#nudge = answer.nudge;
      this.#draw();
      this.#say(corners === null ? "Đã tắt khung ô." : `Đã giữ, dùng từ trang ${from_page}.`);
    } catch (error) {
      this.#say(sentence(error));
    }
  }

  async #sendNudge(): Promise<void> {
    const { book, page, csrf } = this.#data;
    const [dx, dy] = this.#nudge;
    try {
      await ask<PageOfShift>(`/api/books/${book}/pages/${page.number}/nudge`, { dx, dy }, csrf);
      this.#say(`Đã giữ cho trang ${page.number}.`);
    } catch (error) {
      this.#say(sentence(error));
    }
  }

  #say(text: string): void {
    this.#says.textContent = text;
  }
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
