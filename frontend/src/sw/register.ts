/** Asks the browser to keep the desk at hand for a start without a line. */

let hasNews = false;

/** Whether a newer desk has been fetched; it takes over at the next start of the page. */
export function isOutdated(): boolean {
  return hasNews;
}

export function registerWorker(): void {
  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker.addEventListener("message", (event: MessageEvent<{ kind?: string } | null>) => {
    if (event.data?.kind === "renewed") hasNews = true;
  });
  window.addEventListener("load", () => {
    navigator.serviceWorker
      .register("/sw.js", { scope: "/", updateViaCache: "none" })
      .then(() => navigator.serviceWorker.ready)
      .then(({ active }) => active?.postMessage({ kind: "check" }))
      .catch(() => {
        // Without it the desk works as long as the page stays open.
      });
  });
}
