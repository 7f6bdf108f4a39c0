/** Requests that change something carry the token of the session. */
export function signRequests() {
  const token = document.querySelector('meta[name="csrf"]')?.content;
  if (!token) return;
  document.addEventListener('htmx:configRequest', (event) => {
    if (event.detail.verb !== 'get') event.detail.headers['X-CSRF-Token'] = token;
  });
}
