/** Says in a corner that a part could not be loaded; the page stays as it was. */
export function sayFailures() {
  const say = () => {
    const toasts = document.getElementById('toasts');
    const note = document.createElement('p');
    note.className = 'notice notice-bad';
    note.textContent = toasts.dataset.failed;
    toasts.replaceChildren(note);
    setTimeout(() => note.remove(), 8000);
  };
  for (const name of ['htmx:sendError', 'htmx:timeout', 'htmx:responseError']) document.addEventListener(name, say);
  document.addEventListener('htmx:beforeSwap', (event) => {
    if (event.detail.xhr.status === 400) Object.assign(event.detail, { shouldSwap: true, isError: false });
  });
}
