export {
  expansionSuggestions,
  isAbbreviated,
  nameWords,
  sameName,
  type NameAgreement,
} from "./abbreviations";
export { compose, squeeze } from "./compose";
export { comparisonKey, displayName, lacksDiacritics, searchKey } from "./keys";
export { suspectedEncoding } from "./legacy";
export { isUnnamed, nameFindings, splitName, type NameParts } from "./names";
export { unifyIY, unifyPlacement } from "./tones";
