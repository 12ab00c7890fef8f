import type { CatalogueEdition, SignGroup } from '../catalogues/edition.ts';
import { groupTitle } from '../catalogues/rules.ts';
import { type ItemField, sectionsOf } from '../forms/rules.ts';
import type { FormSection } from '../forms/version.ts';
import type { ReviewFrame } from './questions.ts';

/** One page of the author's way: personal data, a group of signs, a section of the form, the own assessment. */
export type Step =
  | { slug: string; kind: 'personal'; title: string }
  | { slug: string; kind: 'signs'; title: string; edition: CatalogueEdition; group: SignGroup }
  | { slug: string; kind: 'section'; title: string; section: FormSection }
  | { slug: string; kind: 'annex'; title: string; annex: ListBeside }
  | { slug: string; kind: 'assessment'; title: string; sections: FormSection[] };

/** A list beside the form's sections: an annex of the form, or the pledge for the next year. */
interface ListBeside {
  title: string;
  field: ItemField;
}

/** The way in the order people walk it. Each step's slug is the last part of its address. */
export function stepsOf(frame: ReviewFrame): Step[] {
  const sections = sectionsOf(frame.form).map(({ section }) => section);
  const assessed = sections.filter(isAssessment);
  return [
    { slug: 'ca-nhan', kind: 'personal', title: 'Thông tin cá nhân' },
    ...signSteps(frame, frame.a),
    ...(frame.b ? signSteps(frame, frame.b) : []),
    ...sections.filter((section) => !isAssessment(section)).map(sectionStep),
    ...frame.form.annexes.map(annexStep),
    ...(frame.form.pledge ? [pledgeStep(frame.form.pledge.field)] : []),
    ...(assessed.length > 0
      ? [
          {
            slug: 'tu-danh-gia',
            kind: 'assessment' as const,
            title: 'Tự đánh giá, đề xuất xếp loại',
            sections: assessed,
          },
        ]
      : []),
  ];
}

function isAssessment(section: FormSection): boolean {
  return section.fields.some((field) => field.kind === 'score' || field.kind === 'level');
}

function signSteps(frame: ReviewFrame, edition: CatalogueEdition): Step[] {
  return edition.groups.map((group, index) => {
    const { title, ours } = groupTitle(group, frame.words);
    return {
      slug: `bieu-hien-${edition.list.toLowerCase()}-${index + 1}`,
      kind: 'signs',
      title: `${group.number}. ${title}${ours ? ' (tên tạm – chờ đối chiếu)' : ''}`,
      edition,
      group,
    };
  });
}

function sectionStep(section: FormSection): Step {
  return {
    slug: `muc-${section.key.toLowerCase().replaceAll('.', '-')}`,
    kind: 'section',
    title: `${section.number} ${section.heading}`,
    section,
  };
}

function annexStep(annex: ListBeside & { key: string }): Step {
  return { slug: `phu-luc-${annex.key.toLowerCase()}`, kind: 'annex', title: annex.title, annex };
}

export const PLEDGE_TITLE = 'Bản cam kết năm sau';

function pledgeStep(field: ItemField): Step {
  return { slug: 'ban-cam-ket', kind: 'annex', title: PLEDGE_TITLE, annex: { title: PLEDGE_TITLE, field } };
}
