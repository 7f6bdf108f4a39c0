/** A small search field above a long list of choices hides those that do not match. */
export function narrowLists() {
  document.addEventListener('input', (event) => {
    if (!event.target.matches('[data-narrow]')) return;
    const wanted = event.target.value.trim().toLocaleLowerCase();
    const list = event.target.parentElement.querySelector('ul');
    for (const entry of list.children) entry.hidden = !entry.textContent.toLocaleLowerCase().includes(wanted);
  });
}
