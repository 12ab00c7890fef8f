// Prints the closing line of .ci/run from vitest's JSON reports; exits 1 when anything failed or one run is missing.
import { readFileSync } from 'node:fs';

function read(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** A file that fails to load fails without one failing test: it counts as one. */
function brokenFiles({ testResults }) {
  return testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((assertion) => assertion.status === 'failed'),
  ).length;
}

const reports = process.argv.slice(2).map(read);
const ran = reports.filter((report) => report !== undefined);
const sum = (count) => ran.reduce((total, report) => total + count(report), 0);
const passed = sum((report) => report.numPassedTests);
const failed = sum((report) => report.numFailedTests + brokenFiles(report));
const left = sum((report) => report.numPendingTests + report.numTodoTests);

console.log('');
if (ran.length < reports.length) console.log('A run of the tests wrote no report: it did not come to its end.');
if (left > 0) console.log(`${left} tests were skipped.`);
console.log(`tests: ${passed} passed, ${failed} failed`);
const whole = ran.length === reports.length && ran.every((report) => report.success && report.numPassedTests > 0);
process.exitCode = whole && failed === 0 ? 0 : 1;
