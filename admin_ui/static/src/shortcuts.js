import { openDialog } from './dialogs.js';
import { walkRows } from './rows.js';

const PLACES = { h: '/', m: '/members', o: '/orders', t: '/tickets' };
const KEYS = {
  '?': () => openDialog('keys'),
  q: () => openDialog('query'),
  j: () => walkRows(1),
  k: () => walkRows(-1),
  '/': () => document.querySelector('.search-field')?.focus(),
  f: () => document.querySelector('.add-filter > summary')?.click(),
  u: () => document.querySelector('[data-back]')?.click(),
  '[': () => neighbor(-1),
  ']': () => neighbor(1),
};
let isGoing = false;

/** Single keys, unless someone is typing or has switched them off in the keyboard help. */
export function listenForKeys() {
  const box = document.querySelector('[data-single-keys]');
  if (box) {
    box.checked = areOn();
    box.addEventListener('change', () => localStorage.setItem('single-keys', box.checked ? 'on' : 'off'));
  }
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !areOn()) return;
    if (event.target.closest('input, textarea, select, [contenteditable], dialog[open], .explorer')) return;
    if (isGoing && PLACES[event.key]) return void location.assign(PLACES[event.key]);
    isGoing = event.key === 'g';
    if (isGoing) setTimeout(() => { isGoing = false; }, 1200);
    if (!KEYS[event.key]) return;
    event.preventDefault();
    KEYS[event.key]();
  });
}

function areOn() {
  return localStorage.getItem('single-keys') !== 'off';
}

/** The page or tab before or after this one. */
function neighbor(step) {
  const paging = document.querySelector(`.rows a[rel="${step > 0 ? 'next' : 'prev'}"]`);
  const tab = document.querySelector('#tabs [aria-current]');
  (paging ?? (step > 0 ? tab?.nextElementSibling : tab?.previousElementSibling))?.click();
}
