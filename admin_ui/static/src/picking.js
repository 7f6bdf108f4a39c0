/** Typing into the field of a choice picks that choice. */
export function pickByTyping() {
  document.addEventListener('input', (event) => {
    const place = event.target.closest('[data-picks]');
    if (!place) return;
    const radios = [...event.target.form.elements[place.dataset.picks]];
    const fitting = place.dataset.pick.split(' ');
    if (!radios.some((radio) => radio.checked && fitting.includes(radio.value))) radios.find((radio) => fitting.includes(radio.value)).checked = true;
  });
}
