'use strict';

// Pasted text: letters of an old font, bullets and gaps of Word, letters that cannot be printed. The server says in the
// answer to a save what it could make of them ({ legacy: { encoding, converted }, tidy }) and what cannot stay ({ remark });
// here it is offered and said under the field, and nothing is changed unasked.
// The buttons are those of the form without a script: they are sent when the text was changed after the answer.

let newNote = null; // appeared since a button of the form was pressed

/** Letters that cannot be printed: they are saved all the same. */
function showRemark(field, words) {
  const line = home(field).querySelector('[data-remark]');
  if (!line) return;
  if (words && line.textContent !== words) newNote = line;
  line.textContent = words;
  line.hidden = !words;
}

function showOffers(field, value, { legacy, tidy }) {
  home(field).querySelector('[data-offer]')?.remove();
  const template = document.getElementById('mau-goi-chu');
  if (!template || field.conflict || (!legacy && tidy === undefined)) return;
  const block = template.content.firstElementChild.cloneNode(true);
  block.id = `goi-chu-${field.controls[0].id}`;
  if (!legacy) block.querySelector('[data-legacy]').remove();
  else {
    block.querySelector('[data-encoding]').textContent = legacy.encoding;
    block.querySelector('[data-converted]').textContent = legacy.converted;
    newNote = block;
  }
  if (tidy === undefined) block.querySelector('[data-untidy]').remove();
  const texts = { unicode: legacy?.converted, gon: tidy };
  for (const button of block.querySelectorAll('button')) {
    button.name = `chuyen:${field.key}`;
    button.addEventListener('click', (event) => {
      if (read(field) !== value) return;
      event.preventDefault();
      block.remove();
      field.controls[0].focus();
      if (button.value === 'nguyen') return keepLetters(field, value);
      write(field, texts[button.value]);
      field.controls[0].dispatchEvent(new Event('change'));
    });
  }
  home(field).append(block);
}

/** Once: whoever pressed "Lưu và tiếp tục" right after pasting sees the note before the page is left. */
function staysForNote(button) {
  const block = newNote;
  newNote = null;
  if (!block?.isConnected || block.hidden || button?.name.startsWith('chuyen:')) return false;
  block.focus();
  return true;
}
