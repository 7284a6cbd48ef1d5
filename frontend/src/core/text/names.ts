/** A name's parts and what is odd about it: port of `hotich.core.text.names`. */
import { finding, type Finding } from "../findings";
import { isAbbreviated, nameWords } from "./abbreviations";
import { compose, squeeze } from "./compose";
import { comparisonKey, searchKey } from "./keys";
import { suspectedEncoding } from "./legacy";

export interface NameParts {
  readonly surname: string;
  readonly middle: string;
  readonly given: string;
  readonly baptismal: string;
}

const COMPOUND_SURNAMES = ["công huyền tôn nữ", "công tằng tôn nữ", "huyền tôn nữ", "công tôn nữ", "tôn thất", "tôn nữ", "âu dương"];
const SAINTS = new Set(
  "anna antôn antôniô augustinô catarina cecilia giacôbê gioakim gioan giuse isave luca lucia marcô maria martinô matta mađalêna micae mátta phanxicô phaolo phaolô phero phêrô rosa teresa têrêsa tôma vinhsơn đaminh".split(" "),
);
const UNNAMED =
  /^(?:chưa (?:đặt|có) tên|không (?:có )?tên|vô danh|(?:con |bé |em bé |trẻ |cháu )?(?:gái|trai)|bé|hài nhi)$/u;
const CLAN_PREFIX = /^(?:y|h|k|ka|h'|y'|k'|h-|y-|k-)$/u;
const PREFIXED = /^(?:h'|y'|h-|y-|k'|k-)./u;
const DIGIT = /[0-9]/u;
const SYMBOL = /[\\/@#$%&*+=<>{}[\]|_!;:"\u00bf\u00a1]/u;
const GROUPS_WITHOUT_THI = new Set(["dao", "hoa", "kinh", "muong", "nung", "tay", "thai", "viet"]);

/** Whether the register says that the child has no name yet. */
export function isUnnamed(text: string): boolean {
  return UNNAMED.test(comparisonKey(text));
}

/** Surname, middle and given name; the full string stays authoritative. */
export function splitName(text: string, ethnicity: string | null = null): NameParts {
  let words = nameWords(text);
  if (words.length === 0 || isUnnamed(text)) return { surname: "", middle: "", given: squeeze(text), baptismal: "" };
  let keys = words.map(comparisonKey);
  let baptismal = "";
  if (words.length >= 3 && SAINTS.has(keys[0] ?? "")) {
    baptismal = words[0] ?? "";
    words = words.slice(1);
    keys = keys.slice(1);
  }
  const first = words[0] ?? "";
  const last = words[words.length - 1] ?? "";
  const key = keys[0] ?? "";
  if (words.length === 1) return { surname: "", middle: "", given: first, baptismal };
  if (CLAN_PREFIX.test(key)) {
    return { surname: words.slice(2).join(" "), middle: "", given: words.slice(0, 2).join(" "), baptismal };
  }
  if (PREFIXED.test(key)) return { surname: words.slice(1).join(" "), middle: "", given: first, baptismal };
  if (PREFIXED.test(keys[keys.length - 1] ?? "")) {
    return { surname: words.slice(0, -1).join(" "), middle: "", given: last, baptismal };
  }
  if (key === "thị" && words.length === 2 && GROUPS_WITHOUT_THI.has(searchKey(ethnicity ?? ""))) {
    return { surname: "", middle: first, given: last, baptismal };
  }
  const joined = keys.join(" ");
  const compound = COMPOUND_SURNAMES.find((surname) => joined.startsWith(`${surname} `));
  const length = compound === undefined ? 1 : compound.split(" ").length;
  return {
    surname: words.slice(0, length).join(" "),
    middle: words.slice(length, -1).join(" "),
    given: last,
    baptismal,
  };
}

/** What is odd about a name as written. Never hard: the book may really say it. */
export function nameFindings(text: string, field = ""): Finding[] {
  const written = compose(text);
  const found: Finding[] = [];
  const encoding = suspectedEncoding(written);
  if (encoding !== "") {
    found.push(
      finding(
        "name.legacy_encoding",
        "soft",
        field,
        `Tên “${written}” có vẻ được lưu bằng bảng mã cũ (${encoding}). Xem lại sổ và gõ lại bằng Unicode.`,
      ),
    );
  } else if (SYMBOL.test(written)) {
    found.push(finding("name.symbols", "soft", field, `Tên “${written}” có ký hiệu lạ. Kiểm tra lại với sổ.`));
  }
  if (DIGIT.test(written)) {
    found.push(finding("name.digits", "soft", field, `Tên “${written}” có chữ số. Kiểm tra lại với sổ.`));
  }
  const words = nameWords(written);
  if (words.some((word, place) => isAbbreviated(word, place === 0))) {
    found.push(
      finding(
        "name.abbreviated",
        "silent",
        field,
        `Tên “${written}” viết tắt. Giữ nguyên như sổ; tên đầy đủ chỉ là gợi ý khi tra cứu.`,
        "NĐ 158/2005/NĐ-CP Đ.68",
      ),
    );
  }
  if (isUnnamed(written)) {
    found.push(
      finding("name.unnamed", "soft", field, `Sổ ghi “${written}”, không phải tên riêng. Xác nhận đúng như sổ.`),
    );
  } else if (words.length === 1) {
    found.push(finding("name.one_word", "silent", field, `Tên “${written}” chỉ có một chữ, không rõ họ.`));
  }
  return found;
}
