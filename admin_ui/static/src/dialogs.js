const OPENERS = { 'open-query': 'query', 'open-keys': 'keys' };

/** Drawers and boxes: opened by a button, closed by Escape, their own button or a click beside them. */
export function openDialogs() {
  document.addEventListener('click', (event) => {
    const opener = event.target.closest('[data-do]');
    const id = OPENERS[opener?.dataset.do];
    if (id) openDialog(id);
    if (event.target instanceof HTMLDialogElement && isBeside(event)) event.target.close();
  });
}

export function openDialog(id) {
  const dialog = document.getElementById(id);
  if (dialog && !dialog.open) dialog.showModal();
}

function isBeside({ target, clientX, clientY }) {
  const box = target.getBoundingClientRect();
  return clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom;
}
