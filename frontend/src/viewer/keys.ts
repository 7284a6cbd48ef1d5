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

/** What concerns the desk around the image. */
export type LayoutCommand = "layout" | "image_larger" | "image_smaller" | "theme";

export type ViewCommand = ImageCommand | LayoutCommand;

interface ViewAction {
  readonly command: ViewCommand;
  readonly keys: readonly string[];
  readonly label: string;
  readonly group: "Ảnh trang, màn hình";
}

const row = (command: ViewCommand, key: string, label: string): ViewAction => ({ command, keys: [key], label, group: "Ảnh trang, màn hình" });

export const VIEW_ACTIONS: readonly ViewAction[] = [
  row("zoom_in", "Alt+=", "phóng to (hoặc + ở phím số)"),
  row("zoom_out", "Alt+-", "thu nhỏ (hoặc − ở phím số)"),
  row("zoom_fit", "Alt+0", "vừa ô đang nhập (hoặc * ở phím số)"),
  row("pan_left", "Alt+ArrowLeft", "xem bên trái; sang ô khác thì ảnh về ô ấy"),
  row("pan_right", "Alt+ArrowRight", "xem bên phải"),
  row("pan_up", "Alt+ArrowUp", "xem phía trên"),
  row("pan_down", "Alt+ArrowDown", "xem phía dưới"),
  row("contrast", "Alt+C", "tăng tương phản (hoặc / ở phím số)"),
  row("invert", "Alt+I", "đảo màu chữ và nền"),
  row("sharpen", "Alt+N", "làm nét chữ"),
  row("rotate", "Alt+R", "xoay ảnh 90°"),
  row("loupe", "Alt+L", "kính lúp 2× ở ô đang nhập"),
  row("same_hand", "Alt+S", "so chữ cùng người viết trên trang"),
  row("pin", "Alt+G", "ghim ảnh, không theo ô nữa"),
  row("nudge", "Alt+H", "chỉnh khung ô của trang bằng mũi tên"),
  row("layout", "Alt+B", "ảnh ở trên hoặc ở bên trái"),
  row("image_smaller", "Alt+PageUp", "phần ảnh nhỏ đi"),
  row("image_larger", "Alt+PageDown", "phần ảnh lớn lên"),
  row("theme", "Alt+T", "nền tối, nền sáng, theo máy"),
];

/** The numpad's signs, always there beside the keys above. */
export const NUMPAD: Readonly<Record<string, ImageCommand>> = {
  NumpadAdd: "zoom_in",
  NumpadSubtract: "zoom_out",
  NumpadMultiply: "zoom_fit",
  NumpadDivide: "contrast",
};

const COMMANDS = new Set<string>(VIEW_ACTIONS.map(({ command }) => command));

export function isViewCommand(command: string): command is ViewCommand {
  return COMMANDS.has(command);
}

/** Whether a command has nothing to do in a book without images. */
export function needsImage(command: string): boolean {
  return isViewCommand(command) && command !== "theme";
}
