/** A few lines instead of a framework: elements, text and live announcements. No markup is ever built from strings. */

type Props = Readonly<Record<string, string | boolean | null | undefined | ((event: Event) => void)>>;
type Child = Node | string | null | undefined | false;

/** An element. Functions become listeners, true an empty attribute; false, null and undefined are left out. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (typeof value === "string") element.setAttribute(name, value);
  }
  element.append(...children.filter((child): child is Node | string => child !== null && child !== undefined && child !== false));
  return element;
}

/** Writes a text only where it differs, so that screen readers and layout are left in peace. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

export function setAttr(element: Element, name: string, value: string | null): void {
  if (value === null) element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

let said: HTMLElement | null = null;
let heard: HTMLElement | null = null;

/** Where the desk speaks: one place everybody reads, one only for screen readers. To be put on the page once. */
export function announcers(): HTMLElement[] {
  said = h("div", { class: "desk-says", role: "status", "aria-live": "polite" });
  heard = h("div", { class: "desk-hears", role: "status", "aria-live": "polite" });
  return [said, heard];
}

const SAID_FOR = 5000;
let silence: ReturnType<typeof setTimeout> | undefined;

/** Says what a key did or could not do, without moving the focus or anything on the page. It goes away by itself. */
export function say(text: string): void {
  if (said === null) return;
  said.textContent = text;
  clearTimeout(silence);
  silence = setTimeout(() => said?.replaceChildren(), SAID_FOR);
}

/** Tells a screen reader what others see. */
export function tell(text: string): void {
  if (heard !== null) heard.textContent = text;
}

/** An element's id made of a dotted field id. */
export function idOf(prefix: string, field: string): string {
  return `${prefix}-${field.replace(/[^A-Za-z0-9_-]/g, "-")}`;
}

/** `2023-05-01…` → `01/05/2023`; what is no such date is left as it is. */
export function vietnameseDate(iso: string): string {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso) ?? [];
  return year === undefined ? iso : `${day}/${month}/${year}`;
}

/** A moment in business time, to the minute: `08:00 01/06/2023`. */
export function vietnameseTime(iso: string): string {
  const moment = new Date(iso);
  if (Number.isNaN(moment.getTime())) return iso;
  const local = new Date(moment.getTime() + 7 * 3_600_000).toISOString();
  return `${local.slice(11, 16)} ${vietnameseDate(local)}`;
}
