// Confirming columns from the keyboard: ↑ ↓ walk, the space bar keeps or drops, Ctrl+Enter confirms. The drawing follows.
const boxes = [...document.querySelectorAll("input[data-column]")];
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey && event.key === "Enter") {
    document.activeElement?.form?.requestSubmit();
    return;
  }
  const at = boxes.indexOf(document.activeElement);
  const next = boxes[at + (STEPS[event.key] ?? 0)];
  if (at < 0 || !STEPS[event.key] || !next) return;
  event.preventDefault();
  next.focus();
  next.scrollIntoView({ block: "nearest" });
});

for (const box of boxes) {
  box.addEventListener("change", () => {
    const drawn = document.querySelector(`[data-drawn="${CSS.escape(box.value)}"]`);
    if (drawn) drawn.hidden = !box.checked;
  });
}

const added = [...document.querySelectorAll("input[data-new-column]")];
const place = document.querySelector("[data-drawn-new]");
for (const input of added) {
  input.addEventListener("input", () => {
    const labels = added.map((one) => one.value.trim()).filter((label) => label !== "");
    place.hidden = labels.length === 0;
    place.querySelector("div").replaceChildren(
      ...labels.map((label) => {
        const cell = document.createElement("span");
        cell.className = "added";
        cell.textContent = label;
        return cell;
      }),
    );
  });
}

if (document.activeElement === document.body) boxes[0]?.focus({ preventScroll: true });
