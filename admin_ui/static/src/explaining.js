import { openDialog } from './dialogs.js';

/** A number's "Why?" opens beside the page; with a modifier key, or if it fails, as a page of its own. */
export function explainNumbers() {
  document.addEventListener('click', async (event) => {
    const link = event.target.closest('[data-why]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    const answer = await fetch(link.href, { headers: { 'HX-Request': 'true' } }).catch(() => null);
    if (!answer?.ok || answer.redirected) return void location.assign(link.href);
    const dialog = document.getElementById('why');
    dialog.innerHTML = await answer.text();
    openDialog('why');
  }, { capture: true });
}
