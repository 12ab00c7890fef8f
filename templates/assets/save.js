'use strict';

// Saves each field by itself, a pause after the last keystroke and on leaving it. Contract of POST data-autosave:
//   { key, value, version, keep? } → 200 { version, savedAt, sameAsLastYear?, remark? } | 422 { error } | 409 { code: 'conflict', version, theirs, savedAt }
//   | 409 { code: 'already-submitted', hint } | 401. Texts are NFC with line feeds, as `theirs` comes back.
//   Without this script the same form posts the same fields.
// What a person sees of it is in field.js, which stands before this file.
// One request at a time; the value is read when it is sent, so the last one wins; nothing typed is ever replaced unasked.

const PAUSE = 1500;
const LONGEST_WAIT = 15000;
const NO_ANSWER = 20000;

const form = document.querySelector('form[data-autosave]');
const fields = new Map();
let busy = null; // the running round of requests
let waiting = null; // the timer of the next attempt after a failure
let failures = 0;
let closed = false; // handed in, or the server refuses for good: nothing more is sent
let leaving = false; // the form itself is on its way
let submitting = false; // a button was pressed; the fields go first

if (form) start();

function start() {
  for (const control of form.querySelectorAll('[data-key]')) {
    const key = control.dataset.key;
    const field = fields.get(key) ?? { key, controls: [], timer: null, composing: false, due: false, sent: [] };
    field.controls.push(control);
    field.version = Number(control.dataset.version);
    fields.set(key, field);
    watch(control, field);
  }
  // After an error page a box holds what was typed, not what is stored: such a field does not count as saved.
  for (const field of fields.values()) {
    field.refused = home(field).classList.contains('field--error');
    field.refusedValue = read(field);
    field.stored = field.refused && read(field) ? null : read(field);
    // A conflict that the server rendered is settled by its own buttons, which send the form.
    if (home(field).querySelector(':scope > [data-conflict]')) field.conflict = {};
  }
  form.addEventListener('submit', onSubmit);
  addEventListener('beforeunload', (event) => {
    if (!leaving && [...fields.values()].some(isUnsaved)) event.preventDefault();
  });
  addEventListener('pageshow', () => (leaving = false));
  addEventListener('online', retryNow);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') retryNow();
    else for (const field of fields.values()) saveSoon(field, 0);
  });
}

function watch(control, field) {
  control.addEventListener('compositionstart', () => {
    field.composing = true;
    clearTimeout(field.timer);
  });
  control.addEventListener('compositionend', () => {
    field.composing = false;
    saveSoon(field, PAUSE);
  });
  control.addEventListener('input', () => {
    if (field.conflict?.block) showMine(field);
    saveSoon(field, PAUSE);
  });
  control.addEventListener('change', () => saveSoon(field, 0));
  control.addEventListener('blur', () => {
    field.composing = false; // some input methods never say that they ended
    saveSoon(field, 0);
  });
}

function isUnsaved(field) {
  return Boolean(field.conflict) || read(field) !== field.stored;
}

function saveSoon(field, pause) {
  clearTimeout(field.timer);
  if (closed || leaving || field.composing || !isSendable(field)) return;
  field.timer = setTimeout(() => {
    field.due = true;
    if (!waiting) round();
  }, pause);
}

/** Worth a request: changed, not waiting for a choice, and not the very text that was refused. */
function isSendable(field) {
  return isUnsaved(field) && !field.conflict && !(field.refused && read(field) === field.refusedValue);
}

function round() {
  busy ??= sendAll().finally(() => (busy = null));
  return busy;
}

async function sendAll() {
  for (;;) {
    const field = [...fields.values()].find((each) => each.due && !each.composing && !each.conflict);
    if (!field || closed || waiting || leaving) return;
    field.due = false;
    await send(field);
  }
}

async function send(field) {
  const value = read(field);
  field.sent.push(value);
  let status;
  let answer;
  try {
    const response = await fetch(form.dataset.autosave, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ key: field.key, value, version: field.version, keep: field.keeps === value || undefined }),
      signal: AbortSignal.timeout(NO_ANSWER),
    });
    status = response.status;
    answer = await response.json().catch(() => ({}));
  } catch {
    return tryAgain(field);
  }
  if (status === 401) return endSession(field);
  if (status === 507) say(answer.hint ?? ''); // the disk is full: trying again helps only once somebody made room
  if (status === 429 || status >= 500 || (status === 200 && !answer.savedAt)) return tryAgain(field);
  failures = 0;
  if (status === 200) return accept(field, value, answer);
  if ([400, 413, 422].includes(status)) return refuse(field, value, answer);
  if (status === 409 && answer.code === 'conflict') return meetConflict(field, answer);
  if (status === 404) await lookAtSession(); // somebody else may have signed in here meanwhile
  closed = true;
  say(answer.hint ?? (status === 409 ? WORDS.submitted : WORDS.refused));
  showSaved(WORDS.unsaved, true);
}

function accept(field, value, answer) {
  field.sent = [];
  field.stored = value;
  field.refused = false;
  if (field.keeps === value) field.keeps = undefined;
  setVersion(field, answer.version);
  showError(field, '');
  showRemark(field, answer.remark ?? '');
  showOffers(field, value, answer);
  showSame(field, answer.sameAsLastYear === true);
  say('');
  const problem = [...fields.values()].some((each) => each.refused || each.conflict);
  showSaved(problem ? WORDS.field : WORDS.saved(answer.savedAt) + (answer.remark ? WORDS.remark : ''), problem);
  if (read(field) !== value) saveSoon(field, PAUSE);
}

function refuse(field, value, answer) {
  field.sent = [];
  field.refused = true;
  field.refusedValue = value;
  showError(field, answer.error ?? answer.hint ?? WORDS.refused);
  showOffers(field, value, answer);
  showSaved(WORDS.field, true);
}

function tryAgain(field) {
  field.due = true;
  showSaved(WORDS.offline, true);
  waiting = setTimeout(retryNow, Math.min(LONGEST_WAIT, 1000 * 2 ** failures++));
}

function retryNow() {
  clearTimeout(waiting);
  waiting = null;
  return round();
}

function endSession(field) {
  field.due = true;
  waiting = setTimeout(retryNow, LONGEST_WAIT);
  const link = document.createElement('a');
  link.href = form.dataset.signIn ?? '/dang-nhap';
  link.target = '_blank';
  link.textContent = WORDS.signIn;
  say(WORDS.session, link, WORDS.thenBack);
  showSaved(WORDS.unsaved, true);
  void lookAtSession(); // covers the page and asks for the password over it
}

/** "Giữ nguyên": the server remembers it with the field, so it is sent though the text is not new. */
function keepLetters(field, value) {
  field.keeps = value;
  field.due = true;
  if (!waiting) void round();
}

function setVersion(field, version) {
  field.version = version;
  for (const control of field.controls) control.dataset.version = version;
  const hidden = form.elements.namedItem(`v:${field.key}`);
  if (hidden) hidden.value = version;
}

/** A save whose answer was lost comes back as a conflict with our own text: that is no conflict. */
function meetConflict(field, answer) {
  const own = field.sent.includes(answer.theirs);
  field.sent = [];
  if (own || answer.theirs === read(field)) {
    setVersion(field, answer.version);
    if (answer.theirs === read(field)) return accept(field, answer.theirs, answer);
    field.stored = answer.theirs;
    return saveSoon(field, 0);
  }
  showConflict(field, answer, (choice) => choose(field, choice, answer));
}

function choose(field, choice, { theirs, version, savedAt }) {
  field.conflict.block.remove();
  field.conflict = null;
  field.refused = false;
  showError(field, '');
  setVersion(field, version);
  field.stored = theirs;
  if (choice === 'theirs') write(field, theirs);
  if (choice === 'both') write(field, `${theirs}\n\n${read(field)}`);
  if (choice === 'theirs') showSaved(WORDS.saved(savedAt), false);
  (field.controls.find((control) => control.checked) ?? field.controls[0]).focus();
  saveSoon(field, 0);
}

/** A button was pressed: first everything by the safe way, then the form itself; without an answer we stay here. */
async function onSubmit(event) {
  for (const field of fields.values()) {
    clearTimeout(field.timer);
    field.due ||= isSendable(field);
  }
  const nothingToSend = !busy && !waiting && ![...fields.values()].some((field) => field.due);
  if (leaving || closed || nothingToSend || event.submitter?.name.startsWith('chon:')) {
    leaving = true;
    return;
  }
  event.preventDefault();
  if (submitting) return;
  submitting = true;
  await busy;
  for (const field of fields.values()) field.due ||= isSendable(field);
  await retryNow();
  submitting = false;
  if (waiting || staysForNote(event.submitter)) return;
  leaving = true;
  // In a turn of its own: a browser ignores requestSubmit while the first submit event is still under way.
  setTimeout(() => form.requestSubmit(event.submitter));
}

/** Another person's turn at this computer: nothing is sent, asked about or kept. */
function forgetFields() {
  closed = true;
  leaving = true;
  clearTimeout(waiting);
  for (const field of fields.values()) clearTimeout(field.timer);
  fields.clear();
}
