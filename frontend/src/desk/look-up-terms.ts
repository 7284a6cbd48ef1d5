/** A second search with terms the officer changes himself: another spelling, the year alone, no sex. The transcription stays as it is. */
import { h, idOf } from "./dom";
import type { LookUpAnswer } from "./look-ups";

const LABELS: Readonly<Record<string, string>> = {
  full_name: "Họ, chữ đệm, tên",
  birth_date: "Ngày sinh, hoặc chỉ năm",
  sex: "Giới tính",
  birth_place: "Nơi sinh",
  hometown: "Quê quán",
  mother_full_name: "Họ tên mẹ",
  father_full_name: "Họ tên cha",
  old_id_number: "Số CMND",
};
const SEXES = [["", "bỏ"], ["male", "Nam"], ["female", "Nữ"]] as const;

/** What was asked otherwise than the book says, each in words; empty for an ordinary search. */
export function departures(answer: LookUpAnswer): string[] {
  return Object.entries(answer.departs ?? {}).map(([word, book]) => {
    const label = LABELS[word] ?? word;
    const asked = String((answer.terms ?? {})[word] ?? "");
    if (asked === "") return `bỏ ${label.toLowerCase()}`;
    const now = `${label}: ${inWords(word, asked)}`;
    return book === "" ? now : `${now} (sổ: ${inWords(word, book)})`;
  });
}

function inWords(word: string, text: string): string {
  return word === "sex" ? (SEXES.find(([value]) => value === text)?.[1] ?? text) : text;
}

/** The form with what was asked last; resolves with what the officer would ask, or with null when he leaves it. */
export function askTerms(container: HTMLElement, role: string, answer: LookUpAnswer): Promise<Record<string, string> | null> {
  return new Promise((resolve) => {
    const asked = answer.terms ?? answer.asked;
    const inputs = Object.entries(LABELS).map(([word, label]) => {
      const id = idOf(`terms-${role}`, word);
      const value = String(asked[word] ?? "");
      const input =
        word === "sex"
          ? h("select", { id, name: word }, ...SEXES.map(([code, said]) => h("option", { value: code, selected: code === value }, said)))
          : h("input", { id, name: word, type: "text", lang: "vi", autocomplete: "off", spellcheck: "false", value });
      return { word, input, row: h("div", { class: "recorded-field" }, h("label", { for: id }, label), input) };
    });
    const form = h(
      "form",
      { class: "choice recorded", autocomplete: "off", novalidate: true, "aria-label": "Tra cứu với thông tin khác" },
      h("p", { class: "choice-question" }, "Sửa ô cần đổi, xóa ô cần bỏ; bản nhập của sổ không đổi."),
      ...inputs.map(({ row }) => row),
      h("button", { type: "submit", class: "button button--main" }, "Tra cứu với thông tin này"),
    );

    function close(terms: Record<string, string> | null): void {
      form.remove();
      resolve(terms);
    }

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      close(Object.fromEntries(inputs.map(({ word, input }) => [word, (input as HTMLInputElement).value.normalize("NFC").trim()])));
    });
    form.addEventListener("keydown", (event) => {
      if (event.isComposing || event.keyCode === 229) return;
      if (event.key === "Escape") {
        event.preventDefault();
        close(null);
      }
      // The form's and the panel's own keys mean something else.
      event.stopPropagation();
    });
    container.append(form);
    (inputs[0]!.input as HTMLElement).focus();
    form.scrollIntoView({ block: "nearest" });
  });
}
