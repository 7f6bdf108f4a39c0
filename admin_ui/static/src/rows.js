/** A row opens on a click anywhere in it (text can still be selected); j and k walk the rows. */
export function openRows() {
  document.addEventListener('click', (event) => {
    const row = event.target.closest('tr[data-href]');
    if (!row || event.target.closest('a, button, summary, input, label') || String(getSelection())) return;
    if (event.ctrlKey || event.metaKey) window.open(row.dataset.href, '_blank', 'noopener');
    else location.assign(row.dataset.href);
  });
  document.addEventListener('auxclick', (event) => {
    const row = event.target.closest('tr[data-href]');
    if (row && event.button === 1 && !event.target.closest('a')) window.open(row.dataset.href, '_blank', 'noopener');
  });
}

export function walkRows(step) {
  const links = [...document.querySelectorAll('#main .row-link, #main a.next-main')];
  const current = links.indexOf(document.activeElement);
  const next = links[Math.max(0, Math.min(links.length - 1, current + step))];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}
