export { compareDates, type DateAgreement } from "./compare";
export { FIRST_YEAR, LAST_YEAR, PartialDate, SENTINEL_DATE, type Precision } from "./partial";
export { readDate, type DateReading } from "./reading";
export { readShorthand } from "./shorthand";
export { echoWords, readWords, sayYear, writeWords, type Variant } from "./words";
