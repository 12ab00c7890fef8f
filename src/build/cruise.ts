import { runTool } from './tool.ts';

/** What dependency-cruiser found, as far as we read it. */
export interface Cruise {
  /** Every file it really read: paths with forward slashes, relative to the folder. */
  files: string[];
  /** Names of the rules it was given. */
  rules: string[];
  violations: { rule: string; comment: string; from: string; to: string }[];
}

interface CruiserOutput {
  modules: { source: string }[];
  summary: {
    violations: { rule: { name: string }; from: string; to: string }[];
    ruleSetUsed: { forbidden: { name: string; comment: string }[] };
  };
}

/** Cruises `src` and `db` of a folder that holds our `.dependency-cruiser.cjs`. */
export async function cruise(folder: string): Promise<Cruise> {
  const { stdout, stderr } = await runTool(
    'dependency-cruiser/bin/dependency-cruiser.mjs',
    ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'src', 'db'],
    folder,
  );
  if (!stdout.startsWith('{')) throw new Error(`dependency-cruiser gave no report: ${stderr || stdout}`);
  const { modules, summary } = JSON.parse(stdout) as CruiserOutput;
  const comments = new Map(summary.ruleSetUsed.forbidden.map((rule) => [rule.name, rule.comment]));
  return {
    files: modules.map((module) => module.source),
    rules: [...comments.keys()],
    violations: summary.violations.map(({ rule, from, to }) => ({
      rule: rule.name,
      comment: comments.get(rule.name) ?? '',
      from,
      to,
    })),
  };
}
