import assert from "node:assert/strict";
import { test } from "node:test";
import { readDate } from "../src/core/dates";
import {
  findingsFor,
  generationOf,
  likelyNumber,
  provinceCodeOf,
  readPersonalNumber,
  type PersonalNumber,
} from "../src/core/identifiers";
import { readVectors } from "./vectors";

function shown(number: PersonalNumber | null): unknown {
  if (number === null) return null;
  return {
    text: number.text,
    province_code: number.provinceCode,
    province_name: number.provinceName,
    century: number.century,
    sex: number.sex,
    birth_year: number.birthYear,
  };
}

type Context = Partial<Record<"field" | "sex" | "birth_date" | "province_code", string>>;

const ANSWERS: Record<string, (text: string, context: Context) => unknown> = {
  read_personal_number: (text) => shown(readPersonalNumber(text)),
  generation_of: generationOf,
  likely_number: likelyNumber,
  province_code_of: provinceCodeOf,
  findings_for: (text, { field = "", sex, birth_date, province_code }) =>
    findingsFor(text, {
      field,
      sex: sex ?? null,
      birthDate: readDate(birth_date ?? null).value,
      provinceCode: province_code ?? null,
    }),
};

test("numbers read the same in the browser as in the reference", () => {
  for (const { function: name, args, result } of readVectors("identifiers")) {
    const answer = ANSWERS[name];
    assert.ok(answer, `the port has no ${name}`);
    const [text, context] = args as [string, Context?];
    assert.deepEqual(answer(text, context ?? {}), result, `${name}(${JSON.stringify(args)})`);
  }
});
