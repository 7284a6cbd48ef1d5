/** Starts the desk on the page that carries `#desk`. */
import { practise, PRACTICE_PATH } from "../practice/main";
import { boot, bootChecks, CHECK_PATH, NOTHING_TO_CHECK, NOTHING_TO_KEY } from "../shift/boot";
import { h } from "./dom";
import { ServerSaysNo } from "./http";
import { registerWorker } from "../sw/register";
import { loadFonts } from "../viewer/later";
import { startTheme } from "../viewer/theme";

const CHOOSE_STATION = "station.choose";

const root = document.getElementById("desk");
if (root !== null) {
  // The desk fills what the page's own head leaves of the window.
  root.style.setProperty("--desk-top", `${Math.round(root.getBoundingClientRect().top + window.scrollY)}px`);
  startTheme();
  registerWorker();
  const begun: Promise<unknown> = begin(root, window.location.pathname);
  begun.then(() => loadFonts(root)).catch((error: unknown) => {
    const here = encodeURIComponent(window.location.pathname + window.location.search);
    if (error instanceof ServerSaysNo && error.code === CHOOSE_STATION) {
      return window.location.replace(`${window.location.pathname === CHECK_PATH ? "/kiem-tra/may/" : "/nhap/may/"}?tiep=${here}`);
    }
    if (error instanceof ServerSaysNo && error.status === 401) return window.location.replace(`/dang-nhap/?next=${here}`);
    const sentence = error instanceof Error ? error.message : String(error);
    const isDone = error instanceof ServerSaysNo && (error.code === NOTHING_TO_KEY || error.code === NOTHING_TO_CHECK);
    root.replaceChildren(
      h(
        "div",
        { class: "desk-nothing" },
        h("p", { role: "alert" }, isDone ? sentence : `Chưa mở được bàn nhập: ${sentence} Tải lại trang để thử lại.`),
        h("p", {}, h("a", { href: "/" }, "Về việc hôm nay")),
      ),
    );
  });
}

function begin(element: HTMLElement, path: string): Promise<unknown> {
  if (path === PRACTICE_PATH) return practise(element);
  return path === CHECK_PATH ? bootChecks(element) : boot(element);
}
