/** Answers that wait to be sent say how long, and the conversation is drawn anew when one is out. */
export function countDown(refresh) {
  let gone = new Set();
  const draw = () => {
    const waiting = [...document.querySelectorAll('[data-held]')];
    for (const held of waiting) {
      const left = Math.ceil((Date.parse(held.dataset.held) - Date.now()) / 1000);
      const text = left > 0 ? held.dataset.left.replace('{seconds}', left) : held.dataset.goes;
      if (held.textContent !== text) held.textContent = text;
      if (left < 0 && !gone.has(held.dataset.held)) {
        gone.add(held.dataset.held);
        refresh();
        setTimeout(refresh, 2500);
      }
    }
    if (!waiting.length) gone = new Set();
  };
  draw();
  setInterval(draw, 500);
}
