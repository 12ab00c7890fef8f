import type { BrowserContext, Page } from 'puppeteer';
import type { ReviewState } from '../../db/schema.ts';
import type { NodeDeps } from '../../src/node/deps.ts';
import { AppError } from '../../src/errors.ts';
import type { Actor } from '../../src/http/context.ts';
import { ensureRehearsal } from '../../src/node/rehearsal.ts';
import { beginReview } from '../../src/reviews/begin.ts';
import { findCampaign } from '../../src/campaigns/queries.ts';
import { findMember } from '../../src/units/queries.ts';
import { type LiveBrowser, type LiveServer, signInAs, startServer, watch, type Watched } from './browser.ts';
import { type Office, type Person, seedCampaign, seedOffice, seedPerson } from './people.ts';

/** Everything a tour of all pages needs: the rehearsal, a real office beside it, and the people who walk there. */
export interface Tour {
  live: LiveServer;
  real: RealOffice;
  /** From now on the renderer fails, as on a machine without a browser; `false` mends it. */
  breakPdf(broken?: boolean): void;
  /** One page for each person, signed in; `null` is nobody. */
  as(who: { server?: LiveServer; accountId: string } | null): Promise<Page>;
  /** What every page so far asked for and complained of. */
  watched: { watched: Watched; origin: string }[];
  close(): Promise<void>;
}

export async function startTour(browser: LiveBrowser): Promise<Tour> {
  const pdf = { broken: false };
  const live = await startServer({
    // Its stops make the branches' season themselves, step by step.
    fill: (deps) => ensureRehearsal(deps, () => Promise.resolve(null)),
    wrapPdf: (real) => ({
      ...real,
      render: (html) =>
        pdf.broken ? Promise.reject(new AppError('pdf-unavailable', { message: 'broken' })) : real.render(html),
      health: () =>
        pdf.broken
          ? Promise.resolve({ ready: false, detail: 'Phần in PDF chưa dùng được trên máy chủ này.' })
          : real.health(),
    }),
  });
  const real = await startRealOffice();
  const people = new Map<string, BrowserContext>();
  const watchedPages: Tour['watched'] = [];
  return {
    live,
    real,
    breakPdf: (broken = true) => {
      pdf.broken = broken;
    },
    async as(who) {
      const server = who?.server ?? live;
      const key = who?.accountId ?? 'nobody';
      let person = people.get(key);
      if (!person) {
        person = await browser.newPerson();
        if (who) await signInAs(person, server, who.accountId);
        people.set(key, person);
      }
      const [first] = await person.pages();
      if (first) return first;
      const page = await person.newPage();
      page.setDefaultTimeout(10_000);
      // A form sent past our scripts leaves typed text behind, and the page asks whether to go.
      page.on('dialog', (dialog) => void dialog.accept());
      watchedPages.push({ watched: watch(page), origin: server.origin });
      return page;
    },
    watched: watchedPages,
    async close() {
      await Promise.all([...people.values()].map((person) => person.close()));
      await Promise.all([live.remove(), real.server.remove()]);
    },
  };
}

/** Not a rehearsal: one campaign that withholds our words, one that shows them by decision, one not open yet. */
export interface RealOffice {
  server: LiveServer;
  administrator: Person;
  /** Of a new committee with nothing in it. */
  newAdministrator: Person;
  member: Person;
  /** In the committee that decided to use our words. */
  decided: Person;
  reviews: { member: string; decided: string };
  preparing: string;
}

async function startRealOffice(): Promise<RealOffice> {
  let filled: Omit<RealOffice, 'server'> | undefined;
  const server = await startServer({
    fill: async (deps) => {
      filled = await fillRealOffice(deps);
      return deps;
    },
  });
  return { server, ...(filled as Omit<RealOffice, 'server'>) };
}

async function fillRealOffice(deps: NodeDeps): Promise<Omit<RealOffice, 'server'>> {
  const office: Office = await seedOffice(deps);
  const administrator = await seedPerson(deps, office.branch, 'Đỗ Quản Trị', {
    roles: [{ unitId: office.committee, role: 'administrator' }],
  });
  const newAdministrator = await seedPerson(deps, office.otherBranch, 'Vũ Mới Đến', {
    roles: [{ unitId: office.otherBranch, role: 'administrator' }],
  });
  const member = await seedPerson(deps, office.branch, 'Lê Văn Thật');
  const decided = await seedPerson(deps, office.foreignBranch, 'Bùi Thị Thật');
  const open = await seedCampaign(deps, office.committee);
  const withDecision = await seedCampaign(deps, office.foreignCommittee, {
    wording_decision_number: '08-QĐ/ĐU',
    wording_decision_date: '2026-11-03',
  });
  const preparing = await seedCampaign(deps, office.committee, {
    state: 'preparing',
    year: 2027,
    network_text_number: '',
    network_text_date: null,
  });
  const reviews = { member: await begin(deps, member, open), decided: await begin(deps, decided, withDecision) };
  return { administrator, newAdministrator, member, decided, reviews, preparing };
}

async function begin(deps: NodeDeps, person: Person, campaignId: string): Promise<string> {
  const campaign = await findCampaign(deps.store.db, campaignId);
  const member = await findMember(deps.store.db, person.memberId);
  if (!campaign || !member) throw new Error('the office lost its campaign or member');
  return beginReview(deps, actorFor(person.accountId), campaign, member);
}

export function actorFor(accountId: string): Actor {
  return { accountId, address: 'test', requestId: 'test' };
}

export interface Author {
  accountId: string;
  reviewId: string;
}

/** People of the rehearsal whose review of the newest year is in this state, the emptiest first. */
export async function authorsIn(deps: NodeDeps, state: ReviewState, year = 2026): Promise<Author[]> {
  const rows = await deps.store.db
    .selectFrom('review')
    .innerJoin('account', 'account.member_id', 'review.member_id')
    .innerJoin('campaign', 'campaign.id', 'review.campaign_id')
    .where('campaign.year', '=', year)
    .where('review.state', '=', state)
    .select(['account.id as accountId', 'review.id as reviewId'])
    .select((row) =>
      row
        .selectFrom('review_field')
        .whereRef('review_field.review_id', '=', 'review.id')
        .select((count) => count.fn.countAll<number>().as('n'))
        .as('written'),
    )
    .execute();
  return rows.sort((left, right) => Number(left.written) - Number(right.written));
}

/** Somebody of the rehearsal who has not begun this year's review. */
export async function notBegun(deps: NodeDeps): Promise<string> {
  const row = await deps.store.db
    .selectFrom('account')
    .where('account.member_id', 'is not', null)
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('review')
            .innerJoin('campaign', 'campaign.id', 'review.campaign_id')
            .whereRef('review.member_id', '=', 'account.member_id')
            .where('campaign.year', '=', 2026)
            .select('review.id'),
        ),
      ),
    )
    .select('account.id')
    .executeTakeFirstOrThrow();
  return row.id;
}

export async function withRole(deps: NodeDeps, role: 'administrator' | 'secretary'): Promise<string> {
  const row = await deps.store.db
    .selectFrom('role')
    .where('role', '=', role)
    .select('account_id')
    .executeTakeFirstOrThrow();
  return row.account_id;
}
