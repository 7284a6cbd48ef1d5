/** Which key does what. Letters and digits alone never do anything: in VNI digits are the tone marks. */
import { needsImage, NUMPAD, VIEW_ACTIONS, type ViewCommand } from "../viewer/keys";

export type Command =
  | "next"
  | "previous"
  | "complete"
  | "ditto"
  | "ditto_group"
  | "ditto_entry"
  | "same_entry"
  | "same_entry_other"
  | "same_group"
  | "step_into_constant"
  | "constants_hold"
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
  | "same_person"
  | "waiting"
  | "notes"
  | "ask"
  | "help"
  | ViewCommand
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

/** One thing the keyboard can do, with its key as it comes. */
export interface Action {
  readonly command: Command;
  readonly keys: readonly string[];
  readonly label: string;
  readonly group: Group;
  /** What every keyboard user expects of these keys cannot be given to others. */
  readonly fixed?: true;
}

export type Group = "Đi lại" | "Lấy lại giá trị" | "Điều sổ không ghi" | "Gợi ý, điều khác thường" | "Trường hợp" | "Ảnh trang, màn hình";

export const ACTIONS: readonly Action[] = [
  { command: "next", keys: ["Enter", "Tab"], label: "sang ô tiếp theo", group: "Đi lại", fixed: true },
  { command: "previous", keys: ["Shift+Enter", "Shift+Tab"], label: "về ô trước", group: "Đi lại", fixed: true },
  { command: "escape", keys: ["Escape"], label: "đóng danh sách, rồi trả lại giá trị trước", group: "Đi lại", fixed: true },
  { command: "new_line", keys: ["Alt+Enter"], label: "xuống dòng trong ô ghi chú", group: "Đi lại", fixed: true },
  { command: "step_into_constant", keys: ["F7"], label: "vào ô dùng chung của quyển để sửa", group: "Đi lại" },
  { command: "constants_hold", keys: ["Shift+F7"], label: "các ô dùng chung vẫn đúng như sổ", group: "Đi lại" },

  { command: "ditto", keys: ["F2"], label: "như trường hợp trước; ở ô Số: số kế tiếp", group: "Lấy lại giá trị" },
  { command: "ditto_group", keys: ["Shift+F2"], label: "như trường hợp trước: các ô còn trống của nhóm", group: "Lấy lại giá trị" },
  { command: "ditto_entry", keys: ["Ctrl+F2"], label: "như trường hợp trước: mọi ô còn trống", group: "Lấy lại giá trị" },
  { command: "same_entry", keys: ["F4"], label: "như trên: của người hay cột kia trong trường hợp; ngày bằng chữ; họ", group: "Lấy lại giá trị" },
  { command: "same_entry_other", keys: ["Shift+F4"], label: "như trên: người thứ hai, cách viết thứ hai", group: "Lấy lại giá trị" },
  { command: "same_group", keys: ["Alt+F2"], label: "như trên: các ô còn trống của nhóm", group: "Lấy lại giá trị" },
  { command: "confirm_register", keys: ["F6"], label: "sổ ghi như giá trị dân cư đang hiện bên ô", group: "Lấy lại giá trị" },

  { command: "illegible", keys: ["F8"], label: "không đọc được (một chữ: gõ ?)", group: "Điều sổ không ghi" },
  { command: "blank_in_book", keys: ["F9"], label: "sổ để trống", group: "Điều sổ không ghi" },
  { command: "struck_out", keys: ["Shift+F9"], label: "chữ đang có bị gạch bỏ, không ghi lại", group: "Điều sổ không ghi" },
  { command: "strike", keys: ["F3"], label: "chữ bị gạch cạnh chữ cuối cùng: giữ cả hai", group: "Điều sổ không ghi" },

  { command: "list_down", keys: ["ArrowDown"], label: "xuống trong danh sách, Enter để lấy", group: "Gợi ý, điều khác thường", fixed: true },
  { command: "list_up", keys: ["ArrowUp"], label: "lên trong danh sách", group: "Gợi ý, điều khác thường", fixed: true },
  { command: "pick_1", keys: ["Alt+1"], label: "lấy dòng thứ nhất; Alt + 2…5: các dòng sau", group: "Gợi ý, điều khác thường", fixed: true },
  { command: "override", keys: ["F10"], label: "giữ giá trị khác thường, nêu lý do", group: "Gợi ý, điều khác thường" },

  { command: "complete", keys: ["Ctrl+Enter"], label: "hoàn thành, mở trường hợp tiếp theo", group: "Trường hợp", fixed: true },
  { command: "look_up", keys: ["Ctrl+L"], label: "sang tra cứu dân cư; bấm lần nữa để quay lại", group: "Trường hợp" },
  { command: "same_person", keys: ["Ctrl+D"], label: "đúng người này, khi kết quả tra cứu đã rõ", group: "Trường hợp" },
  { command: "waiting", keys: ["Ctrl+J"], label: "danh sách chờ xác định của ca", group: "Trường hợp" },
  { command: "notes", keys: ["Ctrl+B"], label: "sang ghi chú bên lề của trường hợp", group: "Trường hợp" },
  { command: "ask", keys: ["Ctrl+G"], label: "hỏi Tổ trưởng về ô này, kèm ảnh của ô", group: "Trường hợp" },
  { command: "entry_before", keys: ["PageUp"], label: "trường hợp trước trong sổ", group: "Trường hợp", fixed: true },
  { command: "entry_after", keys: ["PageDown"], label: "trường hợp sau trong sổ", group: "Trường hợp", fixed: true },
  { command: "shift", keys: ["Ctrl+K"], label: "ca này: trường hợp cần xem lại, đã nhập, chưa gửi", group: "Trường hợp" },
  { command: "flush", keys: ["Ctrl+S"], label: "gửi ngay những gì chưa gửi", group: "Trường hợp" },
  { command: "help", keys: ["F1"], label: "bảng phím này (cũng hiện khi giữ Ctrl)", group: "Trường hợp" },

  ...VIEW_ACTIONS,
];

/** An officer's own keys: for some commands another key than the usual one. */
export type OwnKeys = Readonly<Partial<Record<Command, string>>>;

let byChord = chordsOf({});
let own: OwnKeys = {};

/** From now on these keys are in force, each beside the usual keys of all other commands. */
export function useKeys(keys: OwnKeys): void {
  own = keys;
  byChord = chordsOf(keys);
}

/** The keys in force for a command. */
export function keysOf(action: Action): readonly string[] {
  const chosen = own[action.command];
  return chosen === undefined ? action.keys : [chosen];
}

function chordsOf(keys: OwnKeys): ReadonlyMap<string, Command> {
  return new Map(ACTIONS.flatMap(({ command, keys: usual }) => (keys[command] === undefined ? usual : [keys[command]]).map((chord) => [chord, command])));
}

/** Whether an input method is at work: its keys are its own until it has finished the word. */
export function isComposing(key: Pick<Key, "key" | "isComposing" | "keyCode">): boolean {
  return key.isComposing || key.keyCode === 229 || key.key === "Process";
}

/** A key with what is held beside it, as it is written in the list: `Shift+F2`, `Ctrl+L`. */
export function chordOf(key: Key): string {
  const held = [key.ctrlKey ? "Ctrl" : "", key.altKey ? "Alt" : "", key.shiftKey ? "Shift" : ""].filter((part) => part !== "");
  // By its place on the keyboard: with Alt some layouts report another character.
  const digit = key.altKey ? /^(?:Digit|Numpad)(\d)$/.exec(key.code)?.[1] : undefined;
  const letter = /^Key([A-Z])$/.exec(key.code)?.[1];
  const plain = key.key.length === 1 ? key.key.toUpperCase() : key.key;
  return [...held, digit ?? (key.altKey ? letter : undefined) ?? plain].join("+");
}

/**
 * The command a key stands for, or null where it is left to the browser and to the input method.
 *
 * @param hasImage the keys of the page image are left alone where there is none: the numpad's signs are typed
 */
export function commandFor(key: Key, hasImage: boolean): Command | null {
  if (isComposing(key) || key.metaKey) return null;
  // AltGr, which some keyboards report as Ctrl and Alt, types a character.
  if (key.ctrlKey && key.altKey) return null;
  const chord = chordOf(key);
  const pick = /^Alt\+([1-5])$/.exec(chord)?.[1];
  if (pick !== undefined) return `pick_${pick}` as Command;
  if (hasImage && !key.shiftKey && !key.ctrlKey && !key.altKey && NUMPAD[key.code] !== undefined) return NUMPAD[key.code]!;
  const command = byChord.get(chord) ?? null;
  return command !== null && needsImage(command) && !hasImage ? null : command;
}

/** Why a key cannot be a command's; null where it can. */
export function objectionTo(chord: string, command: Command, keys: OwnKeys): string | null {
  const shown = shownKey(chord);
  const bare = chord.replace(/^(?:Ctrl\+|Alt\+|Shift\+)*/, "");
  const isFunction = /^F(?:[1-9]|1[0-2])$/.test(bare);
  if (!isFunction && !/^(?:Ctrl|Alt)\+/.test(chord)) return `${shown}: phím chữ, phím số và phím đi lại là của bộ gõ và của ô đang gõ. Hãy dùng F1–F12, hoặc Ctrl, Alt kèm một phím.`;
  if (/^Ctrl\+Alt\+/.test(chord)) return `${shown}: Ctrl + Alt là phím gõ ký tự của một số bàn phím.`;
  if (OF_BROWSER.has(chord)) return `${shown}: phím này của trình duyệt hoặc Windows, bàn nhập không giữ được.`;
  if (OF_EDITING.has(chord)) return `${shown}: phím sửa chữ trong ô, phải để nguyên.`;
  const holder = ACTIONS.find((action) => action.command !== command && (action.fixed === true || keys[action.command] === undefined ? action.keys : [keys[action.command]!]).includes(chord));
  if (holder !== undefined) return `${shown} đang là phím “${holder.label}”. Đổi phím ấy trước, hoặc chọn phím khác.`;
  return /^Alt\+[1-5]$/.test(chord) ? `${shown} đang là phím lấy dòng trong danh sách.` : null;
}

const OF_BROWSER = new Set(["Ctrl+W", "Ctrl+T", "Ctrl+N", "Ctrl+Shift+W", "Ctrl+Shift+T", "Ctrl+Shift+N", "Ctrl+Tab", "Ctrl+Shift+Tab", "Ctrl+F4", "Alt+F4", "Ctrl+R", "Ctrl+Shift+R", "F5", "Ctrl+F5", "F11", "F12", "Ctrl+Shift+I", "Alt+Tab", "Alt+Z", "Alt+ArrowLeft", "Alt+ArrowRight", "Ctrl+Shift+Delete", "Ctrl+Escape", "Alt+Escape"]); // prettier-ignore
const OF_EDITING = new Set(["Ctrl+A", "Ctrl+C", "Ctrl+V", "Ctrl+X", "Ctrl+Z", "Ctrl+Y", "Ctrl+Shift+Z", "Ctrl+Backspace", "Ctrl+Delete", "Ctrl+ArrowLeft", "Ctrl+ArrowRight", "Ctrl+Home", "Ctrl+End", "Ctrl+Shift+ArrowLeft", "Ctrl+Shift+ArrowRight"]); // prettier-ignore

const NAMES: Readonly<Record<string, string>> = { Escape: "Esc", PageUp: "PgUp", PageDown: "PgDn", ArrowDown: "↓", ArrowUp: "↑", ArrowLeft: "←", ArrowRight: "→" };

/** A key as people read it: `Shift + F2`. */
export function shownKey(chord: string): string {
  return chord
    .split("+")
    .map((part) => NAMES[part] ?? part)
    .join(" + ");
}

/** The legend of the overlay: what each group of keys does, with the keys in force. */
export function legend(): { readonly group: Group; readonly lines: readonly (readonly [string, string])[] }[] {
  const groups = [...new Set(ACTIONS.map(({ group }) => group))];
  return groups.map((group) => ({
    group,
    lines: ACTIONS.filter((action) => action.group === group).map((action) => [keysOf(action).map(shownKey).join(" · "), action.label] as const),
  }));
}
