import type { ReviewState, RoleName } from '../../db/schema.ts';
import type { Help } from '../assistance/queries.ts';
import { helpInWords } from '../assistance/rules.ts';
import { ROLE_WORDS } from '../accounts/rules.ts';
import type { Reading } from '../audit/queries.ts';
import type { Link } from '../views/models/layout.ts';
import type { YearsModel } from '../views/models/reviews.ts';
import type { PaperStanding } from '../verification/queries.ts';
import { codeWords, signedWords } from '../verification/rules.ts';
import { isWithItsAuthor, STATE_WORDS } from './transitions.ts';
import { paperLinks } from './view-home.ts';

interface Year {
  id: string;
  title: string;
  state: ReviewState;
  reference: string;
  submitted_at: string | null;
  /** The paper of its pledge, where one was written. */
  pledge: Link[];
  /** The copy for the workplace, where one takes it. */
  workplace: Link[];
}

/** All of a person's reviews, their papers, and who else has read each of them and when. */
export function yearsPage(
  years: readonly Year[],
  readings: readonly Reading[],
  rolesOf: ReadonlyMap<string, readonly RoleName[]>,
  help: readonly Help[],
  standings: ReadonlyMap<string, PaperStanding> = new Map(),
): YearsModel {
  return {
    years: years.map((year) => {
      const href = `/ban-kiem-diem/${year.id}`;
      const draft = isWithItsAuthor(year.state);
      return {
        id: year.id,
        title: year.title,
        href,
        state: STATE_WORDS[year.state],
        reference: year.reference,
        submittedAt: draft ? null : year.submitted_at,
        papers: [
          ...(draft
            ? [{ text: 'Bản nháp (PDF)', href: `${href}/ban-nhap.pdf` }]
            : [...paperLinks(year.id), ...year.workplace]),
          ...year.pledge,
        ],
        signed: draft ? null : signedWords(standings.get(year.id)?.cameOn ?? null),
        codes: draft ? [] : codeWords(standings.get(year.id) ?? { cameOn: null, codes: [] }),
        helped: help.filter(({ reviewId }) => reviewId === year.id).map(helpInWords),
        readings: readings
          .filter((reading) => reading.review_id === year.id)
          .map((reading) => ({
            who: reading.display_name,
            roles: roleWords(rolesOf.get(reading.account_id) ?? []),
            what: readWords(reading),
            at: reading.at,
          })),
      };
    }),
  };
}

function readWords({ action, detail }: Reading): string {
  if (action === 'review-viewed') return 'đọc trên màn hình';
  if (action === 'paper-verified') return 'xác minh bản in';
  return detail.endsWith(' word') ? 'tải bản Word' : 'mở bản in';
}

/** "bí thư chi bộ, văn phòng đảng ủy"; an account whose duties have ended says so. */
function roleWords(roles: readonly RoleName[]): string {
  const words = [...new Set(roles)].map((role) => ROLE_WORDS[role].toLocaleLowerCase('vi'));
  return words.length > 0 ? words.join(', ') : 'hiện không giữ nhiệm vụ';
}
