import type { Page } from 'puppeteer';
import { fillIn, follow, press } from './browser.ts';

/** How a member fills in form 2B in a browser, page after page by "Lưu và tiếp tục", and what he wrote. */
export interface Written {
  /** Every text that was typed; the paper must hold each. */
  texts: string[];
  /** "A12" → the words of the chosen answer. */
  signs: Map<string, string>;
  pages: string[];
}

const NEXT = '.pager button.button--primary';

/** Walks from the first step until the check page stands there. */
export async function writeEverything(page: Page): Promise<Written> {
  const written: Written = { texts: [], signs: new Map(), pages: [] };
  for (;;) {
    const path = new URL(page.url()).pathname;
    if (path.endsWith('/kiem-tra')) return written;
    const step = path.split('/').at(-1) ?? '';
    written.pages.push(step);
    if (step.startsWith('bieu-hien-')) await answerSigns(page, written);
    else await (STEPS[step] ?? unknownStep(step))(page, written);
    await follow(page, NEXT);
    if (page.url().endsWith(`/ghi/${step}`))
      throw new Error(`${step} came back: ${await page.$eval('main', (m) => m.innerText)}`);
  }
}

type Step = (page: Page, written: Written) => Promise<void>;

const STEPS: Record<string, Step> = {
  'ca-nhan': async (page, written) => {
    await type(page, written, '#o-H-workplace', ' (Ban công tác Mặt trận)');
  },
  'muc-i': async (page, written) => {
    await type(
      page,
      written,
      '#o-I-1',
      'Giữ nếp sống giản dị, thẳng thắn; dự đủ 12/12 kỳ sinh hoạt chi bộ.\nGiúp hai hộ khó khăn trong ngõ sửa mái nhà sau bão.',
    );
    await type(page, written, '#o-I-2', 'Vận động 58 trên 60 hộ phân loại rác; thu quỹ đúng hạn cả bốn quý.');
    await type(page, written, '#o-I-3', 'Thực hiện được bốn trong năm điều đã cam kết đầu năm.');
  },
  'muc-ii': async (page, written) => {
    await addEntry(page, 'II.1:written');
    await typeInEntry(page, written, 'textarea', 'Quý II vắng hai buổi trực tiếp dân mà không báo trước.');
    await addEntry(page, 'II.1:written');
    await typeInEntry(page, written, 'textarea', 'Còn nể nang khi góp ý cho người lớn tuổi hơn.');
    await type(page, written, '#o-II-2', 'Chưa sắp xếp việc nhà; ngại va chạm.');
  },
  'muc-iii': async (page, written) => {
    await addEntry(page, 'III:branch');
    await typeInEntry(page, written, 'textarea[name$=".source"]', 'Chi bộ kết luận: chậm nộp báo cáo quý I.');
    await press(page, `${await entry(page)} input[name$=".state"][value="fixing"]`);
    await typeInEntry(
      page,
      written,
      'textarea[name$=".progress"]',
      'Từ quý II nộp đúng hạn, còn một lần muộn hai ngày.',
    );
    await typeInEntry(page, written, 'textarea[name$=".responsibility"]', 'Trách nhiệm thuộc về cá nhân tôi.');
  },
  'muc-iv': async (page, written) => {
    await addEntry(page, 'IV:written');
    await typeInEntry(page, written, 'textarea[name$=".issue"]', 'Việc thu quỹ khuyến học năm 2025.');
    await typeInEntry(
      page,
      written,
      'textarea[name$=".explanation"]',
      'Ngày 12/3 đã công khai sổ thu chi tại nhà văn hóa.',
    );
  },
  'muc-v': () => Promise.resolve(),
  'muc-vi': async (page, written) => {
    await addEntry(page, 'VI:written');
    await typeInEntry(page, written, 'textarea', 'Ghi lịch trực vào sổ, nhờ tổ phó nhắc trước một ngày.');
    await typeInEntry(page, written, 'input[name$=".deadline"]', 'trong quý I năm 2027');
  },
  'phu-luc-pl': async (page, written) => {
    for (const [task, product, progress, quality] of TASKS) {
      await addEntry(page, 'PL:written');
      await typeInEntry(page, written, 'input[name$=".task"]', task);
      await typeInEntry(page, written, 'textarea[name$=".product"]', product);
      await typeInEntry(page, written, 'input[name$=".progress"]', progress);
      await typeInEntry(page, written, 'input[name$=".quality"]', quality);
    }
  },
  // Printed on a paper of its own, and never asked for.
  'ban-cam-ket': () => Promise.resolve(),
  'tu-danh-gia': async (page, written) => {
    await type(page, written, '#o-B-I-1', '28,5');
    await type(page, written, '#o-B-I-2', '60,25');
    await press(page, 'input[name="B.II"][value="good"]');
  },
};

const TASKS = [
  ['Phân loại rác tại nguồn', '58/60 hộ tham gia', 'Đúng hạn', 'Đạt yêu cầu'],
  ['Quỹ khuyến học', 'Trao 14 phần thưởng', 'Chậm 5 ngày', 'Vượt yêu cầu'],
] as const;

function unknownStep(step: string): Step {
  return () => Promise.reject(new Error(`this walk does not know the step ${step}`));
}

/** Every answer the list offers is used in turn, and whatever an answer asks beside it is written. */
async function answerSigns(page: Page, written: Written): Promise<void> {
  const offered = await page.$$eval('fieldset.choice', (all) =>
    all.map((each) => {
      const inputs = [...each.querySelectorAll<HTMLInputElement>(':scope > .choice__option > input')];
      const options = inputs.map((input) => ({ id: input.id, label: input.labels?.[0]?.textContent?.trim() ?? '' }));
      return { name: inputs[0]?.name ?? '', options, checked: inputs.some((input) => input.checked) };
    }),
  );
  for (const { name, options, checked } of offered) {
    if (checked) throw new Error(`${name} is answered before anybody has answered it`);
    const option = options[written.signs.size % options.length];
    if (!option) throw new Error(`${name} offers no answer`);
    await press(page, `#${option.id}`);
    written.signs.set(name, option.label);
    const asked = await page.$$eval(`#them-${option.id} [data-key]`, (all) => all.map((each) => each.id));
    for (const id of asked) await type(page, written, `#${id}`, `Lời ghi cho ô ${id.slice(2)}: đồng chí tự nhận.`);
  }
}

async function addEntry(page: Page, value: string): Promise<void> {
  await follow(page, `button[name="them"][value="${value}"]`);
}

/** The entry just added is what the address points at. */
function entry(page: Page): Promise<string> {
  return Promise.resolve(`[id="${new URL(page.url()).hash.slice(1)}"]`);
}

async function typeInEntry(page: Page, written: Written, control: string, text: string): Promise<void> {
  await type(page, written, `${await entry(page)} ${control}`, text);
}

async function type(page: Page, written: Written, selector: string, text: string): Promise<void> {
  await fillIn(page, selector, text);
  written.texts.push(text);
}
