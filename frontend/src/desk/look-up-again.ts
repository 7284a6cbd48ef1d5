/** Blind work: the fields that differ are keyed from the book a second time before anything of the register is seen. */
import { h, idOf } from "./dom";
import type { LookUpAnswer } from "./look-ups";

export function secondKeying(
  answer: LookUpAnswer,
  label: (field: string) => string,
  done: (fields: Readonly<Record<string, string>>) => void,
): HTMLFormElement {
  const again = answer.to_key_again ?? [];
  const agreed = Object.entries(answer.agreements ?? {}).flatMap(([field, agrees]) => (agrees ? [label(field)] : []));
  const inputs = again.map((field) => {
    const id = idOf("again", field);
    const input = h("input", { id, type: "text", lang: "vi", autocomplete: "off", spellcheck: "false", "data-again": field });
    return { field, input, row: h("div", { class: "again-row" }, h("label", { for: id }, label(field)), input) };
  });
  return h(
    "form",
    {
      class: "again",
      submit: (event) => {
        event.preventDefault();
        const empty = inputs.find(({ input }) => input.value.trim() === "");
        if (empty !== undefined) return empty.input.focus();
        done(Object.fromEntries(inputs.map(({ field, input }) => [field, input.value])));
      },
    },
    h("p", { class: "panel-strong" }, "Nhập lại lần hai từ sổ"),
    h(
      "p",
      {},
      Object.keys(answer.agreements ?? {}).length > 0
        ? "Các mục dưới đây khác dữ liệu dân cư. Đọc lại sổ và nhập lại; giá trị dân cư chỉ hiện sau đó."
        : "Chưa có ai được gợi ý. Đọc lại sổ và nhập lại; danh sách người gần nhất chỉ hiện sau đó.",
    ),
    ...(agreed.length > 0 ? [h("p", { class: "panel-quiet" }, `Khớp: ${agreed.join(", ").toLowerCase()}.`)] : []),
    ...inputs.map(({ row }) => row),
    h("button", { type: "submit", class: "button button--main" }, "Xong, xem kết quả"),
  );
}
