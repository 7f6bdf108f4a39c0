import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

/** Bars from the table of a figure: its first column below, the others as height. Drawn again when the theme changes. */
export function draw(figure) {
  const place = figure.querySelector('.chart-picture');
  const rows = readRows(figure);
  if (!rows.length) return;
  if (!place) return void offerExports(figure, null, rows);
  const chart = init(place, null, { renderer: 'canvas' });
  const paint = () => chart.setOption(options(figure, rows), true);
  paint();
  new ResizeObserver(() => chart.resize()).observe(place);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', paint);
  offerExports(figure, chart, rows);
}

function readRows(figure) {
  return [...figure.querySelectorAll('tbody tr')].map((row) => [...row.cells].map((cell) => ({ raw: cell.dataset.raw ?? '', text: cell.innerText || cell.textContent.trim() })));
}

function options(figure, rows) {
  const color = (name) => resolved(figure, name);
  const unit = figure.dataset.unit;
  const language = document.documentElement.lang;
  const short = new Intl.NumberFormat(language, { notation: 'compact', ...(unit && { style: 'currency', currency: unit, currencyDisplay: 'narrowSymbol' }) });
  const day = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const font = { color: color('--text-quiet'), fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 12 };
  return {
    animation: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    animationDuration: 250,
    grid: { left: 4, right: 4, top: 14, bottom: 4, containLabel: true },
    tooltip: {
      trigger: 'axis', renderMode: 'richText', confine: true,
      axisPointer: { type: 'shadow', shadowStyle: { color: color('--bar-ground'), opacity: 0.5 } },
      backgroundColor: color('--raised'), borderColor: color('--line-strong'), textStyle: { ...font, color: color('--text') },
      formatter: ([point]) => rows[point.dataIndex].map((cell) => cell.text).join('   '),
    },
    xAxis: {
      type: 'category', data: rows.map(([x]) => x.raw), axisTick: { show: false }, axisLine: { lineStyle: { color: color('--line-strong') } },
      axisLabel: { ...font, hideOverlap: true, formatter: (value) => (/^\d{4}-\d\d-\d\d$/.test(value) ? day.format(new Date(value)) : value) },
    },
    yAxis: { type: 'value', min: 0, splitNumber: 4, splitLine: { lineStyle: { color: color('--line') } }, axisLabel: { ...font, formatter: (value) => short.format(value) } },
    ...(figure.dataset.lines ? several(figure, rows, color, font) : { series: [{ type: 'bar', data: rows.map(([, y]) => Number(y.raw)), barMaxWidth: 26, itemStyle: { color: color('--bar'), borderRadius: [3, 3, 0, 0] }, emphasis: { itemStyle: { color: color('--accent-strong') } } }] }),
  };
}

/** A bar for each column but the last, which is a line; the legend says which is which, and so do the patterns of the line. */
function several(figure, rows, color, font) {
  const heads = [...figure.querySelectorAll('thead th')].slice(1).map((cell) => cell.textContent.trim());
  const colors = [color('--bar'), color('--bar-quiet'), color('--text-strong')];
  const series = heads.map((name, at) => {
    const data = rows.map((row) => Number(row[at + 1].raw));
    const last = at === heads.length - 1;
    return last
      ? { name, type: 'line', data, symbol: 'none', lineStyle: { color: colors[2], width: 2, type: 'dashed' }, itemStyle: { color: colors[2] } }
      : { name, type: 'bar', data, barMaxWidth: 14, itemStyle: { color: colors[at], borderRadius: [3, 3, 0, 0] } };
  });
  return { legend: { top: 0, right: 0, itemWidth: 16, itemHeight: 9, textStyle: font }, grid: { left: 4, right: 4, top: 34, bottom: 4, containLabel: true }, series };
}

/** A color token as the canvas understands it, in the theme in force. */
function resolved(figure, name) {
  const probe = document.createElement('i');
  probe.hidden = true;
  probe.style.color = `var(${name})`;
  figure.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  const canvas = document.createElement('canvas').getContext('2d');
  canvas.fillStyle = value;
  canvas.fillRect(0, 0, 1, 1);
  const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
  return `rgba(${red},${green},${blue},${alpha / 255})`;
}

function offerExports(figure, chart, rows) {
  const title = figure.closest('section')?.querySelector('h2')?.textContent.trim() || 'chart';
  figure.addEventListener('click', (event) => {
    const kind = event.target.closest('[data-export]')?.dataset.export;
    if (kind === 'png') save(chart.getDataURL({ pixelRatio: 2, backgroundColor: resolved(figure, '--surface') }), `${title}.png`);
    if (kind === 'csv') save(URL.createObjectURL(new Blob(['\uFEFF', csv(figure, rows)], { type: 'text/csv' })), `${title}.csv`);
  });
}

function csv(figure, rows) {
  const heads = [...figure.querySelectorAll('thead th')].map((cell) => cell.textContent.trim());
  const lines = [heads, ...rows.map((row) => row.map((cell) => cell.raw))];
  return lines.map((line) => line.map((text) => `"${String(text).replaceAll('"', '""')}"`).join(',')).join('\r\n');
}

function save(href, name) {
  const link = Object.assign(document.createElement('a'), { href, download: name });
  link.click();
}
