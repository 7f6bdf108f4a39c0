/** Menus are <details>: one open at a time, closed by Escape or a click elsewhere, their content loaded when opened. */
export function tameMenus(htmx) {
  document.addEventListener('toggle', (event) => {
    const menu = event.target;
    if (!menu.matches?.('details.menu') || !menu.open) return;
    closeMenus(menu);
    for (const link of menu.querySelectorAll('[hx-trigger="open-menu"]')) htmx.trigger(link, 'open-menu');
    keepInside(menu);
  }, true);
  document.addEventListener('click', (event) => closeMenus(event.target.closest('details.menu')));
  document.addEventListener('keydown', (event) => {
    const menu = event.target.closest?.('details.menu[open]');
    if (event.key !== 'Escape' || !menu) return;
    menu.open = false;
    menu.querySelector('summary').focus();
    event.stopPropagation();
  });
  document.addEventListener('htmx:afterSettle', (event) => {
    const body = event.target.closest?.('.menu-body');
    body?.querySelector('input:not([type=hidden]), select, a, button')?.focus();
  });
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll('details.menu[open]')) if (!except || (menu !== except && !menu.contains(except))) menu.open = false;
}

/** A menu that would leave the window on the right opens to the left. */
function keepInside(menu) {
  const body = menu.querySelector('.menu-body');
  if (body && body.getBoundingClientRect().right > innerWidth) body.classList.add('menu-end');
}
