/** Starts the desk on the page that carries `#desk` and its data. */
import { applyVariant } from "../core/edition";
import { h } from "./dom";
import { read } from "./http";
import { Page } from "./page";
import { coreRules } from "./rules";
import type { DeskData, Edition } from "./types";
import { loadFonts } from "../viewer/later";
import { startTheme } from "../viewer/theme";

async function start(root: HTMLElement): Promise<void> {
  const data = JSON.parse(document.getElementById("desk-data")!.textContent!) as DeskData;
  const printed = await read<Edition>(data.edition_url);
  const edition = applyVariant(printed, data.book.variant);
  // The desk fills what the page's own head leaves of the window.
  root.style.setProperty("--desk-top", `${Math.round(root.getBoundingClientRect().top + window.scrollY)}px`);
  new Page(root, data, edition, coreRules(edition, data));
  loadFonts(root);
}

const root = document.getElementById("desk");
if (root !== null) {
  startTheme();
  start(root).catch((error: unknown) => {
    const sentence = error instanceof Error ? error.message : String(error);
    root.append(h("p", { role: "alert" }, `Chưa mở được bàn nhập: ${sentence} Tải lại trang để thử lại.`));
  });
}
