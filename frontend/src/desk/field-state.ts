/** What a field's view shows of the entry on the desk. */
import type { Desk } from "./desk";
import type { FieldState } from "./field-view";
import { keyOf } from "./findings";
import type { FieldSpec } from "./types";
import { MISSING_LABELS } from "./values";

export function stateOf(desk: Desk, spec: FieldSpec): FieldState {
  const { id } = spec;
  const findings = desk.findingsAt(id);
  return {
    value: desk.fields[id],
    saved: desk.savedState(id),
    required: desk.isRequired(spec),
    visible: desk.stops.visible.includes(id),
    skipped: desk.isSkipped(id),
    findings,
    kept: new Set(findings.filter((finding) => desk.overrides.has(keyOf(finding))).map((finding) => finding.code)),
    echo: desk.echo(spec),
    register: desk.registerAt(id),
    current: desk.data.entry.current[id] ?? null,
    previous: previousOf(desk, id),
    readOnly: desk.readOnly,
  };
}

/** What the entry before has there; an entry that is keyed without assistance does not show it. */
function previousOf({ data }: Desk, field: string): string | null {
  const value = data.assisted ? data.previous?.fields[field] : undefined;
  if (value === undefined) return null;
  return value.m !== null ? MISSING_LABELS[value.m] : value.v;
}
