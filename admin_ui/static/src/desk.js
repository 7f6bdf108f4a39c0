import { listen } from './live.js';
import { attend } from './attending.js';
import { showFiles } from './files.js';
import { countDown } from './held.js';
import { pickReplies } from './canned.js';

const CHANGED = 'subscription { ticketChanged { number version } }';
const NEWS = 'subscription ($id: ID!) { ticketNews(id: $id) { version viewers { until isTyping staff { id name } } } }';
const INCIDENTS = 'subscription { incidentChanged { version } }';
const SLOWEST = 60_000;

/** The desk: queue and conversation stay fresh, drafts are kept, everything goes by keyboard. */
export function openDesk() {
  const desk = document.querySelector('[data-desk]');
  if (!desk) return;
  explainKeys();
  keepDraft(desk);
  showFiles();
  pickReplies();
  listenForDeskKeys(desk);
  (document.querySelector('[data-first]') ?? document.querySelector('#desk-queue .is-here a') ?? document.querySelector('#desk-queue .next-main'))?.focus();
  const pane = document.querySelector('.pane-talk');
  pane.scrollTop = desk.querySelector('[data-first]') ? 0 : pane.scrollHeight;
  const refreshQueue = soon(() => refresh('desk-queue'));
  const refreshBanner = soon(() => refresh('desk-banner'));
  const refreshTalk = soon(() => refresh('desk-talk', () => meanwhile(desk)));
  const fresh = () => { refreshQueue(); refreshBanner(); if (part('desk-talk')) refreshTalk(); };
  const subscriptions = [{ query: CHANGED, told: ({ ticketChanged }) => { refreshQueue(); if (part('desk-banner').children.length) refreshBanner(); say(desk.dataset.fresh.replace('{number}', ticketChanged.number)); } }];
  if (desk.dataset.incidents) subscriptions.push({ query: INCIDENTS, told: refreshBanner });
  const talk = part('desk-talk');
  if (talk) {
    const viewers = attend(desk, talk.dataset.id);
    subscriptions.push({ query: NEWS, variables: { id: talk.dataset.id }, told: ({ ticketNews }) => {
      viewers.show(ticketNews.viewers);
      if (String(ticketNews.version) !== part('desk-talk').dataset.version) refreshTalk();
    } });
  }
  countDown(() => { if (part('desk-talk')) refreshTalk(); });
  listen(subscriptions, { fresh });
  setInterval(() => { if (!document.hidden) { refreshQueue(); refreshBanner(); } }, SLOWEST);
}

const part = (id) => document.getElementById(id);
const say = (text) => { part('live').textContent = text; };

/** At once, then at most every second and a half: many changes are one look. */
function soon(work) {
  let isWaiting = false;
  let last = 0;
  return () => {
    if (isWaiting) return;
    isWaiting = true;
    setTimeout(async () => { last = Date.now(); isWaiting = false; await work(); }, Math.max(60, 1500 - (Date.now() - last)));
  };
}

async function refresh(id, then = () => {}) {
  const old = part(id);
  const answer = await fetch(old.dataset.part, { headers: { 'HX-Request': 'true' } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const made = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById(id);
  if (!made) return;
  const focused = old.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
  const known = new Set([...old.querySelectorAll('[data-number]')].map((link) => link.dataset.number));
  const top = old.scrollTop;
  const opened = old.querySelector('details[open]')?.dataset.key;
  if (opened) return void setTimeout(() => refresh(id, then), 1500);
  old.replaceWith(document.adoptNode(made));
  for (const link of made.querySelectorAll('[data-number]')) if (!known.has(link.dataset.number)) link.closest('li').classList.add('is-fresh');
  made.scrollTop = top;
  if (focused) made.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  then();
}

/** What was typed was typed against an older state: it is said; an empty form just takes the new one. */
function meanwhile(desk) {
  const form = part('desk-composer');
  const talk = part('desk-talk');
  if (!form) return;
  if (form.body.value.trim() && form.version.value !== talk.dataset.version) {
    const notice = form.querySelector('[data-desk-changed]');
    notice.textContent = desk.dataset.changed;
    notice.hidden = false;
    markNew(talk, form.seen.value);
  } else {
    form.version.value = talk.dataset.version;
    form.seen.value = talk.dataset.seen;
    form.was.value = talk.dataset.was;
  }
}

function markNew(talk, seen) {
  for (const time of talk.querySelectorAll('.said time')) if (time.dateTime > seen) time.closest('.said').classList.add('is-new');
}

/** Kept in this browser until it was sent. */
function keepDraft(desk) {
  const form = part('desk-composer');
  if (!form) return;
  const name = `draft-${desk.dataset.me}-${desk.dataset.number}`;
  if (desk.dataset.sent) localStorage.removeItem(name);
  const kept = JSON.parse(localStorage.getItem(name) ?? 'null');
  if (kept && !form.body.value) {
    form.body.value = kept.body;
    for (const [field, value] of Object.entries(kept.read ?? {})) form[field].value = value;
    const kind = form.querySelector(`[name="kind"][value="${kept.kind}"]`);
    if (kind) kind.checked = true;
    meanwhile(desk);
  }
  form.addEventListener('input', () => {
    const read = { version: form.version.value, seen: form.seen.value, was: form.was.value };
    const kind = form.querySelector('[name="kind"]:checked')?.value;
    if (form.body.value.trim()) localStorage.setItem(name, JSON.stringify({ body: form.body.value, kind, read }));
    else localStorage.removeItem(name);
  });
}

function listenForDeskKeys(desk) {
  const write = (kind) => {
    const choice = document.querySelector(`#desk-composer [name="kind"][value="${kind}"]`);
    if (!choice) return;
    choice.checked = true;
    part('desk-body').focus();
  };
  const open = (key) => {
    const menu = desk.querySelector(`details[data-key="${key}"]`);
    if (!menu) return;
    menu.open = true;
    menu.querySelector('.menu-item')?.focus();
  };
  const press = (key) => [...desk.querySelectorAll(`button[data-key="${key}"]`)].pop()?.click();
  const keys = { r: () => write('reply'), n: () => write('note'), a: () => open('a'), g: () => open('g'), m: () => open('m'), t: () => open('t'), p: () => press('p'), s: () => desk.querySelector('a[data-key="s"]')?.click(), e: () => press('e'), z: () => press('z') };
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && event.target.id === 'desk-body') {
      event.preventDefault();
      event.target.form.requestSubmit(event.target.form.querySelector(`[value="${event.shiftKey ? 'send-resolve' : 'send'}"]`));
    }
    if (event.key === 'Escape' && event.target.id === 'desk-body') event.target.blur();
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || localStorage.getItem('single-keys') === 'off') return;
    if (event.target.closest('input:not([type="radio"]), textarea, select, dialog[open]') || !keys[event.key]) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    keys[event.key]();
  }, { capture: true });
}

/** What the keys of this page do stands in the keyboard help. */
function explainKeys() {
  const more = part('desk-keys');
  document.querySelector('#keys .keys')?.prepend(more.content.cloneNode(true));
}
