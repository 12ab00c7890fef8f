'use strict';
document.documentElement.classList.add('js');

// What a field shows: the questions that follow a chosen option; and, told by save.js, that it is saved, refused or
// saved otherwise elsewhere. A field here is { key, controls, … }: one control, or the radios of one question.

const WORDS = {
  saved: (at) => `Đã lưu lúc ${at}`,
  offline: 'Chưa lưu được, đang thử lại… Chữ đồng chí gõ vẫn còn trên trang này.',
  same: 'Đoạn này giống hệt năm trước.',
  unchosen: 'Chưa chọn',
  unsaved: 'Chưa lưu được; xin xem lời nhắc ở đầu trang.',
  field: 'Có ô chưa lưu được, xin xem lời nhắc ở ô đó.',
  session: 'Phiên làm việc đã hết. Chữ đồng chí gõ vẫn còn trên trang này nhưng chưa lưu. ',
  signIn: 'Đăng nhập ở cửa sổ mới',
  thenBack: ', rồi quay lại trang này: chữ sẽ được lưu tiếp.',
  submitted: 'Bản kiểm điểm đã nộp nên không lưu thêm được. Chữ vừa gõ còn ở trang này để đồng chí chép lại.',
  refused: 'Máy chủ không nhận phần vừa gõ. Chữ vẫn còn trên trang này; xin hỏi người phụ trách nêu ở cuối trang.',
};

for (const radio of document.querySelectorAll('input[data-reveals]')) {
  for (const each of document.getElementsByName(radio.name)) each.addEventListener('change', () => reveal(radio));
  reveal(radio);
}

function reveal(radio) {
  document.getElementById(radio.dataset.reveals)?.classList.toggle('reveals--open', radio.checked);
}

// An answer can be taken back: what was written beside it stays, put away like that of any answer not chosen.
for (const button of document.querySelectorAll('button[data-clears]')) {
  const radios = [...document.getElementsByName(button.value)].filter((each) => each.type === 'radio');
  const offer = () => (button.hidden = !radios.some((radio) => radio.checked));
  for (const radio of radios) radio.addEventListener('change', offer);
  button.addEventListener('click', (event) => {
    event.preventDefault();
    radios[0].focus(); // before the button is gone
    for (const radio of radios) radio.checked = false;
    for (const radio of radios) radio.dispatchEvent(new Event('change'));
  });
}

/** As it is stored: NFC, whatever the keyboard made. */
function read(field) {
  if (field.controls[0].type !== 'radio') return field.controls[0].value.normalize('NFC');
  return field.controls.find((radio) => radio.checked)?.value ?? '';
}

function write(field, value) {
  if (field.controls[0].type !== 'radio') field.controls[0].value = value;
  for (const radio of field.controls) {
    if (radio.type !== 'radio') continue;
    radio.checked = radio.value === value;
    radio.dispatchEvent(new Event('change')); // its follow-up questions
  }
}

function home(field) {
  return field.controls[0].closest('.field, .choice');
}

/** A radio's value is a code; people see the words beside it. */
function asShown(field, value) {
  if (field.controls[0].type !== 'radio') return value;
  return field.controls.find((radio) => radio.value === value)?.labels[0].textContent ?? WORDS.unchosen;
}

function showMine(field) {
  field.conflict.block.querySelector('[data-mine]').textContent = asShown(field, read(field));
}

function showError(field, words) {
  const isRadio = field.controls[0].type === 'radio';
  const error = document.getElementById(`loi-${isRadio ? home(field).id : field.controls[0].id}`);
  error.textContent = words;
  error.hidden = !words;
  home(field).classList.toggle('field--error', Boolean(words));
  if (!isRadio) field.controls[0].setAttribute('aria-invalid', String(Boolean(words)));
}

/** Told quietly, to the author alone. */
function showSame(field, same) {
  const line = home(field).querySelector('[data-same]');
  if (!line) return;
  line.hidden = !same;
  line.textContent = same ? WORDS.same : '';
}

/** The line that stays in sight at the foot of the form, read out politely. */
function showSaved(words, isProblem) {
  const line = document.querySelector('[data-saved]');
  if (!line) return;
  line.classList.toggle('saved--waiting', isProblem);
  if (line.textContent !== words) line.textContent = words;
}

/** What concerns the whole page, at its head. */
function say(...parts) {
  const message = document.querySelector('[data-page-message]');
  if (!message) return;
  message.replaceChildren(...parts);
  message.hidden = !message.textContent;
}

/** Both texts, side by side under the field; the words stand in templates/partials/conflict.hbs. */
function showConflict(field, { theirs, savedAt }, onChoice) {
  const block = document.getElementById('mau-hai-ban').content.firstElementChild.cloneNode(true);
  field.conflict = { block };
  block.querySelector('[data-theirs]').textContent = asShown(field, theirs);
  block.querySelector('[data-at]').textContent = savedAt;
  if (field.controls[0].tagName !== 'TEXTAREA') block.querySelector('[value="both"]').remove();
  for (const button of block.querySelectorAll('button')) {
    button.type = 'button';
    button.addEventListener('click', () => onChoice(button.value));
  }
  home(field).append(block);
  showMine(field);
  showSaved(WORDS.field, true);
}
