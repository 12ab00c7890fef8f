'use strict';

// The session under a page: nothing personal comes back out of the browser's memory; where people write, a warning comes
// two minutes before the end, and at the end the words are covered until their writer signs in over the page.
// The server tells the time: GET /phien → { account, ready, secondsLeft, mayGoOn }, which makes the session no longer.
// POST /phien/tiep does; POST /phien/vao and /phien/ma → { next: 'in' | 'code' | 'password' } or 4xx { hint }.
// save.js asks for `lookAtSession` when a save meets 401 or 404; the template is templates/partials/session.hbs.

const WARN_BEFORE = 120; // seconds
const LOOK_AGAIN = 15; // seconds, while the end is near or the server silent
const owner = document.body.dataset.account;
const isAssisted = document.body.hasAttribute('data-assisted'); // somebody types for the owner
const sessionSheet = document.getElementById('mau-phien');
let sessionParts = null; // the elements, once the page is watched
let sessionEnd = Infinity; // by this computer's clock, for when the server does not answer
let nextLook = null;
let looking = Promise.resolve(); // one question after the other: an old answer must not lift a cover
let focusBefore = null;

// Windows of one browser: who signs out in one has left them all.
const windows = new BroadcastChannel('tu-soi');
let hasSignedOut = false;

if (location.search.includes('da-xuat=1')) windows.postMessage('signed-out');
if (owner) windows.addEventListener('message', lookAfterSignOut);
if (owner) addEventListener('pageshow', leaveMemory);
if (owner && sessionSheet) watchSession();

/** Back after signing out, or after somebody else signed in: the page is asked for anew, never shown from memory. */
function leaveMemory(event) {
  if (!event.persisted) return;
  document.body.classList.add('is-covered');
  location.reload();
}

/** The server has the last word: only when nobody is signed in any more do the words go. */
async function lookAfterSignOut() {
  hasSignedOut = true;
  await lookAtSession();
  hasSignedOut = false;
}

function watchSession() {
  document.body.append(sessionSheet.content.cloneNode(true));
  const part = (name) => document.querySelector(`[data-session-${name}]`);
  const names = ['warning', 'words', 'why', 'on', 'cover', 'error', 'password', 'code', 'duty'];
  sessionParts = Object.fromEntries(names.map((name) => [name, part(name)]));
  const { cover, on, password, code } = sessionParts;
  on.addEventListener('click', () => lookAtSession('/phien/tiep', {}));
  if (cover) askOverPage(cover, password, code);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && lookAtSession());
  addEventListener('focus', () => lookAtSession());
  void lookAtSession();
}

/** The sign-in over the page; there is none where somebody types for the owner. */
function askOverPage(cover, password, code) {
  password.addEventListener('submit', (event) => {
    event.preventDefault();
    const [name, secret] = password.querySelectorAll('input');
    void signInHere('/phien/vao', { ten_dang_nhap: name.value, mat_khau: secret.value }, secret);
  });
  code.addEventListener('submit', (event) => {
    event.preventDefault();
    const typed = code.querySelector('input');
    void signInHere('/phien/ma', { ma: typed.value }, typed);
  });
  // Escape must not lift the cover; a second one closes even what refused the first.
  cover.addEventListener('cancel', (event) => event.preventDefault());
  cover.addEventListener('close', () => document.body.classList.contains('is-covered') && cover.showModal());
}

function lookAtSession(path = '/phien', body = undefined) {
  if (sessionParts) looking = looking.then(() => meetAnswer(path, body));
  return looking;
}

async function meetAnswer(path, body) {
  const { status, answer } = await askServer(path, body);
  clearTimeout(nextLook);
  if (status === 401) return coverPage(null);
  if (status !== 200) {
    nextLook = setTimeout(() => void lookAtSession(), LOOK_AGAIN * 1000);
    return Date.now() > sessionEnd ? coverPage(null) : undefined;
  }
  if (answer.account && answer.account !== owner) return wipePage();
  if (!answer.account && hasSignedOut) return wipePage();
  if (!answer.account || !answer.ready) return coverPage(answer.account);
  sessionEnd = Date.now() + answer.secondsLeft * 1000;
  uncoverPage();
  showWarning(answer);
  const untilWarning = answer.secondsLeft - WARN_BEFORE;
  const wait = untilWarning > 0 ? untilWarning : Math.min(LOOK_AGAIN, answer.secondsLeft + 1);
  nextLook = setTimeout(() => void lookAtSession(), wait * 1000);
}

async function askServer(path, body) {
  const init = body && {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  try {
    const response = await fetch(path, { cache: 'no-store', signal: AbortSignal.timeout(20000), ...init });
    return { status: response.status, answer: await response.json() };
  } catch {
    return { status: 0, answer: {} };
  }
}

/** It takes no focus: somebody may be in the middle of a word. */
function showWarning({ secondsLeft, mayGoOn }) {
  const { warning, words, why, on } = sessionParts;
  if (secondsLeft > WARN_BEFORE) {
    warning.hidden = true;
    return;
  }
  if (!warning.hidden) return;
  const at = new Date(sessionEnd).toLocaleTimeString('vi-VN', { hour: '2-digit', minute: '2-digit' });
  words.textContent = `Phiên làm việc sẽ hết lúc ${at}.`;
  why.textContent = mayGoOn
    ? 'Bấm nút bên để viết tiếp.'
    : isAssisted
      ? 'Mỗi phiên nhập giúp dài nhất 4 giờ; khi ấy đồng chí được giúp mở phiên mới.'
      : 'Đã đủ 12 giờ từ lúc đăng nhập; khi ấy đồng chí đăng nhập lại ngay trên trang này, chữ vẫn còn.';
  on.hidden = !mayGoOn;
  warning.hidden = false;
}

/** `account` is who is signed in but has still to choose a password; null is nobody. */
function coverPage(account) {
  if (isAssisted) return wipePage('/nhap-giup/xong');
  const { warning, cover, duty, password, code } = sessionParts;
  warning.hidden = true;
  duty.hidden = account === null;
  if (account !== null) password.hidden = code.hidden = true;
  else if (code.hidden) password.hidden = false;
  if (cover.open) return;
  focusBefore = document.activeElement;
  document.body.classList.add('is-covered');
  cover.showModal();
  password.querySelector('input[type="password"]').focus();
}

function uncoverPage() {
  const { cover } = sessionParts;
  if (!cover?.open) return;
  document.body.classList.remove('is-covered');
  cover.close();
  stepOfSignIn('password', '');
  focusBefore?.focus?.();
  if (form) void retryNow();
}

async function signInHere(path, body, secret) {
  secret.value = '';
  const { status, answer } = await askServer(path, body);
  if (status !== 200) {
    return stepOfSignIn(
      null,
      answer.hint ?? Object.values(answer.fields ?? {})[0] ?? 'Máy chủ chưa trả lời; xin thử lại.',
    );
  }
  if (answer.next === 'in') return lookAtSession();
  stepOfSignIn(answer.next, answer.next === 'password' ? 'Đã quá lâu; đồng chí gõ lại mật khẩu.' : '');
}

/** `step` is the form to show; null leaves the one that stands. */
function stepOfSignIn(step, words) {
  const { error, password, code } = sessionParts;
  error.textContent = words;
  error.hidden = !words;
  if (step) {
    password.hidden = step !== 'password';
    code.hidden = step !== 'code';
  }
  (code.hidden ? password.querySelector('input[type="password"]') : code.querySelector('input')).focus();
}

/**
 * Somebody else is signed in now, or the writer has signed out: the words go unsaved, and nobody sees them.
 * So it is at the end of an assisted session, too: the draft is closed to whoever typed, and only its owner opens it again.
 */
function wipePage(next = '/') {
  document.body.classList.add('is-covered');
  if (form) forgetFields();
  document.body.replaceChildren();
  location.replace(next);
}
