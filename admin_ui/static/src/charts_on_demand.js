/** Loads the chart code only where there is a chart. */
export async function drawCharts(root) {
  const figures = [...root.querySelectorAll('[data-chart]')].filter((figure) => !figure.dataset.drawn);
  if (!figures.length) return;
  const { draw } = await import('./charts.js');
  for (const figure of figures) {
    figure.dataset.drawn = 'yes';
    draw(figure);
  }
}
