/** Light or night, as the machine is set, or as the officer says on this machine. */
const KEPT = "hotich.theme";
const DARK = "(prefers-color-scheme: dark)";

type Choice = "light" | "night" | null;

const NEXT: Readonly<Record<string, Choice>> = { auto: "night", night: "light", light: null };
const SAID: Readonly<Record<string, string>> = { auto: "Nền theo máy.", night: "Nền tối.", light: "Nền sáng." };

function chosen(): Choice {
  const kept = localStorage.getItem(KEPT);
  return kept === "light" || kept === "night" ? kept : null;
}

function show(): void {
  const night = (chosen() ?? (matchMedia(DARK).matches ? "night" : "light")) === "night";
  document.documentElement.dataset["theme"] = night ? "night" : "light";
  document.documentElement.dataset["bsTheme"] = night ? "dark" : "light";
}

/** To be called once, before anything is drawn. */
export function startTheme(): void {
  show();
  matchMedia(DARK).addEventListener("change", show);
}

/** Night, light, as the machine: one after the other. Says which. */
export function nextTheme(): string {
  const next = NEXT[chosen() ?? "auto"]!;
  if (next === null) localStorage.removeItem(KEPT);
  else localStorage.setItem(KEPT, next);
  show();
  return SAID[next ?? "auto"]!;
}
