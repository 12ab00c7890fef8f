import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Standing } from '../../db/schema.ts';
import { newestForm } from '../../src/campaigns/rules.ts';
import { CatalogueEdition } from '../../src/catalogues/edition.ts';
import { findAnswer, signsOf } from '../../src/catalogues/rules.ts';
import { fieldsOf } from '../../src/forms/rules.ts';
import { FormVersion } from '../../src/forms/version.ts';
import { ownText, parseRehearsal, storyOf, writeReview } from '../../src/node/rehearsal-data.ts';
import type { RehearsalReviewText, WrittenReview } from '../../src/node/rehearsal-data.ts';
import { parseSeason } from '../../src/node/rehearsal-season-data.ts';
import { schemaOf } from '../../src/reviews/questions.ts';

const db = new URL('../../db/', import.meta.url);

function textsIn(folder: string): string[] {
  const path = new URL(folder, db);
  return readdirSync(path).map((name) => readFileSync(new URL(name, path), 'utf8'));
}

const castText = readFileSync(new URL('rehearsal/cast.json', db), 'utf8');
const storyTexts = textsIn('rehearsal/stories/');
const seasonText = readFileSync(new URL('rehearsal/season.json', db), 'utf8');
const branchTexts = textsIn('rehearsal/branches/');
const rehearsal = parseRehearsal(castText, storyTexts);
const season = parseSeason(seasonText, branchTexts);
const editions = textsIn('catalogues/').map((text) => CatalogueEdition.parse(JSON.parse(text)));
const forms = textsIn('forms/').map((text) => FormVersion.parse(JSON.parse(text)));
const stories = [...rehearsal.stories.values()];

function formFor(standing: Standing, year: number): FormVersion {
  const form = newestForm(forms, standing, year);
  if (!form) throw new Error(`no form for ${standing} in ${year}`);
  return form;
}

function editionOf(list: 'A' | 'B'): CatalogueEdition {
  const edition = editions.find((each) => each.list === list);
  if (!edition) throw new Error(`list ${list} is missing`);
  return edition;
}

function countingIds(): () => string {
  let count = 0;
  return () => `item-${(count += 1)}`;
}

function write(text: RehearsalReviewText, lastYear: RehearsalReviewText | undefined, year = 2025): WrittenReview {
  const before = lastYear ? { year, text: lastYear } : null;
  return writeReview(text, { newId: countingIds(), editions, lastYear: before });
}

describe('the rehearsal', () => {
  it('has 38 people with names of their own, in two branches with a chi ủy and one without', () => {
    expect(new Set(rehearsal.people.map(({ fullName }) => fullName)).size).toBe(38);
    expect(new Set(rehearsal.people.map(({ userName }) => userName)).size).toBe(38);
    expect(rehearsal.branches.map(({ hasBranchCommittee }) => hasBranchCommittee)).toEqual([true, false, true]);
    const branches = new Set(rehearsal.branches.map(({ key }) => key));
    expect(rehearsal.people.every(({ branch }) => branches.has(branch))).toBe(true);
    expect(rehearsal.people.filter(({ birthDate }) => birthDate.length === 4)).toHaveLength(1);
  });

  it('has reviews in every state, and each role held by somebody', () => {
    const states = new Set(rehearsal.people.map(({ thisYear }) => thisYear.state));
    expect([...states].sort()).toEqual(['accepted', 'draft', 'none', 'returned', 'submitted']);
    const roles = new Set(rehearsal.people.flatMap(({ roles }) => roles.map(({ role }) => role)));
    expect([...roles].sort()).toEqual(['administrator', 'committee_member', 'deputy', 'office', 'secretary']);
  });

  it('gives everyone who wrote something a story of his own standing', () => {
    for (const person of rehearsal.people) {
      const wrote = person.lastYear === 'closed' || person.thisYear.state !== 'none';
      expect(storyOf(rehearsal, person)?.standing, person.fullName).toBe(wrote ? person.standing : undefined);
    }
  });

  it('is stored in NFC', () => {
    for (const text of [castText, seasonText, ...storyTexts, ...branchTexts]) expect(text).toBe(text.normalize('NFC'));
  });

  it('shows a complete review, a draft and a blank form', () => {
    const state = (key: string) => rehearsal.people.find((person) => person.key === key)?.thisYear.state;
    const { complete, draft, blank } = rehearsal.showcase;
    expect([state(complete), state(draft), state(blank)]).toEqual(['accepted', 'draft', 'none']);
  });
});

describe.each(stories)('the story $key', ({ standing, yearBefore, lastYear, thisYear }) => {
  const form = formFor(standing, 2026);
  const years = [
    { year: 2025, text: lastYear, written: write(lastYear, yearBefore, 2024) },
    { year: 2026, text: thisYear, written: write(thisYear, lastYear) },
  ];

  it.each(years)('fits the form and the lists in $year, key by key', ({ written }) => {
    const frame = { form, a: editionOf('A'), b: editionOf('B'), items: written.items, today: '2026-11-22' };
    for (const [key, value] of Object.entries(written.fields)) {
      // The very schema that a person's own typing meets: what it refuses here could not have been written.
      expect(schemaOf({ ...frame, words: 'shown' }, key)?.safeParse(value), key).toEqual({
        success: true,
        data: value,
      });
      expect(value.trim(), key).not.toBe('');
    }
  });

  it.each(years)('is complete in $year', ({ written }) => {
    for (const { field } of fieldsOf(form).filter((place) => place.field.required)) {
      const filled = field.key in written.fields || written.items.some(({ list }) => list === field.key);
      expect(filled, field.key).toBe(true);
    }
    const answered = editions.filter(({ list }) => list === 'A' || standing !== 'outside');
    for (const edition of answered) {
      for (const sign of signsOf(edition)) {
        const key = `${edition.list}${sign.no}`;
        const answer = findAnswer(edition, sign, written.fields[key] ?? '');
        expect(answer, key).toBeDefined();
        const missing = answer?.asks.filter((asked) => asked.required && !written.fields[`${key}.${asked.key}`]);
        expect(missing, key).toEqual([]);
      }
    }
  });

  it.each(years)('proposes a level that its points allow in $year', ({ written }) => {
    const level = form.levels.find(({ key }) => key === written.fields['B.II']);
    const points = ['B.I.1', 'B.I.2'].map((key) => Number(written.fields[key]));
    const total = points.reduce((sum, each) => sum + each, 0);
    expect(points[0]).toBeLessThanOrEqual(30);
    expect(points[1]).toBeLessThanOrEqual(70);
    expect(level && total >= level.from && total < level.below, String(total)).toBe(true);
  });

  it('answers in section III everything that last year left', () => {
    const carried = years[1]!.written.items.filter(({ list, sourceYear }) => list === 'III' && sourceYear === 2025);
    expect(carried.length).toBeGreaterThanOrEqual(2);
    for (const { id, sourceText } of carried) {
      expect(years[1]!.written.fields[`III.${id}.state`], sourceText).toMatch(/^(fixed|fixing|unfixed)$/);
    }
    const concluded = years[1]!.written.items.filter(({ handAdded }) => handAdded);
    for (const { id, sourceText } of concluded) {
      expect(years[1]!.written.fields[`III.${id}.source`]).toBe(sourceText);
    }
    expect(thisYear.followUp.every(({ list, entry }) => lastYear.lists[list]?.[entry])).toBe(true);
  });
});

describe.each(rehearsal.people.filter(({ instead }) => Object.keys(instead).length > 0))(
  'what $fullName writes of his own',
  (person) => {
    const story = storyOf(rehearsal, person);
    const form = formFor(person.standing, 2026);

    it('stands in fields of his form, and its points allow the level', () => {
      const keys = fieldsOf(form).map(({ field }) => field.key);
      expect(keys).toEqual(expect.arrayContaining(Object.keys(person.instead)));
      const { fields } = ownText(story!, person);
      const total = Number(fields['B.I.1']) + Number(fields['B.I.2']);
      const level = form.levels.find(({ key }) => key === fields['B.II']);
      expect(level && total >= level.from && total < level.below, String(total)).toBe(true);
    });
  },
);

describe.each(season.branches)('the season of the branch $branch', ({ branch, meeting, ratings, decision }) => {
  const reviewed = rehearsal.people
    .filter((person) => person.branch === branch && person.thisYear.state !== 'none')
    .map(({ key }) => key);

  it('votes on and rates the collective and everybody who is reviewed, if its meeting is over', () => {
    const everybody = meeting.held ? ['collective', ...reviewed].sort() : [];
    expect(Object.keys(meeting.held?.ballots ?? {}).sort()).toEqual(everybody);
    expect(Object.keys(ratings?.lines ?? {}).sort()).toEqual(everybody);
    expect(ratings !== null || decision === null).toBe(true);
  });
});

it('every branch that has met proposes what its ballots passed', () => {
  const met = season.branches.filter(({ meeting }) => meeting.held !== null);
  expect(met).toHaveLength(2);
  for (const { meeting, ratings } of met) {
    for (const [subject, { level }] of Object.entries(ratings?.lines ?? {})) {
      const votes = Object.entries(meeting.held?.ballots[subject] ?? {});
      expect(votes.toSorted(([, left], [, right]) => right - left)[0]?.[0], subject).toBe(level);
    }
  }
});

it('two of the three branches have handed up, one of them is decided', () => {
  expect(season.branches.filter(({ ratings }) => ratings !== null)).toHaveLength(2);
  expect(season.branches.filter(({ decision }) => decision !== null)).toHaveLength(1);
});

describe.each(stories.filter(({ yearBefore }) => yearBefore))('the year 2024 of the story $key', (story) => {
  const form = formFor(story.standing, 2024);
  const written = write(story.yearBefore!, undefined);

  it('fits the form of 2023, and is complete', () => {
    expect(form.id).toBe(story.standing === 'leader' ? '02b-2023' : '02a-2023');
    const frame = { form, a: editionOf('A'), b: editionOf('B'), items: written.items, today: '2024-12-05' };
    for (const [key, value] of Object.entries(written.fields)) {
      expect(schemaOf({ ...frame, words: 'shown' }, key)?.safeParse(value), key).toEqual({
        success: true,
        data: value,
      });
    }
    for (const { field } of fieldsOf(form).filter((place) => place.field.required)) {
      const filled = field.key in written.fields || written.items.some(({ list }) => list === field.key);
      expect(filled, field.key).toBe(true);
    }
  });

  it('is answered in section III of 2025', () => {
    const { items, fields } = write(story.lastYear, story.yearBefore, 2024);
    const carried = items.filter(({ list, sourceYear }) => list === 'III' && sourceYear === 2024);
    expect(carried).toHaveLength(story.yearBefore!.lists['II.1']!.length + story.yearBefore!.lists['VI']!.length);
    for (const { id } of carried) expect(fields[`III.${id}.state`]).toMatch(/^(fixed|fixing|unfixed)$/);
  });
});

describe('the complete review', () => {
  const story = rehearsal.stories.get('service-desk');
  const written = write(story!.thisYear, story!.lastYear);

  it('answers all 52 signs one by one, with admissions, precautions and duties it does not have', () => {
    expect(Object.keys(story!.thisYear.signs.A.said)).toHaveLength(27);
    expect(Object.keys(story!.thisYear.signs.B!.said)).toHaveLength(25);
    const answers = Object.entries(written.fields).flatMap(([key, value]) => (/^[AB]\d+$/.test(key) ? [value] : []));
    expect(answers).toHaveLength(52);
    expect(answers.filter((answer) => answer === 'present')).toHaveLength(2);
    expect(answers.filter((answer) => answer === 'prevent').length).toBeGreaterThanOrEqual(5);
    expect(answers.filter((answer) => answer === 'outside-duty').length).toBeGreaterThanOrEqual(3);
  });
});

describe('a draft of the rehearsal', () => {
  it('leaves out what is not written yet, but keeps what last year brought', () => {
    const story = rehearsal.stories.get('clerk')!;
    const { fields, items } = writeReview(story.thisYear, {
      newId: countingIds(),
      editions,
      lastYear: { year: 2025, text: story.lastYear },
      unfinished: { state: 'draft', notYet: ['II', 'III', 'B.I'], signsUpTo: { A: 9, B: 0 } },
    });
    expect(Object.keys(fields).filter((key) => /^(II|III|B\.I)\./.test(key))).toEqual([]);
    expect(fields).toHaveProperty('A9');
    expect(Object.keys(fields).some((key) => /^(A10|B1)$/.test(key))).toBe(false);
    expect(fields).toHaveProperty('I.1');
    expect(fields).toHaveProperty(['B.II']);
    expect(new Set(items.map(({ list }) => list))).toEqual(new Set(['III', 'VI', 'PL']));
  });
});
