/** What a first shift is led through, one thing at a time, and by what each is recognised as done. */
import type { EntryStatus, Fields, Outcome } from "../desk/types";
import { isGiven } from "../desk/values";

/** What is known of the entry on screen. */
export interface Seen {
  readonly fields: Fields;
  readonly status: EntryStatus;
  /** Soft findings kept with a reason. */
  readonly kept: number;
  readonly outcome: Outcome;
  readonly keyedAgain: boolean;
}

export interface Step {
  readonly id: string;
  /** In which entry of the book, from 0. */
  readonly entry: number;
  readonly title: string;
  readonly words: string;
  readonly keys: readonly string[];
  done(seen: Seen): boolean;
}

const has = (field: string) => (seen: Seen) => isGiven(seen.fields[field]);
const finished = (seen: Seen): boolean => seen.status !== "keying";
const some = (seen: Seen, test: (value: { readonly m: string | null; readonly o: string }) => boolean): boolean =>
  Object.values(seen.fields).some(test);

export const STEPS: readonly Step[] = [
  {
    id: "walk", entry: 0, title: "Đi qua các ô", keys: ["Enter", "Shift + Enter"], done: has("registration.number"),
    words: "Con trỏ đang ở ô Số. Gõ đúng như sổ ghi rồi Enter sang ô tiếp. Nơi đăng ký là thông tin chung của quyển nên được bỏ qua.",
  },
  {
    id: "date", entry: 0, title: "Ngày gõ tắt", keys: ["100406", "10/4/06", "1980"], done: has("registration.date"),
    words: "Gõ 100406 rồi Enter: dòng nhỏ bên dưới đọc lại bằng chữ để so với sổ. Chỉ có năm thì gõ năm.",
  },
  {
    id: "place", entry: 0, title: "Ô địa danh", keys: ["↓ ↑", "Enter", "Alt + 1…5"], done: has("child.birth_place"),
    words: "Gõ tắt vài chữ, có gợi ý thì chọn; sổ ghi khác gợi ý thì cứ gõ như sổ. Không có gì được chọn thay đồng chí.",
  },
  {
    id: "complete", entry: 0, title: "Hoàn thành", keys: ["Ctrl + Enter"], done: finished,
    words: "Nhập hết các ô của trang rồi Ctrl + Enter: trường hợp được lưu, trường hợp tiếp theo mở ra ngay.",
  },
  {
    id: "ditto", entry: 1, title: "Như trường hợp trước", keys: ["F2", "Shift + F2", "F4"],
    done: (seen) => some(seen, ({ o }) => o === "carried"),
    words: "Sổ ghi giống trường hợp trước ở ô nào thì F2 ở ô đó. So lại với sổ trước khi đi tiếp.",
  },
  {
    id: "look_up", entry: 1, title: "Khớp dữ liệu dân cư", keys: ["Ctrl + D", "Ctrl + L"], done: (seen) => seen.outcome !== "pending",
    words: "Nhập xong họ tên, ngày sinh, giới tính thì máy tự tra cứu: ✓ khớp, ≠ khác, chưa hiện giá trị nào. Nhập cả cha, mẹ, rồi Ctrl + D: đúng người này.",
  },
  {
    id: "illegible", entry: 2, title: "Không đọc được", keys: ["F8"], done: (seen) => some(seen, ({ m }) => m === "illegible"),
    words: "Nơi sinh của trang này nhòe: F8. Đọc được một phần thì gõ phần đó, chữ không rõ thay bằng dấu ?.",
  },
  {
    id: "blank", entry: 2, title: "Sổ để trống", keys: ["F9"], done: (seen) => some(seen, ({ m }) => m === "blank_in_book"),
    words: "Sổ không ghi cha: F9 ở ô đó. Bấm lần nữa để bỏ.",
  },
  {
    id: "soft", entry: 3, title: "Điều nên xem lại", keys: ["F10", "Alt + 1"], done: (seen) => seen.kept > 0,
    words: "Số của sổ nhảy cóc nên có lời nhắc. Sổ ghi đúng như vậy thì F10 và chọn lý do; nhắc không bao giờ sửa thay đồng chí.",
  },
  {
    id: "again", entry: 4, title: "Khác dữ liệu dân cư", keys: ["Ctrl + L", "Enter"], done: (seen) => seen.keyedAgain,
    words: "Ngày sinh sẽ hiện ≠. Ctrl + L: ô trống lại, đọc sổ và nhập lần hai. Sổ ghi thế nào nhập thế ấy: khác thì mở hồ sơ, không ai bắt sổ phải giống.",
  },
  {
    id: "alone", entry: 5, title: "Tự làm một trường hợp", keys: ["Ctrl + Enter"], done: finished,
    words: "Lần này không có lời nhắc. Giữ Ctrl hoặc F1 để xem bảng phím khi cần.",
  },
];

/** The first step of an entry that is not done yet; null where the entry has none left. */
export function stepAt(entry: number, isDone: (step: string) => boolean): Step | null {
  return STEPS.find((step) => step.entry === entry && !isDone(step.id)) ?? null;
}

/** The steps of an entry that have come true, in order. */
export function recognised(entry: number, seen: Seen): readonly string[] {
  return STEPS.filter((step) => step.entry === entry && step.done(seen)).map(({ id }) => id);
}
