// Prints the closing line of .ci/run from vitest's JSON report; exits 1 when anything failed or nothing ran.
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

const report = read(process.argv[2]);
const passed = report?.numPassedTests ?? 0;
const failed = report ? report.numFailedTests + brokenFiles(report) : 0;
const left = report ? report.numPendingTests + report.numTodoTests : 0;

console.log('');
if (!report) console.log('The tests wrote no report: they did not run to their end.');
if (left > 0) console.log(`${left} tests were skipped.`);
console.log(`tests: ${passed} passed, ${failed} failed`);
process.exitCode = report?.success && passed > 0 && failed === 0 ? 0 : 1;
