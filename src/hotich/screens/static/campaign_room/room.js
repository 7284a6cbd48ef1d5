// Parts of the room look again by themselves: only while somebody can see them, and only what has changed is drawn anew.
const TICK = 5000;
// A server that hangs answers nothing, not even a mistake.
const PATIENCE = 15000;
const TIME = new Intl.DateTimeFormat("vi-VN", { timeZone: "Asia/Ho_Chi_Minh", hour: "2-digit", minute: "2-digit" });
const status = document.getElementById("room-live");
const parts = [...document.querySelectorAll("[data-live]")].map((element) => ({
  element,
  held: element.parentElement.querySelector("[data-held]"),
  every: Number(element.dataset.live) * 1000,
  last: Date.now(),
}));
let lost = 0;

function look() {
  if (document.hidden) return;
  for (const part of parts) {
    if (Date.now() - part.last < part.every) continue;
    // Who is reading a part with the keyboard is not interrupted, but told how old it is.
    if (part.element.querySelector(":focus-visible")) {
      hold(part);
      continue;
    }
    if (part.held) part.held.hidden = true;
    part.last = Date.now();
    part.element.dispatchEvent(new CustomEvent("look-again"));
  }
}

function hold({ held, last }) {
  if (!held || !held.hidden) return;
  held.querySelector("time").textContent = TIME.format(last);
  held.hidden = false;
}

// Where the keyboard has gone is known one turn later.
document.body.addEventListener("focusout", () => setTimeout(look));

document.body.addEventListener("htmx:configRequest", (event) => {
  const known = event.target.dataset.etag;
  if (known) event.detail.headers["If-None-Match"] = known;
  event.detail.timeout = PATIENCE;
});

document.body.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, target } = event.detail;
  if (xhr.status === 304) {
    event.detail.shouldSwap = false;
    event.detail.isError = false;
    return;
  }
  if (xhr.status !== 200) return;
  target.dataset.etag = xhr.getResponseHeader("ETag") ?? "";
  target.dataset.open = [...target.querySelectorAll("details[open]")].map((one) => place(one, target)).join(" ");
});

// What somebody has opened stays open.
document.body.addEventListener("htmx:afterSwap", (event) => {
  const target = event.detail.target;
  const open = new Set((target.dataset.open ?? "").split(" "));
  for (const one of target.querySelectorAll("details")) {
    if (open.has(place(one, target))) one.open = true;
  }
});

function place(details, target) {
  return details.id || `n${[...target.querySelectorAll("details")].indexOf(details)}`;
}

document.body.addEventListener("htmx:afterRequest", (event) => {
  const { xhr } = event.detail;
  const answered = xhr.status === 200 || xhr.status === 304;
  lost = answered ? 0 : lost + 1;
  const said = lost > 2 ? "Mất kết nối với máy chủ: số liệu trên màn hình có thể đã cũ." : "";
  if (status && status.textContent !== said) status.textContent = said;
});

document.addEventListener("visibilitychange", look);
setInterval(look, TICK);
