// A queue is worked off from the keyboard: ↑ ↓ walk through those who wait, Enter opens the one in focus as any link does.
const doors = [...document.querySelectorAll("a[data-open]")];
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

document.addEventListener("keydown", (event) => {
  const step = STEPS[event.key];
  if (!step || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const here = doors.indexOf(document.activeElement);
  const next = doors[here < 0 ? 0 : here + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.scrollIntoView({ block: "nearest" });
});

if (document.activeElement === document.body) doors[0]?.focus({ preventScroll: true });
