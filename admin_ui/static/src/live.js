/** One WebSocket of the protocol graphql-transport-ws, that comes back by itself. */
export function listen(subscriptions, { fresh }) {
  let wait = 500;
  const open = () => {
    const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    const say = (message) => socket.readyState === 1 && socket.send(JSON.stringify(message));
    socket.addEventListener('open', () => say({ type: 'connection_init' }));
    socket.addEventListener('message', ({ data }) => {
      const message = JSON.parse(data);
      if (message.type === 'ping') say({ type: 'pong' });
      if (message.type === 'connection_ack') {
        subscriptions.forEach(({ query, variables }, id) => say({ type: 'subscribe', id: String(id), payload: { query, variables } }));
        if (wait > 500) fresh();
        wait = 500;
      }
      if (message.type === 'next') subscriptions[message.id].told(message.payload.data);
      if (message.type === 'error') again(message.payload);
    });
    socket.addEventListener('close', () => setTimeout(open, wait = Math.min(wait * 2, 15_000)));
    const again = (errors) => {
      const code = errors[0]?.extensions?.code;
      if (code === 'UNAUTHENTICATED') location.reload();
      if (code === 'MISSED' || code === 'UNAVAILABLE') { wait = 1000; socket.close(); }
    };
    addEventListener('pagehide', () => socket.close(), { once: true });
  };
  open();
}
