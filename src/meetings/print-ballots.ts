import type { BallotPaper } from '../views/models/meetings.ts';
import { render } from '../views/render.ts';
import { REHEARSAL_STAMP } from '../views/stamps.ts';
import type { Gathered } from './gathered.ts';
import { headFor } from './print-parts.ts';
import type { Subject } from './subjects.ts';

/** More lines than this on one print would keep the printer busy for the evening: the office copies one instead. */
const MOST_LINES = 12_000;

export function isTooLong(subjects: number, copies: number): boolean {
  return subjects * copies > MOST_LINES;
}

/** Blank ballots, secret ones: no name of a voter, no number. */
export function ballotPaper(gathered: Gathered, copies: number, options: { rehearsal: boolean }): BallotPaper {
  const { season, subjects } = gathered;
  const levels = new Map(subjects.flatMap(({ levels: own }) => own.map(({ key, label }) => [key, label])));
  const row = (subject: Subject, number: number) => ({
    group: null,
    number: String(number),
    name: subject.name,
    boxes: [...levels.keys()].map((key) => subject.levels.some((level) => level.key === key)),
  });
  const group = (name: string) => ({ group: name, number: '', name: '', boxes: [] });
  const asked = subjects.filter(({ left }) => !left);
  const collective = asked.filter(({ memberId }) => memberId === null);
  const people = asked.filter(({ memberId }) => memberId !== null);
  return {
    documentTitle: `Phiếu đánh giá, xếp loại chất lượng năm ${season.campaign.year}`,
    stamp: options.rehearsal ? REHEARSAL_STAMP : null,
    head: headFor(season, gathered.meeting.held_on, { kind: null, draft: false }),
    title: 'PHIẾU ĐÁNH GIÁ, XẾP LOẠI CHẤT LƯỢNG',
    year: `Năm ${season.campaign.year}`,
    guide:
      'Đồng chí đánh dấu X vào một ô ở mỗi dòng. Dòng để trống hoặc đánh dấu quá một ô là không hợp lệ. Không ký tên, không ghi tên người bỏ phiếu.',
    levels: [...levels.values()],
    span: levels.size + 2,
    rows: [
      ...(collective.length > 0 ? [group('Tập thể'), ...collective.map((one, index) => row(one, index + 1))] : []),
      ...(people.length > 0 ? [group('Cá nhân'), ...people.map((one, index) => row(one, index + 1))] : []),
    ],
    copies: Array.from({ length: copies }, (_, copy) => copy + 1),
  };
}

export function renderBallots(paper: BallotPaper): string {
  return render('print/ballots', paper).normalize('NFC');
}
