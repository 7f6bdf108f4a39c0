/** Canned replies by keyboard: a slash in the empty reply box, then words, arrows, Enter. */
export function pickReplies() {
  const body = document.getElementById('desk-body');
  const link = document.querySelector('[data-replies]');
  if (!body || !link) return;
  const place = () => document.getElementById('desk-replies');
  const options = () => [...place().querySelectorAll('[role="option"]:not([hidden])')];
  const chosen = () => place().querySelector('[aria-selected="true"]');

  const choose = (option) => {
    chosen()?.setAttribute('aria-selected', 'false');
    option?.setAttribute('aria-selected', 'true');
    option?.scrollIntoView({ block: 'nearest' });
    find().setAttribute('aria-activedescendant', option?.id ?? '');
  };
  const find = () => document.getElementById('desk-find');
  const close = () => {
    place().hidden = true;
    body.focus();
  };
  const insert = (option) => {
    if (!option) return;
    const before = body.value.slice(0, body.selectionStart).replace(/\/$/, '');
    body.value = before + option.dataset.body + body.value.slice(body.selectionEnd);
    const missing = document.querySelector('[data-missing-here]');
    missing.hidden = !option.dataset.missing;
    missing.querySelector('span').textContent = missing.dataset.missingHere.replace('{names}', option.dataset.missing);
    close();
    const hole = body.value.indexOf('{{', before.length);
    const at = hole < 0 ? before.length + option.dataset.body.length : hole;
    body.setSelectionRange(at, hole < 0 ? at : body.value.indexOf('}}', hole) + 2);
    body.dispatchEvent(new Event('input', { bubbles: true }));
  };
  const filter = () => {
    const words = find().value.toLowerCase().split(/\s+/);
    for (const option of place().querySelectorAll('[role="option"]')) option.hidden = !words.every((word) => option.dataset.find.toLowerCase().includes(word));
    choose(options()[0]);
  };
  const keys = {
    ArrowDown: () => choose(options()[options().indexOf(chosen()) + 1] ?? options()[0]),
    ArrowUp: () => choose(options()[options().indexOf(chosen()) - 1] ?? options().pop()),
    Enter: () => insert(chosen()),
    Escape: close,
  };
  const open = async () => {
    const answer = await fetch(link.dataset.replies, { headers: { 'HX-Request': 'true' } }).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    const made = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('desk-replies');
    if (!made) return;
    place().replaceWith(document.adoptNode(made));
    find().hidden = false;
    find().addEventListener('input', filter);
    find().addEventListener('keydown', (event) => {
      if (!keys[event.key] || event.isComposing) return;
      event.preventDefault();
      event.stopPropagation();
      keys[event.key]();
    });
    place().addEventListener('click', (event) => {
      event.preventDefault();
      insert(event.target.closest('[role="option"]'));
    });
    find().focus();
    filter();
  };
  link.addEventListener('click', (event) => {
    event.preventDefault();
    open();
  });
  body.addEventListener('keydown', (event) => {
    const before = body.value.slice(0, body.selectionStart);
    if (event.key !== '/' || event.isComposing || event.ctrlKey || event.metaKey || !/(^|\n)$/.test(before)) return;
    if (document.querySelector('#desk-composer [name="kind"]:checked')?.value !== 'reply') return;
    event.preventDefault();
    open();
  });
}
