/**
 * The keys of the page image and of the desk's layout: the numpad's signs by their place on the keyboard, and for machines
 * without a numpad Alt with a letter. Neither Windows nor Chrome, Edge or an input method takes these: Alt + Z turns Unikey
 * on and off, Alt + D, E, F and Home are the browser's, Ctrl + Alt + arrows turn the screen on some drivers.
 */

export type ImageCommand =
  | "zoom_in"
  | "zoom_out"
  | "zoom_fit"
  | "contrast"
  | "invert"
  | "sharpen"
  | "rotate"
  | "loupe"
  | "pin"
  | "same_hand"
  | "nudge"
  | "pan_left"
  | "pan_right"
  | "pan_up"
  | "pan_down";

/** They work without an image too, except the splitter's two. */
export type LayoutCommand = "layout" | "image_larger" | "image_smaller" | "theme";

export type ViewCommand = ImageCommand | LayoutCommand;

interface Pressed {
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly metaKey: boolean;
}

/** `Alt+` before a code asks for Alt; what has none is pressed alone. */
export const VIEW_KEYS: Readonly<Record<string, ViewCommand>> = {
  NumpadAdd: "zoom_in",
  NumpadSubtract: "zoom_out",
  NumpadMultiply: "zoom_fit",
  NumpadDivide: "contrast",
  "Alt+Equal": "zoom_in",
  "Alt+Minus": "zoom_out",
  "Alt+Digit0": "zoom_fit",
  "Alt+KeyC": "contrast",
  "Alt+KeyI": "invert",
  "Alt+KeyN": "sharpen",
  "Alt+KeyR": "rotate",
  "Alt+KeyL": "loupe",
  "Alt+KeyG": "pin",
  "Alt+KeyS": "same_hand",
  "Alt+KeyH": "nudge",
  "Alt+ArrowLeft": "pan_left",
  "Alt+ArrowRight": "pan_right",
  "Alt+ArrowUp": "pan_up",
  "Alt+ArrowDown": "pan_down",
  "Alt+KeyB": "layout",
  "Alt+PageUp": "image_smaller",
  "Alt+PageDown": "image_larger",
  "Alt+KeyT": "theme",
};

const WITHOUT_IMAGE = new Set<ViewCommand>(["theme"]);

/** The command a key stands for, or null where it is left to others. Without an image the numpad's signs are typed. */
export function viewCommandFor(key: Pressed, hasImage: boolean): ViewCommand | null {
  if (key.metaKey || key.ctrlKey || key.shiftKey) return null;
  const command = VIEW_KEYS[`${key.altKey ? "Alt+" : ""}${key.code}`];
  return command !== undefined && (hasImage || WITHOUT_IMAGE.has(command)) ? command : null;
}

/** For the legend of the keys. */
export const VIEW_LEGEND: readonly (readonly [string, string])[] = [
  ["Phím số + − * · Alt + = − 0", "phóng to, thu nhỏ, vừa ô đang nhập"],
  ["Alt + ← → ↑ ↓", "xem chỗ khác của ảnh; sang ô khác thì ảnh về ô ấy"],
  ["Phím số / · Alt + C", "tăng tương phản"],
  ["Alt + I", "đảo màu chữ và nền"],
  ["Alt + N", "làm nét chữ"],
  ["Alt + R", "xoay ảnh 90°"],
  ["Alt + L", "kính lúp 2× ở ô đang nhập"],
  ["Alt + S", "so chữ: cùng ô ở các trường hợp khác trong trang"],
  ["Alt + G", "ghim ảnh, không theo ô nữa"],
  ["Alt + H", "chỉnh khung ô của trang này bằng phím mũi tên"],
  ["Alt + B", "ảnh ở trên hoặc ở bên trái"],
  ["Alt + PgUp · Alt + PgDn", "phần ảnh nhỏ đi, lớn lên"],
  ["Alt + T", "nền sáng, nền tối, theo máy"],
];
