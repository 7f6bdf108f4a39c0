import { GraphiQL } from 'graphiql';
import 'graphiql/style.css';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';

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

createRoot(place).render(
  createElement(GraphiQL, {
    fetcher: ask,
    initialQuery: given.get('query') ?? undefined,
    initialVariables: given.get('variables') ?? undefined,
    forcedTheme: { light: 'light', dark: 'dark' }[document.documentElement.dataset.theme] ?? 'system',
    defaultEditorToolsVisibility: given.has('variables') ? 'variables' : undefined,
    shouldPersistHeaders: false,
    isHeadersEditorEnabled: false,
  }),
);
