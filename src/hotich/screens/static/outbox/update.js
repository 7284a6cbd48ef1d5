// Alt and a figure press the button that bears it; a refusal takes the focus so that it is read first.
document.getElementById("loi")?.focus();

document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || !/^(Digit|Numpad)[1-3]$/.test(event.code)) return;
  const button = document.querySelector(`button[data-key="${event.code.at(-1)}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
});
