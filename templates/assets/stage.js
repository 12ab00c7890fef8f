'use strict';

// Meeting mode before a projector: PageDown and PageUp, which clickers send, read on and turn to the next or the last
// subject; the focus stays where it was. Without this script the buttons of the page do the turning.

const stage = document.querySelector('form[data-stage]');
const FOCUS = 'trinh-chieu'; // a selector of the control that had the focus, never what stands in it

if (stage) startStage();

function startStage() {
  const kept = sessionStorage.getItem(FOCUS);
  const focused = kept && stage.querySelector(kept);
  sessionStorage.removeItem(FOCUS);
  if (!document.querySelector('[data-focus]')) focused?.focus({ preventScroll: true });
  const head = stage.querySelector('.stage__head');
  // What sticks under the head must know how tall its name makes it.
  new ResizeObserver(() => {
    document.documentElement.style.setProperty('--head', `${head.offsetHeight}px`);
  }).observe(head);
  stage.addEventListener('submit', keepFocus);
  addEventListener('keydown', onPageKey);
}

function keepFocus() {
  const { id, dataset } = document.activeElement ?? {};
  // The same box of the next subject: "….remarks".
  if (dataset?.key) sessionStorage.setItem(FOCUS, `[data-key$=".${dataset.key.split('.').at(-1)}"]`);
  else if (id) sessionStorage.setItem(FOCUS, `#${id}`);
}

function onPageKey(event) {
  const isDown = event.key === 'PageDown';
  if ((!isDown && event.key !== 'PageUp') || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  if (document.body.classList.contains('is-covered')) return;
  event.preventDefault();
  const { scrollHeight } = document.documentElement;
  const more = isDown ? scrollHeight - innerHeight - scrollY > 8 : scrollY > 8;
  // A key that is held down reads on and never runs through the people.
  if (more) scrollBy({ top: isDown ? screenful() : -screenful(), behavior: 'instant' });
  else if (!event.repeat) stage.querySelector(isDown ? '[data-after]' : '[data-before]')?.click();
}

/** What is read between the head that stays and the foot, less a line or two that is seen twice. */
function screenful() {
  const head = stage.querySelector('.stage__head');
  const covered = getComputedStyle(head).position === 'sticky' ? head.offsetHeight : 0;
  return Math.max(120, innerHeight - covered - 80);
}
