import type { CampaignRow } from '../campaigns/queries.ts';
import { standingInCampaign } from '../campaigns/rules.ts';
import { type CapGroup, capGroups, capLine, type CountedLevel } from './cap.ts';
import type { CampaignLevels } from './queries.ts';
import { COLLECTIVE, type HandUpGaps } from './rules.ts';
import { type BranchTable, currentDecision, factsOf, levelNow } from './table.ts';
import { findingsFor } from './conditions.ts';

/** One level with whose it is, as the cap counts it. */
export interface PlacedLevel extends CountedLevel {
  unitId: string;
  subject: string;
}

export function levelsInTable(table: BranchTable): CountedLevel[] {
  return table.subjects.map((subject) => ({
    kind: subject.kind,
    standing: subject.standing,
    head: subject.place === 'head',
    level: levelNow(subject),
  }));
}

export function branchCaps(table: BranchTable): CapGroup[] {
  return capGroups(levelsInTable(table), table.settings);
}

/**
 * Over all branches: what is decided, and what a branch that has handed up proposes for the others. A proposal counts
 * only where its person still stands; who is exempt by now counts nowhere.
 */
export function levelsInCampaign(rows: CampaignLevels, campaign: CampaignRow): PlacedLevel[] {
  const { proposals, decisions, secretaries } = rows;
  const heads = new Set(secretaries.map(({ unit_id, member_id }) => `${unit_id} ${member_id ?? ''}`));
  const replaced = new Set(decisions.map((row) => row.replaces_id));
  const standing = decisions.filter(({ id }) => !replaced.has(id));
  const decidedHere = new Set(standing.map(({ unit_id, subject }) => `${unit_id} ${subject}`));
  const decidedPeople = new Set(standing.map(({ subject }) => subject).filter((subject) => subject !== COLLECTIVE));
  const open = proposals
    .filter(({ unit_id, subject }) => !decidedHere.has(`${unit_id} ${subject}`) && !decidedPeople.has(subject))
    .filter((row) => row.exemption === null || row.exemption === 'elsewhere')
    .filter((row) => row.subject === COLLECTIVE || (row.review_unit_id ?? row.member_unit_id) === row.unit_id);
  return [...standing, ...open].map((row) => {
    const head = heads.has(`${row.unit_id} ${row.subject}`);
    const collective = row.subject === COLLECTIVE;
    return {
      unitId: row.unit_id,
      subject: row.subject,
      kind: collective ? 'collective' : 'person',
      standing:
        collective || row.standing === null
          ? null
          : standingInCampaign({ standing: row.standing, secretaryOfOwnBranch: head }, campaign),
      head,
      level: row.level,
    };
  });
}

/** What is missing when a branch hands up; each is named, and none of them stops it. */
export function gapsIn(table: BranchTable): HandUpGaps {
  const open = table.subjects.filter((subject) => currentDecision(subject) === null);
  const names = (kept: typeof open) => kept.map(({ name }) => name);
  const level = (subject: (typeof open)[number]) => subject.rating?.branch_level ?? '';
  return {
    withoutLevel: names(open.filter((subject) => level(subject) === '')),
    withoutBallot: names(open.filter(({ ballot }) => ballot === null)),
    withoutReview: names(open.filter(({ stated }) => stated === null)),
    withoutReason: names(
      open.filter(
        (subject) =>
          (subject.rating?.reason ?? '') === '' && findingsFor(level(subject), factsOf(table, subject)).length > 0,
      ),
    ),
    overCap: branchCaps(table)
      .filter(({ reading }) => reading.over)
      .map((group) => capLine(group, table.settings.cap)),
  };
}
