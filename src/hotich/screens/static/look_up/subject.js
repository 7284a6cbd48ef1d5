// The nearest, from the keyboard: ↑ ↓ move among them as among any radios, Enter opens the chosen one, Alt and a figure decide.
// Without this script everything stands open below each other.
const form = document.getElementById("xac-dinh");
const radios = [...form.querySelectorAll('input[name="ung-vien"]')];
const of = (name, rank) => form.querySelector(`[data-${name}="${rank}"]`);

function choose() {
  for (const radio of radios) {
    of("candidate", radio.value).classList.toggle("chosen", radio.checked);
    for (const name of ["opened", "cautions", "decide"]) {
      const part = of(name, radio.value);
      if (part) part.hidden = !radio.checked;
    }
  }
}

form.addEventListener("change", choose);
form.addEventListener("click", (event) => {
  const row = event.target.closest("tr[data-candidate]");
  if (!row) return;
  const radio = row.querySelector("input");
  radio.checked = true;
  radio.focus();
  choose();
});
document.addEventListener("keydown", (event) => {
  const chosen = radios.find((radio) => radio.checked);
  if (event.key === "Enter" && radios.includes(event.target)) {
    event.preventDefault();
    of("opened", chosen.value).focus();
  } else if (event.key === "Escape" && event.target.closest(".opened")) {
    chosen.focus();
  } else if (event.altKey && !event.ctrlKey && /^(Digit|Numpad)[1-3]$/.test(event.code)) {
    const key = event.code.at(-1);
    const button = key === "1" ? of("decide", chosen.value) : form.querySelector(`[data-key="${key}"]`);
    if (!button) return;
    event.preventDefault();
    button.click();
  }
});

choose();
if (document.activeElement === document.body) radios[0]?.focus({ preventScroll: true });
