/**
 * What the registers of the whole country usually write in columns with few words, offered behind what the book itself wrote. A list is only a list:
 * what the page has otherwise is typed.
 */

const OCCUPATIONS = [
  "làm ruộng", "nội trợ", "buôn bán", "công nhân", "làm rẫy", "làm nông", "làm vườn", "nông dân", "công nhân cao su", "giáo viên", "cán bộ", "công chức",
  "viên chức", "nhân viên", "bộ đội", "công an", "học sinh", "sinh viên", "làm thuê", "làm mướn", "thợ mộc", "thợ may", "thợ hồ", "thợ xây", "thợ máy", "thợ điện",
  "thợ hàn", "thợ sửa xe", "tài xế", "lái xe", "kế toán", "y tá", "y sĩ", "bác sĩ", "kỹ sư", "chăn nuôi", "đánh cá", "lao động tự do", "lao động phổ thông", "hưu trí",
  "già yếu", "mất sức lao động", "còn nhỏ", "không nghề nghiệp",
]; // prettier-ignore
const OF_BIRTH = ["Cha", "Mẹ", "Ông nội", "Bà nội", "Bà ngoại", "Ông ngoại", "Bác", "Chú", "Cô", "Dì", "Cậu", "Anh", "Chị"];
const OF_DEATH = ["Con", "Vợ", "Chồng", "Cha", "Mẹ", "Con trai", "Con gái", "Anh", "Chị", "Em", "Cháu", "Con rể", "Con dâu", "Ông nội", "Bà nội"];
const CAUSES = [
  "Già yếu", "Bệnh già", "Bệnh tim", "Tai biến mạch máu não", "Ung thư", "Già", "Bệnh", "Nhồi máu cơ tim", "Suy tim", "Đột quỵ", "Cao huyết áp", "Tiểu đường",
  "Ung thư gan", "Ung thư phổi", "Ung thư dạ dày", "Xơ gan", "Viêm phổi", "Lao phổi", "Hen suyễn", "Suy thận", "Sốt rét", "Sốt rét ác tính", "Sốt xuất huyết",
  "Sốt cao", "Bệnh tim bẩm sinh", "Sơ sinh non yếu", "Tai nạn giao thông", "Tai nạn lao động", "Đuối nước", "Điện giật", "Tự tử", "Ngộ độc", "Rắn cắn", "Hy sinh",
]; // prettier-ignore
const PAPERS = ["Giấy báo tử", "Giấy xác nhận", "Biên bản xác nhận", "Văn bản xác nhận việc chết", "Quyết định của Tòa án"];
const TITLES = ["Chủ tịch", "Phó Chủ tịch", "Ủy viên", "Ủy viên thư ký", "Trưởng phòng", "Phó Trưởng phòng", "Giám đốc", "Phó Giám đốc", "Quyền Chủ tịch"];
const OFFICES = ["Cục Cảnh sát ĐKQL cư trú và DLQG về dân cư", "Cục Cảnh sát QLHC về TTXH", "Cục Cảnh sát quản lý hành chính về trật tự xã hội", "Bộ Công an"];

const PROPER = /^(?:Cục|Bộ) /u;

/** @param isDeath whether it is a register of deaths: others report those */
export function usualWords(field: string, isDeath: boolean): readonly string[] {
  if (field === "death_notice.type") return PAPERS;
  switch (field.slice(field.indexOf(".") + 1)) {
    case "occupation":
      return OCCUPATIONS;
    case "relation":
      return isDeath ? OF_DEATH : OF_BIRTH;
    case "death_cause":
      return CAUSES;
    case "title":
      return TITLES;
    case "id_document.issued_by":
      return OFFICES;
    default:
      return [];
  }
}

/**
 * The words with a capital where what is typed begins with one, or where most of what the book wrote in such columns does; with a small letter where
 * the book writes so; else as they are. Small letters typed say nothing: that is how a list is searched.
 */
export function likeTheBook(words: readonly string[], ofBook: readonly string[], typed: string): readonly string[] {
  const large = ofBook.filter(isLarge).length * 2 > ofBook.length;
  if (isLarge(typed) || large) return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  // A name of an office keeps its capital.
  return ofBook.length === 0 ? words : words.map((word) => (PROPER.test(word) ? word : word.charAt(0).toLowerCase() + word.slice(1)));
}

function isLarge(text: string): boolean {
  const first = text.charAt(0);
  return first !== first.toLowerCase();
}
