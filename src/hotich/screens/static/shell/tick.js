// One box in the head of a table ticks all the boxes below it, for who works off a whole page of a list.
for (const head of document.querySelectorAll("th[data-tick]")) {
  const boxes = [...head.closest("table").querySelectorAll('tbody input[type="checkbox"]')];
  if (boxes.length < 2) continue;
  const all = document.createElement("input");
  all.type = "checkbox";
  all.className = "form-check-input";
  all.setAttribute("aria-label", "Chọn cả trang");
  all.title = "Chọn cả trang";
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
  });
  head.replaceChildren(all);
  head.closest("table").addEventListener("change", () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  });
}
