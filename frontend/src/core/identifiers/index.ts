/** Personal numbers: port of `hotich.core.identifiers`. Every finding is soft; nothing is repaired. */
import type { PartialDate } from "../dates";
import { finding, type Finding } from "../findings";
import { squeeze } from "../text";
import { provinceCodeOf, provinceName } from "./provinces";

export { provinceCodeOf, provinceName };

export type Sex = "male" | "female";
export type Generation = "personal_number" | "old_id" | "lost_zero" | "passport" | "unknown";

export interface PersonalNumber {
  readonly text: string;
  readonly provinceCode: string;
  readonly provinceName: string | null;
  readonly century: number;
  readonly sex: Sex;
  readonly birthYear: number;
}

export interface NumberContext {
  readonly field?: string;
  readonly sex?: string | null;
  readonly birthDate?: PartialDate | null;
  readonly provinceCode?: string | null;
}

const SEPARATORS = /[ .\u2010-\u2015-]/gu;
const DIGITS = /^[0-9]+$/u;
const PASSPORT = /^[A-Za-z][0-9]{7,8}$/u;
const PERSONAL = /^([0-9]{3})([0-9])([0-9]{2})[0-9]{6}$/u;
const FIRST_COUNTRY_CODE = 101;
const SHAPE_SOURCE = "NĐ 137/2015/NĐ-CP Đ.13";
const KEPT_SOURCE = "NĐ 70/2024/NĐ-CP Đ.11";
const SEX_LABELS: Readonly<Record<Sex, string>> = { male: "nam", female: "nữ" };

const digitsOf = (text: string): string => squeeze(text).replace(SEPARATORS, "");
const isSex = (sex: string | null | undefined): sex is Sex => sex === "male" || sex === "female";

/** The personal number that the text is, null where it is not twelve digits. */
export function readPersonalNumber(text: string | null): PersonalNumber | null {
  const [all, province, figure, year] = PERSONAL.exec(digitsOf(text ?? "")) ?? [];
  if (all === undefined || province === undefined) return null;
  const century = 20 + Math.floor(Number(figure) / 2);
  return {
    text: all,
    provinceCode: province,
    provinceName: provinceName(province),
    century,
    sex: Number(figure) % 2 === 1 ? "female" : "male",
    birthYear: (century - 1) * 100 + Number(year),
  };
}

/** The twelve digits a number of ten or eleven had before its leading zeros were dropped; a suggestion, never a repair. */
export function likelyNumber(text: string | null): string | null {
  const digits = digitsOf(text ?? "");
  if (!DIGITS.test(digits) || (digits.length !== 10 && digits.length !== 11)) return null;
  const padded = digits.padStart(12, "0");
  return provinceName(padded.slice(0, 3)) === null ? null : padded;
}

/** What kind of number the text is, by shape. */
export function generationOf(text: string | null): Generation {
  const digits = digitsOf(text ?? "");
  if (PERSONAL.test(digits)) return "personal_number";
  if (DIGITS.test(digits) && digits.length === 9) return "old_id";
  if (likelyNumber(text) !== null) return "lost_zero";
  return PASSPORT.test(digits) ? "passport" : "unknown";
}

/** What is odd about a number that should be a personal number. Never hard. */
export function findingsFor(text: string | null, context: NumberContext = {}): Finding[] {
  const written = squeeze(text ?? "");
  if (written === "") return [];
  const soft = (code: string, message: string, source = SHAPE_SOURCE): Finding =>
    finding(`personal_number.${code}`, "soft", context.field ?? "", message, source);

  const generation = generationOf(written);
  if (generation === "lost_zero") {
    const likely = likelyNumber(written) ?? "";
    return [soft("lost_zero", `“${written}” thiếu số 0 ở đầu, có thể là ${likely}. Kiểm tra lại; không tự sửa.`)];
  }
  if (generation === "old_id") {
    return [soft("old_id", `“${written}” là số CMND 9 số, không phải số định danh. Ghi vào ô giấy tờ tùy thân.`)];
  }
  const number = readPersonalNumber(written);
  if (number === null) {
    return [soft("shape", `“${written}” không phải số định danh: cần đúng 12 chữ số. Kiểm tra lại.`)];
  }

  const found: Finding[] = [];
  const { provinceCode, sex, birthDate } = context;
  if (number.provinceName === null && Number(number.provinceCode) < FIRST_COUNTRY_CODE) {
    const message = `Ba số đầu ${number.provinceCode} không phải mã tỉnh nào. Kiểm tra lại số.`;
    found.push(soft("province_unknown", message));
  }
  if (number.provinceName !== null && provinceCode && provinceCode !== number.provinceCode) {
    const where = provinceName(provinceCode) ?? provinceCode;
    const message = `Số định danh theo nơi đăng ký khai sinh ${number.provinceName}, còn thông tin đăng ký là ${where}. Kiểm tra lại.`;
    found.push(soft("province", message, KEPT_SOURCE));
  }
  if (isSex(sex) && sex !== number.sex) {
    const message = `Số định danh theo giới tính ${SEX_LABELS[number.sex]}, còn sổ ghi ${SEX_LABELS[sex]}. Kiểm tra lại.`;
    found.push(soft("sex", message, KEPT_SOURCE));
  }
  const first = birthDate?.earliest() ?? null;
  const last = birthDate?.latest() ?? null;
  if (birthDate && first !== null && last !== null && !birthDate.approximate) {
    const outside = number.birthYear < Number(first.slice(0, 4)) || number.birthYear > Number(last.slice(0, 4));
    const message = `Số định danh theo năm sinh ${number.birthYear}, còn ngày sinh ghi ${birthDate.written()}. Kiểm tra lại.`;
    if (outside) found.push(soft("birth_year", message, KEPT_SOURCE));
  }
  return found;
}
