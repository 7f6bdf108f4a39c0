const PAUSE = 120;
let waiting, running;

/** Finds anything: Ctrl/Cmd+K or the search box. Arrow keys choose, Enter opens; a newer question ends the older one. */
export function openPalette() {
  const dialog = document.getElementById('palette');
  if (!dialog) return;
  const text = dialog.querySelector('input');
  const list = document.getElementById('palette-list');
  const open = () => show(dialog, text, list);
  document.addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      open();
    }
  });
  const box = document.querySelector('[data-do="open-palette"]');
  box?.addEventListener('pointerdown', (event) => { event.preventDefault(); open(); });
  box?.addEventListener('keydown', (event) => { if (event.key === 'Enter' || event.key === 'ArrowDown') { event.preventDefault(); open(); } });
  box?.addEventListener('input', () => { text.value = box.value; box.value = ''; open(); find(text, list); });
  text.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(() => find(text, list), PAUSE); });
  text.addEventListener('keydown', (event) => move(event, text, list));
}

function show(dialog, text, list) {
  if (dialog.open) return;
  dialog.showModal();
  text.select();
  find(text, list);
}

async function find(text, list) {
  running?.abort();
  running = new AbortController();
  try {
    const answer = await fetch(`/palette?q=${encodeURIComponent(text.value)}`, { headers: { 'HX-Request': 'true' }, signal: running.signal });
    if (answer.headers.get('HX-Redirect')) location.assign(answer.headers.get('HX-Redirect'));
    list.innerHTML = await answer.text();
    choose(list.querySelector('a'), text, list);
  } catch (failure) {
    if (failure.name !== 'AbortError') list.replaceChildren();
  }
}

function move(event, text, list) {
  const options = [...list.querySelectorAll('a')];
  const current = options.findIndex((option) => option.getAttribute('aria-selected') === 'true');
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && options.length) {
    event.preventDefault();
    choose(options[(current + step + options.length) % options.length], text, list);
  } else if (event.key === 'Enter' && options[current] && !event.isComposing) {
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) window.open(options[current].href, '_blank', 'noopener');
    else location.assign(options[current].href);
  }
}

function choose(option, text, list) {
  for (const other of list.querySelectorAll('[aria-selected="true"]')) other.setAttribute('aria-selected', 'false');
  option?.setAttribute('aria-selected', 'true');
  option?.scrollIntoView({ block: 'nearest' });
  if (option) text.setAttribute('aria-activedescendant', option.id);
  else text.removeAttribute('aria-activedescendant');
}
