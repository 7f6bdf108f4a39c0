/** Counts down what is shown for a minute; afterwards the server draws the page as it is then. */
export function countDown() {
  setInterval(() => {
    const shown = [...document.querySelectorAll('[data-until]')];
    if (!shown.length) return;
    const left = shown.map((time) => Math.ceil((Date.parse(time.dataset.until) - Date.now()) / 1000));
    shown.forEach((time, place) => { time.textContent = `${Math.max(0, left[place])} s`; });
    if (left.some((seconds) => seconds <= 0)) {
      shown.forEach((time) => { delete time.dataset.until; });
      location.replace(location.href);
    }
  }, 1000);
}
