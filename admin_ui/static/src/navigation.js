/** Folds the menu on wide screens, or parts of it, and remembers it; closes it with Escape on small ones. Remembers the last list. */
export function foldNavigation() {
  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-do="fold-nav"]');
    if (!button) return;
    const closed = document.documentElement.dataset.nav === 'closed';
    document.documentElement.dataset.nav = closed ? 'open' : 'closed';
    button.setAttribute('aria-expanded', String(closed));
    document.cookie = `nav=${closed ? 'open' : 'closed'}; path=/; max-age=31536000; samesite=lax`;
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && location.hash === '#nav') location.hash = '#main';
  });
  document.addEventListener('toggle', rememberAreas, true);
  rememberList();
  document.addEventListener('htmx:pushedIntoHistory', rememberList);
  document.addEventListener('htmx:replacedInHistory', rememberList);
}

/** Parts of the menu stay folded on every page. */
function rememberAreas(event) {
  if (!event.target.matches?.('.nav-group')) return;
  const shut = [...document.querySelectorAll('.nav-group:not([open])')].map((group) => group.dataset.area);
  document.cookie = `areas-shut=${shut.join('.')}; path=/; max-age=31536000; samesite=lax`;
}

/** The way back from a record leads to the list as it was left. */
function rememberList() {
  const list = document.getElementById('list');
  if (list) sessionStorage.setItem(`list-${list.dataset.panel}`, location.pathname + location.search);
  const back = document.querySelector('[data-back]');
  const remembered = back && sessionStorage.getItem(`list-${back.pathname.slice(1)}`);
  if (remembered?.startsWith('/')) back.href = remembered;
}
