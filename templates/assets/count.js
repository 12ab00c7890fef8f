'use strict';

// Counting ballots: a row is saved when it is left with all its boxes filled in. Contract of POST data-count:
//   { subject, version, typed: { column: text } } → 200 { version, seen, savedAt, result } | 422 { errors: { column: sentence } }
//   | 409 { code: 'conflict' } | 401. A conflict is settled by sending the form: the server shows both counts.
// Without this script the same form posts the same rows.

const countForm = document.querySelector('form[data-count]');
const countRows = [];
let leavingCounts = false;

if (countForm) startCounting();

function startCounting() {
  for (const element of countForm.querySelectorAll('[data-row]')) {
    const boxes = [...element.querySelectorAll('[data-column]')];
    const row = { element, boxes, key: element.dataset.row, version: Number(element.dataset.version), busy: false };
    // What came back with an error, or was filled in to be looked at, is typed and not stored.
    row.stored = element.hasAttribute('data-typed') ? null : valuesOf(row);
    element.addEventListener('focusout', (event) => {
      if (!element.contains(event.relatedTarget)) void saveRow(row);
    });
    element.addEventListener('focusin', (event) => event.target.select?.());
    countRows.push(row);
  }
  countForm.addEventListener('submit', () => (leavingCounts = true));
  addEventListener('pageshow', () => (leavingCounts = false));
  addEventListener('online', () => countRows.forEach(saveRow));
  addEventListener('beforeunload', (event) => {
    if (!leavingCounts && countRows.some(isUnsavedRow)) event.preventDefault();
  });
}

function valuesOf({ boxes }) {
  return boxes.map((box) => box.value.trim()).join(' ');
}

function isUnsavedRow(row) {
  return valuesOf(row) !== (row.stored ?? '') && row.boxes.some((box) => box.value.trim() !== '');
}

async function saveRow(row) {
  if (row.busy || leavingCounts || !isUnsavedRow(row) || row.boxes.some((box) => box.value.trim() === '')) return;
  const values = valuesOf(row);
  const typed = Object.fromEntries(row.boxes.map((box) => [box.dataset.column, box.value.trim()]));
  row.busy = true;
  const { status, answer } = await askServer(countForm.dataset.count, {
    subject: row.key,
    version: row.version,
    typed,
  });
  row.busy = false;
  if (leavingCounts) return;
  if (status === 200) return acceptRow(row, values, answer);
  if (status === 422 && answer.errors) return refuseRow(row, answer.errors);
  if (status === 409 && answer.code === 'conflict') return countForm.requestSubmit();
  if (status === 401) void lookAtSession();
  if (status !== 0 && answer.hint) say(answer.hint);
  showSaved(WORDS.counts, true);
}

function acceptRow(row, values, { version, seen, savedAt, result }) {
  row.stored = values;
  row.version = version;
  // Sent again with the form the row counts as shown, not as typed.
  countForm.elements.namedItem(`v:${row.key}`).value = seen;
  markRow(row, {}, `${result} Đã lưu lúc ${savedAt}.`);
  say('');
  showSaved(WORDS.saved(savedAt), false);
  if (valuesOf(row) !== values && !row.element.contains(document.activeElement)) void saveRow(row);
}

function refuseRow(row, errors) {
  markRow(row, errors, [...new Set(Object.values(errors))].join(' '));
  showSaved(WORDS.field, true);
}

function markRow({ element, boxes }, errors, words) {
  const isWrong = Object.keys(errors).length > 0;
  element.classList.toggle('counts__wrong', isWrong);
  for (const box of boxes) box.setAttribute('aria-invalid', String(Boolean(errors[box.dataset.column])));
  const line = document.createElement('p');
  line.className = isWrong ? 'error' : '';
  line.textContent = words;
  element.querySelector('[data-result]').replaceChildren(line);
}
