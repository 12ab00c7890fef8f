'use strict';

// The page of an order of papers asks for itself while the server prints. Without this script its own link does.

const batch = document.querySelector('[data-batch-live]');
const BATCH_EVERY_MS = 2_000;
/** A page that nobody looks at must not hold the session open: then the link asks. */
const BATCH_AT_MOST_MS = 15 * 60_000;

if (batch) setTimeout(() => followBatch(Date.now()), BATCH_EVERY_MS);

async function followBatch(since) {
  if (document.body.classList.contains('is-covered') || Date.now() - since > BATCH_AT_MOST_MS) return;
  const next = document.hidden ? null : await askBatch();
  if (next && !next.hasAttribute('data-batch-live')) {
    // What was focused goes with the page: its end is told from the top.
    location.reload();
    return;
  }
  if (next) takeOver(next);
  setTimeout(() => followBatch(since), BATCH_EVERY_MS);
}

/** The same place of the page as it is now; null where the server gave something else. */
async function askBatch() {
  try {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
    if (!answer.ok || answer.redirected) return null;
    return new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-batch]');
  } catch {
    return null;
  }
}

/** Only what changed is written anew, so that a screen reader is told of changes and the focus stays. */
function takeOver(next) {
  const shown = ['#tien-do', 'label[for="tien-do"]', '.batch-working', '.batch-results'];
  for (const part of shown) {
    const [here, there] = [batch.querySelector(part), next.querySelector(part)];
    if (here && there && here.outerHTML !== there.outerHTML) here.replaceWith(document.adoptNode(there));
  }
}
