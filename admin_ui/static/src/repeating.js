/** "Add a row": another empty row like the last one, with the next number in its names. */
export function repeatRows() {
  for (const button of document.querySelectorAll('[data-do="add-row"]')) button.hidden = false;
  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-do="add-row"]');
    if (!button) return;
    const last = [...button.closest('[data-repeated]').querySelectorAll('[data-row]')].at(-1);
    last.after(emptyCopy(last));
    last.nextElementSibling.querySelector('input, select, textarea')?.focus();
  });
}

function emptyCopy(row) {
  const copy = row.cloneNode(true);
  const [, start, number] = /^(.*\.)(\d+)$/.exec(row.dataset.row);
  const next = Number(number) + 1;
  const renamed = (text) => text.replaceAll(`${start}${number}`, `${start}${next}`);
  for (const element of [copy, ...copy.querySelectorAll('*')]) {
    for (const name of ['id', 'name', 'for', 'list', 'aria-describedby', 'data-row', 'hx-get', 'hx-params']) {
      if (element.hasAttribute(name)) element.setAttribute(name, renamed(element.getAttribute(name)));
    }
    element.removeAttribute('aria-invalid');
  }
  copy.setAttribute('aria-label', copy.getAttribute('aria-label').replace(/\d+$/, next + 1));
  for (const wrong of copy.querySelectorAll('.wrong')) wrong.remove();
  for (const field of copy.querySelectorAll('input:not([type=checkbox]), textarea, select')) field.value = '';
  for (const box of copy.querySelectorAll('input[type=checkbox]')) box.checked = false;
  return copy;
}
