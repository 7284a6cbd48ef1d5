/** The form of a check: only the columns that are asked, each of which needs an answer; nothing that could tell what the first officer keyed. */
import type { Edition } from "./types";

export function askedOnly(edition: Edition, fields: readonly string[]): Edition {
  const asked = new Set(fields);
  const isAsked = (field: string): boolean => asked.has(field);
  return {
    ...edition,
    groups: edition.groups
      .map((group) => ({
        ...group,
        fields: group.fields
          .filter(({ id }) => isAsked(id))
          .map((field) => ({ ...field, required: true, required_when: null, visible_when: null, constant: false })),
      }))
      .filter((group) => group.fields.length > 0),
    other_fields: [],
    findings: edition.findings.filter((rule) => !rule.server && rule.fields.every(isAsked)),
  };
}
