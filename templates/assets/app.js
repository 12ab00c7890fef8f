'use strict';

// The error summary has `autofocus`; browsers skip that when the address holds a #fragment, so ask once more.
document.querySelector('[data-focus]')?.focus();
