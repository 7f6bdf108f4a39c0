const SAID_EVERY = 10_000;
const TYPED_EVERY = 4_000;
const ATTEND = 'mutation ($id: ID!, $activity: TicketActivity!) { ticketAttend(id: $id, activity: $activity) { ticket { viewers { until isTyping staff { id name } } } } }';

/** Tells the others that this person looks or writes, and shows who else does. */
export function attend(desk, id) {
  let typed = 0;
  let listed = [];
  const tell = async (activity) => {
    const options = { method: 'POST', keepalive: true, headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': desk.dataset.csrf }, body: JSON.stringify({ query: ATTEND, variables: { id, activity } }) };
    const answer = await fetch('/graphql', options).then((found) => found.json()).catch(() => null);
    if (answer?.data?.ticketAttend?.ticket) show(answer.data.ticketAttend.ticket.viewers);
  };
  const show = (viewers) => {
    listed = viewers;
    draw();
  };
  const draw = () => {
    const others = listed.filter(({ staff, until }) => staff && staff.id !== desk.dataset.me && Date.parse(until) > Date.now());
    const place = document.getElementById('desk-viewers');
    const text = others.map(({ staff, isTyping }) => desk.dataset[isTyping ? 'types' : 'looks'].replace('{name}', staff.name)).join(' · ');
    if (place && place.textContent !== text) place.textContent = text;
  };
  const now = () => (Date.now() - typed < TYPED_EVERY * 2 ? 'TYPING' : 'VIEWING');
  tell('VIEWING');
  setInterval(() => { draw(); }, 1000);
  setInterval(() => { if (!document.hidden) tell(now()); }, SAID_EVERY);
  document.getElementById('desk-body')?.addEventListener('input', () => {
    if (Date.now() - typed < TYPED_EVERY) return;
    typed = Date.now();
    tell('TYPING');
  });
  addEventListener('pagehide', () => tell('LEFT'));
  return { show };
}
