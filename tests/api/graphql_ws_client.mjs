// What a front-end team writes: the library graphql-ws. Prints "open", then each event; ends after the one that is named.
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

const [url, token, last] = process.argv.slice(2);
const client = createClient({
  url, webSocketImpl: WebSocket, retryAttempts: 0, lazy: false, connectionParams: { Authorization: `Bearer ${token}` },
});
client.on('connected', () => console.log('open'));
const events = client.iterate({ query: 'subscription { ticketChanged { number subject } }' });
for await (const { data } of events) {
  console.log(JSON.stringify(data.ticketChanged));
  if (data.ticketChanged.number === last) break;
}
await client.dispose();
process.exit(0);
