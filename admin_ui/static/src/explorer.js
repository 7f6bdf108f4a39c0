import { GraphiQL } from 'graphiql';
import 'graphiql/style.css';
import '../css/explorer.css';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';

const FIRST = `# Everything that you may ask is in the documentation on the left.
# Ctrl+Enter runs the query; Ctrl+Space completes a word.

query WhoAmI {
  viewer {
    name
    roles
  }
}
`;
const place = document.getElementById('explorer');
const given = new URLSearchParams(location.search);

/** Asks with the session of the signed-in person. */
async function ask(question) {
  const answer = await fetch(place.dataset.graphql, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json', 'X-CSRF-Token': document.querySelector('meta[name="csrf"]')?.content ?? '' },
    body: JSON.stringify(question),
  });
  return answer.json();
}

/** What the editor would keep stays in memory: questions can hold personal data. */
function forgetful() {
  const kept = new Map();
  return {
    get length() { return kept.size; },
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
    removeItem: (name) => void kept.delete(name),
    clear: () => kept.clear(),
  };
}

createRoot(place).render(
  createElement(GraphiQL, {
    fetcher: ask,
    defaultTabs: [{ query: given.get('query') ?? FIRST, variables: given.get('variables') ?? '' }],
    defaultQuery: FIRST,
    storage: forgetful(),
    forcedTheme: { light: 'light', dark: 'dark' }[document.documentElement.dataset.theme] ?? 'system',
    defaultEditorToolsVisibility: given.has('variables') ? 'variables' : undefined,
    shouldPersistHeaders: false,
    isHeadersEditorEnabled: false,
  }),
);
