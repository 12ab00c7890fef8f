'use strict';

// The branch's board narrows its list while a name is typed or a state chosen. Without this script the form's own button
// does the same; every row stands in the page already, and `hidden` says which are not asked for.

const boardFilter = document.querySelector('[data-board-filter]');

if (boardFilter) {
  boardFilter.addEventListener('input', narrowBoard);
  // A browser may bring back what was typed before, without an event.
  addEventListener('pageshow', narrowBoard);
}

function narrowBoard() {
  const words = withoutMarks(boardFilter.elements.tim.value).split(/\s+/);
  const state = boardFilter.elements.tt.value;
  const rows = [...document.querySelectorAll('[data-board-row]')];
  for (const row of rows) {
    const inState = state === '' || row.dataset.states.split(' ').includes(state);
    row.hidden = !inState || !words.every((word) => ` ${row.dataset.name}`.includes(` ${word}`));
  }
  const shown = rows.filter((row) => !row.hidden).length;
  const line = document.querySelector('[data-board-shown]');
  const told = `Đang hiện ${shown} trong ${rows.length} đồng chí`;
  if (line.textContent !== told) line.textContent = told;
  document.querySelector('[data-board-nobody]').hidden = shown > 0;
}

/** As `foldName` does on the server. */
function withoutMarks(text) {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase();
}
