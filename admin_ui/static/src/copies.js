/** "Copy as …" for the documents of a page. */
export function offerCopies() {
  document.addEventListener('click', async (event) => {
    const button = event.target.closest('[data-copy]');
    if (!button) return;
    const asked = button.closest('.asked');
    const query = asked.querySelector('[data-document]').textContent;
    const variables = JSON.parse(asked.querySelector('[data-variables]')?.textContent || '{}');
    await navigator.clipboard.writeText(WRITERS[button.dataset.copy](query, variables));
    button.classList.add('is-done');
    document.getElementById('live').textContent = button.closest('[data-copied]').dataset.copied;
    setTimeout(() => button.classList.remove('is-done'), 1500);
  });
}

const WRITERS = {
  curl(query, variables) {
    const body = JSON.stringify({ query, variables }).replaceAll("'", String.raw`'\''`);
    return [`curl ${location.origin}/graphql`, `-H "Authorization: Bearer $TOKEN"`, `-H 'Content-Type: application/json'`, `--data '${body}'`].join(' \\\n  ');
  },
  typescript(query, variables) {
    const name = /query (\w+)/.exec(query)?.[1] ?? 'Answer';
    return `const query = /* GraphQL */ \`\n${query}\n\`;\n\nconst variables = ${JSON.stringify(variables, null, 2)};\n\nexport async function ask${name}(token: string) {\n  const response = await fetch("${location.origin}/graphql", {\n    method: "POST",\n    headers: { Authorization: \`Bearer \${token}\`, "Content-Type": "application/json" },\n    body: JSON.stringify({ query, variables }),\n  });\n  const { data, errors } = await response.json();\n  if (errors) throw new Error(errors[0].message);\n  return data;\n}\n`;
  },
};
