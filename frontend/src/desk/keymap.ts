/** Which key does what. Letters and digits alone never do anything: in VNI digits are the tone marks. */

export type Command =
  | "next"
  | "previous"
  | "complete"
  | "ditto"
  | "ditto_group"
  | "same_entry"
  | "step_into_constant"
  | "confirm_register"
  | "illegible"
  | "blank_in_book"
  | "struck_out"
  | "strike"
  | "override"
  | "escape"
  | "flush"
  | "shift"
  | "entry_before"
  | "entry_after"
  | "look_up"
  | "notes"
  | "help"
  | "zoom_in"
  | "zoom_out"
  | "zoom_fit"
  | "list_down"
  | "list_up"
  | "new_line"
  | "pick_1"
  | "pick_2"
  | "pick_3"
  | "pick_4"
  | "pick_5";

/** The part of a KeyboardEvent that decides. */
export interface Key {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly metaKey: boolean;
  readonly isComposing: boolean;
  readonly keyCode: number;
}

/** Whether an input method is at work: its keys are its own until it has finished the word. */
export function isComposing(key: Pick<Key, "key" | "isComposing" | "keyCode">): boolean {
  return key.isComposing || key.keyCode === 229 || key.key === "Process";
}

const PLAIN: Readonly<Record<string, Command>> = {
  Enter: "next",
  Tab: "next",
  Escape: "escape",
  F1: "help",
  F2: "ditto",
  F3: "strike",
  F4: "same_entry",
  F6: "confirm_register",
  F7: "step_into_constant",
  F8: "illegible",
  F9: "blank_in_book",
  F10: "override",
  ArrowDown: "list_down",
  ArrowUp: "list_up",
  PageUp: "entry_before",
  PageDown: "entry_after",
};

const SHIFTED: Readonly<Record<string, Command>> = {
  Enter: "previous",
  Tab: "previous",
  F2: "ditto_group",
  F9: "struck_out",
};

const WITH_CTRL: Readonly<Record<string, Command>> = {
  Enter: "complete",
  s: "flush",
  l: "look_up",
  b: "notes",
  k: "shift",
};

const NUMPAD: Readonly<Record<string, Command>> = {
  NumpadAdd: "zoom_in",
  NumpadSubtract: "zoom_out",
  NumpadMultiply: "zoom_fit",
};

/**
 * The command a key stands for, or null where it is left to the browser and to the input method.
 *
 * @param hasImage the numpad's signs move the page image where there is one, and are typed where there is none
 */
export function commandFor(key: Key, hasImage: boolean): Command | null {
  if (isComposing(key) || key.metaKey) return null;
  if (key.altKey && !key.ctrlKey) {
    if (key.key === "Enter") return "new_line";
    // By its place on the keyboard: with Alt some layouts report another character.
    const digit = /^(?:Digit|Numpad)([1-5])$/.exec(key.code)?.[1];
    return digit === undefined ? null : (`pick_${digit}` as Command);
  }
  if (key.ctrlKey) {
    if (key.altKey || key.shiftKey) return null;
    return WITH_CTRL[key.key.length === 1 ? key.key.toLowerCase() : key.key] ?? null;
  }
  if (hasImage && !key.shiftKey && NUMPAD[key.code] !== undefined) return NUMPAD[key.code]!;
  return (key.shiftKey ? SHIFTED[key.key] : PLAIN[key.key]) ?? null;
}

/** The legend of the overlay: key, what it does. */
export const LEGEND: readonly (readonly [string, string])[] = [
  ["Enter · Tab", "sang ô tiếp theo"],
  ["Shift + Enter · Shift + Tab", "về ô trước"],
  ["Ctrl + Enter", "hoàn thành trường hợp, mở trường hợp tiếp theo"],
  ["F2", "lấy như trường hợp trước (ô này)"],
  ["Shift + F2", "lấy như trường hợp trước (các ô còn trống của nhóm)"],
  ["F4", "như trên: lấy từ người khác trong cùng trường hợp"],
  ["F6", "sổ ghi như giá trị dân cư đang hiện bên ô"],
  ["F7", "vào ô dùng chung của quyển"],
  ["F8", "không đọc được (bấm lần nữa để bỏ)"],
  ["F9", "sổ để trống (bấm lần nữa để bỏ)"],
  ["F3", "chữ bị gạch cạnh chữ cuối cùng: giữ cả hai"],
  ["Shift + F9", "chữ đang có bị gạch bỏ trong sổ, không ghi lại"],
  ["F10", "giữ giá trị khác thường, nêu lý do"],
  ["↓ ↑ rồi Enter · Alt + 1…5", "chọn trong danh sách gợi ý"],
  ["Alt + Enter", "xuống dòng trong ô ghi chú"],
  ["Esc", "đóng danh sách, rồi trả lại giá trị trước"],
  ["Ctrl + L", "sang tra cứu dân cư; bấm lần nữa để quay lại"],
  ["Ctrl + B", "sang ghi chú bên lề của trường hợp"],
  ["PgUp · PgDn", "trường hợp trước, trường hợp sau trong sổ"],
  ["Ctrl + K", "ca này: trường hợp cần xem lại, đã nhập, chưa gửi"],
  ["Ctrl + S", "gửi ngay những gì chưa gửi"],
  ["Phím số + − *", "phóng to, thu nhỏ, vừa khung ảnh trang"],
  ["F1 · giữ Ctrl", "bảng phím này"],
];
