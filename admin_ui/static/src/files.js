/** Files that go with an answer: chosen, dropped on the form or pasted; what was chosen is named, and can be left out. */
export function showFiles() {
  const field = document.querySelector('[data-desk-files]');
  if (!field) return;
  const form = field.form;
  const list = form.querySelector('[data-desk-chosen]');
  let chosen = [];
  const put = (files) => {
    chosen = files.slice(0, 10);
    const all = new DataTransfer();
    for (const file of chosen) all.items.add(file);
    field.files = all.files;
    for (const old of list.querySelectorAll('[data-chosen]')) old.remove();
    chosen.forEach((file, at) => list.append(drawn(file, () => put(chosen.filter((_, n) => n !== at)))));
  };
  const add = (files) => put([...chosen, ...files]);
  field.addEventListener('change', () => add([...field.files].filter((file) => !chosen.includes(file))));
  form.addEventListener('paste', (event) => {
    if (!event.clipboardData.files.length) return;
    event.preventDefault();
    add([...event.clipboardData.files]);
  });
  form.addEventListener('dragover', (event) => { if (event.dataTransfer.types.includes('Files')) event.preventDefault(); });
  form.addEventListener('drop', (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    add([...event.dataTransfer.files]);
  });
}

function drawn(file, leaveOut) {
  const row = document.createElement('li');
  const label = document.createElement('label');
  const name = document.createElement('span');
  const box = document.createElement('input');
  row.dataset.chosen = '';
  label.className = 'file';
  name.className = 'file-name';
  name.textContent = file.name;
  Object.assign(box, { type: 'checkbox', checked: true });
  box.setAttribute('aria-label', file.name);
  box.addEventListener('change', leaveOut);
  label.append(name, box);
  row.append(label);
  return row;
}
