// One more row as soon as the last one is used; a value typed means that the column is not emptied.
// Without this script the form has its few rows and works the same.
const rows = document.getElementById("cac-dong");
const count = document.getElementById("so-dong");
const MOST = 60;

function numbered(row, number) {
  for (const control of row.querySelectorAll("[name]")) {
    control.name = control.name.replace(/\d+$/, number);
    control.setAttribute("aria-label", control.getAttribute("aria-label").replace(/\d+/, number));
  }
}

rows.addEventListener("change", () => {
  const last = rows.lastElementChild;
  if (last.querySelector("select").value === "" || rows.children.length >= MOST) return;
  const next = last.cloneNode(true);
  numbered(next, rows.children.length + 1);
  next.querySelector("select").value = "";
  next.querySelector('input[type="checkbox"]').checked = false;
  next.querySelector("input.form-control").value = "";
  rows.append(next);
  count.value = rows.children.length;
});

rows.addEventListener("input", (event) => {
  if (!event.target.matches("input.form-control") || event.target.value === "") return;
  event.target.closest("tr").querySelector('input[type="checkbox"]').checked = false;
});

document.getElementById("loi")?.focus();
