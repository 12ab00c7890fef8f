import { templates } from '../../src/views/templates.generated.js';
import '../../src/views/render.ts';
import type { LayoutModels, PageLayout } from '../../src/views/models/layout.ts';
import type { PartModels } from '../../src/views/models/parts.ts';
import { checkbox, lineField, pager, radios, selectField, textField } from '../../src/views/parts.ts';

type Shown = LayoutModels & PartModels;

/** Pages made of every partial in every state, with sentences as long as the real ones. */
export function galleryPages(): { name: string; html: string }[] {
  return [
    { name: 'home', html: page({ title: 'Bản kiểm điểm năm 2026', content: homePage() }) },
    { name: 'submitted', html: page({ title: 'Bản kiểm điểm năm 2026', content: submittedPage() }) },
    { name: 'signs', html: page({ ...writing('Dấu hiệu 1–12'), content: signsPage() }) },
    { name: 'section', html: page({ ...writing('Hạn chế, khuyết điểm'), invalid: true, content: sectionPage() }) },
    { name: 'check', html: page({ ...writing('Xem lại và nộp'), content: checkPage() }) },
    { name: 'catalogue', html: page({ title: '25 biểu hiện', content: cataloguePage() }) },
    { name: 'sign-in', html: page({ ...signedOut(), content: signInPage() }) },
    { name: 'board', html: page({ title: 'Chi bộ 1', wide: true, rehearsal: false, content: boardPage() }) },
  ];
}

function draw<Name extends keyof Shown>(name: Name, model: Shown[Name]): string {
  const template = templates[name];
  if (!template) throw new Error(`no template ${name}`);
  return template(model);
}

function page(given: Partial<PageLayout> & { title: string; content: string }): string {
  return draw('layouts/page', {
    invalid: false,
    textSize: 18,
    assets: {
      icon: '/assets/icon.svg',
      stylesheets: ['fonts', 'base', 'page', 'forms', 'lists', 'print'].map((name) => `/assets/${name}.css`),
      scripts: ['field', 'save', 'app'].map((name) => `/assets/${name}.js`),
    },
    rehearsal: true,
    notForRealRecords: false,
    writing: false,
    wide: false,
    unitName: 'Chi bộ Tổ dân phố số 12, Đảng bộ phường Mẫu Thí Điểm',
    person: { name: 'Nguyễn Thị Thử Nghiệm', signOut: '/dang-xuat', textSize: '/co-chu' },
    links: [
      { text: 'Bản kiểm điểm của tôi', href: '/', current: true },
      { text: 'Danh mục biểu hiện', href: '/danh-muc', current: false },
      { text: 'Chi bộ', href: '/chi-bo', current: false },
    ],
    trail: [],
    back: null,
    contact: 'đồng chí Trần Văn Mẫu, văn phòng đảng ủy, điện thoại 024 0000 0000',
    version: '0.1.0',
    ...given,
  });
}

function writing(title: string) {
  const trail = [
    { text: 'Trang chính', href: '/' },
    { text: '25 biểu hiện', href: '/x' },
  ];
  return { title, writing: true, trail, back: { text: 'Về trang chính', href: '/' } };
}

function signedOut() {
  return { title: 'Đăng nhập', person: null, links: [], unitName: null, rehearsal: false, notForRealRecords: true };
}

function homePage(): string {
  return [
    '<h1>Bản kiểm điểm cá nhân năm 2026</h1>',
    draw('partials/banner', {
      submittedAt: null,
      text: 'Đồng chí nộp cho chi ủy trước ngày 10/12/2026. Còn 9 mục chưa ghi.',
      remark: {
        from: 'Chi ủy đề nghị bổ sung, 08:15:00 ngày 20/11/2026',
        text: 'Mục II ghi rõ nguyên nhân.\nMục VI thêm thời hạn.',
      },
      action: { text: 'Ghi tiếp mục II', href: '/x' },
    }),
    '<p class="flash">Đã ghi nhận ô cuối cùng lúc 09:41:05.</p>',
    draw('partials/task-list', {
      groups: [
        {
          id: 'nhom-1',
          title: 'Tự soi theo 27 biểu hiện',
          tasks: [
            task('Suy thoái về tư tưởng chính trị', 'done', 'Đã ghi đủ'),
            task('Suy thoái về đạo đức, lối sống', 'doing', 'Còn 3 mục chưa ghi'),
            task('"Tự diễn biến", "tự chuyển hóa" trong nội bộ', 'todo', 'Chưa ghi'),
          ],
        },
        {
          id: 'nhom-2',
          title: 'Bản kiểm điểm',
          tasks: [
            task('II. Hạn chế, khuyết điểm và nguyên nhân', 'problem', 'Cần xem lại'),
            {
              ...task('Xem lại và nộp', 'todo', 'Chưa đến bước này'),
              href: null,
              note: 'Mở khi mục I, II và VI đã ghi.',
            },
          ],
        },
      ],
    }),
  ].join('');
}

function task(text: string, kind: 'todo' | 'doing' | 'done' | 'problem', words: string) {
  return { text, href: '/x', note: null, status: { kind, text: words } };
}

function submittedPage(): string {
  return [
    '<h1>Đã nộp bản kiểm điểm</h1>',
    draw('partials/banner', {
      submittedAt: '2026-11-22T02:41:05.000Z',
      text: 'Nộp cho chi ủy Chi bộ Tổ dân phố số 12. Mã số: TS-2026-0042.',
      remark: null,
      action: { text: 'Mở bản in (PDF)', href: '/x' },
    }),
    '<p class="notice">Chi ủy sẽ đọc và tiếp nhận, hoặc đề nghị đồng chí bổ sung.</p>',
    '<h2>Thông tin</h2><dl class="kv"><dt>Họ và tên</dt><dd>Nguyễn Thị Thử Nghiệm</dd><dt>Chi bộ</dt><dd>Chi bộ Tổ dân phố số 12</dd></dl>',
    '<p>Bước sau <a href="/x">đọc lại bản đã nộp</a>.</p>',
  ].join('');
}

const ANSWERS = [
  { value: 'none', text: 'Không có biểu hiện' },
  { value: 'prevent', text: 'Chưa có, nhưng cần phòng ngừa' },
  { value: 'has', text: 'Có biểu hiện' },
  { value: 'outside', text: 'Không thuộc chức trách, nhiệm vụ' },
];

const OWN_WORDS =
  'Đây là lời tự nhận của đồng chí, không phải kết luận. Cấp có thẩm quyền xem xét việc tự giác phát hiện, khắc phục (Quy định 366-QĐ/TW, Điều 11).';

function sign(number: string, value: string | null, more: { error?: string; provenance?: string } = {}): string {
  const name = `B.${number}`;
  const followUps = {
    prevent: [
      textField({ name: `${name}.measure`, version: 0, label: 'Biện pháp phòng ngừa', rows: 3 }),
      textField({ name: `${name}.reason`, version: 0, label: 'Lý do', optional: true, rows: 3 }),
    ],
    has: [
      textField({
        name: `${name}.what`,
        version: 2,
        label: 'Biểu hiện cụ thể',
        rows: 3,
        value: 'Có lần trả lời chậm.',
      }),
      lineField({ name: `${name}.when`, version: 0, label: 'Thời hạn khắc phục', optional: true, width: 'medium' }),
    ],
  };
  const options = ANSWERS.map((answer) => ({
    ...answer,
    note: answer.value === 'has' ? OWN_WORDS : null,
    followUps: answer.value === 'prevent' ? followUps.prevent : answer.value === 'has' ? followUps.has : [],
  }));
  const legend =
    'Không kịp thời phát hiện, hoặc phát hiện mà chậm xử lý, các biểu hiện suy thoái, "tự diễn biến", "tự chuyển hóa" và hành vi tham nhũng, tiêu cực';
  return draw('partials/radios', radios({ name, ordinal: `${number}.`, legend, version: 1, value, options, ...more }));
}

function signsPage(): string {
  return [
    '<h1>I. Vi phạm kỷ cương, kỷ luật</h1>',
    '<p class="lead">Biểu hiện 1–12. Đồng chí tự soi từng điều; chưa ghi xong vẫn lưu được.</p>',
    '<form method="post" action="/x" autocomplete="off" data-autosave="/ban-kiem-diem/1/o">',
    sign('4', null, { provenance: 'Diễn đạt rút gọn, không phải nguyên văn' }),
    sign('5', 'has', { provenance: 'Diễn đạt rút gọn – nguồn công khai thiếu phần cuối' }),
    sign('6', null, { error: 'Chọn một câu trả lời cho biểu hiện 6' }),
    '<section class="reference-block" aria-labelledby="tham-khao"><h2 id="tham-khao">NỘI DUNG THAM KHẢO DO ĐƠN VỊ SOẠN TẠM – KHÔNG PHẢI VĂN BẢN CỦA THÀNH ỦY</h2>',
    sign('7', 'none', { provenance: 'Bản soạn tạm – chờ đối chiếu' }),
    '</section>',
    draw('partials/pager', pager({ savedAt: '09:41:05' })),
    '</form>',
  ].join('');
}

function sectionPage(): string {
  const error = 'Ghi nguyên nhân của hạn chế, khuyết điểm';
  return [
    draw('partials/error-summary', {
      errors: [
        { text: error, href: '#o-II-2' },
        { text: 'Điểm nhóm tiêu chí chung: ghi một số từ 0 đến 30, ví dụ 27,5', href: '#o-diem' },
      ],
    }),
    '<form method="post" action="/x" autocomplete="off">',
    draw(
      'partials/field-text',
      textField({
        name: 'II.1',
        version: 3,
        heading: true,
        label: 'II. Hạn chế, khuyết điểm và nguyên nhân',
        hint: 'Ghi việc cụ thể, vào lúc nào, ở đâu; tránh câu chung chung.',
        value: 'Chưa thường xuyên dự sinh hoạt tổ dân phố trong quý II.',
        conflict: { theirs: 'Chưa dự đủ sinh hoạt tổ dân phố.', savedAt: '09:40:12' },
      }),
    ),
    draw('partials/field-text', textField({ name: 'II.2', version: 0, label: 'Nguyên nhân', error, rows: 3 })),
    draw(
      'partials/field-line',
      lineField({
        name: 'diem',
        version: 1,
        label: '1. Nhóm tiêu chí chung',
        hint: 'Số điểm, có thể lẻ hai chữ số sau dấu phẩy.',
        error: 'Điểm nhóm tiêu chí chung: ghi một số từ 0 đến 30, ví dụ 27,5',
        inputMode: 'decimal',
        width: 'short',
        suffix: '/30',
        value: '31',
      }),
    ),
    '<h2>Điều kiện của từng mức</h2><dl class="level-conditions"><dt>Hoàn thành xuất sắc nhiệm vụ</dt><dd><ul><li>Tổng điểm từ 90 trở lên.</li><li>Các tiêu chí về phẩm chất chính trị, đạo đức, lối sống, tổ chức kỷ luật đều đạt “Tốt” trở lên.</li></ul></dd><dt>Hoàn thành tốt nhiệm vụ</dt><dd><ul><li>Tổng điểm từ 70 đến dưới 90.</li></ul></dd></dl>',
    draw('partials/pager', pager()),
    '</form>',
  ].join('');
}

function checkPage(): string {
  return [
    '<h1>Xem lại trước khi nộp</h1>',
    '<div class="notice notice--problem"><p>Còn 2 mục chưa ghi: <a href="/x">mục VI</a>, <a href="/x">mức đề xuất</a>.</p></div>',
    '<dl class="summary-list"><div><dt>Họ và tên</dt><dd>Nguyễn Thị Thử Nghiệm</dd><dd class="change"><a href="/x">Sửa<span class="visually-hidden"> họ và tên</span></a></dd></div><div><dt>II. Hạn chế, khuyết điểm và nguyên nhân</dt><dd>Chưa thường xuyên dự sinh hoạt tổ dân phố trong quý II.\nChậm nộp báo cáo tháng 5.</dd><dd class="change"><a href="/x">Sửa<span class="visually-hidden"> mục II</span></a></dd></div></dl>',
    '<h2>Điểm tự chấm</h2><div class="table-scroll" tabindex="0" role="region" aria-label="Điểm tự chấm"><table class="data points"><thead><tr><th scope="col">Nhóm tiêu chí</th><th scope="col" class="number">Điểm</th></tr></thead><tbody><tr><th scope="row">Nhóm tiêu chí chung</th><td class="number">27,5/30</td></tr><tr><th scope="row">Kết quả thực hiện nhiệm vụ</th><td class="number">62/70</td></tr></tbody></table></div>',
    '<form method="post" action="/x">',
    draw(
      'partials/checkbox',
      checkbox({
        name: 'da-xem',
        label: 'Tôi đã xem lại và vẫn nộp',
        hint: 'Các biểu hiện chưa trả lời sẽ in là “chưa ghi”.',
      }),
    ),
    draw('partials/field-text', textField({ name: 'ly-do', label: 'Lý do', rows: 2 })),
    '<p>Nộp rồi, đồng chí đọc và in được, nhưng không sửa được cho đến khi chi ủy trả lại.</p>',
    '<div class="pager"><button type="submit" class="button button--primary">Nộp bản kiểm điểm</button><a class="button button--secondary" href="/">Về trang chính</a></div></form>',
  ].join('');
}

function cataloguePage(): string {
  return [
    '<h1>25 biểu hiện</h1><p class="lead">Phụ lục Chỉ thị 24-CT/TU, ngày 07-8-2023, của Ban Thường vụ Thành ủy Hà Nội.</p>',
    '<h2>I. Vi phạm kỷ cương, kỷ luật</h2><ol class="signs"><li class="sign"><p><span class="sign__number">1.</span> Không thực hiện, thực hiện sai hoặc không đủ quy định về những điều đảng viên không được làm.</p><p class="provenance">Diễn đạt rút gọn, không phải nguyên văn</p></li><li class="sign"><p><span class="sign__number">2.</span> Không tự giác sửa chữa, hoặc sửa chữa không hiệu quả, những khuyết điểm đã được chỉ ra sau kiểm điểm, đánh giá.</p><p class="provenance">Bản soạn tạm – chờ đối chiếu</p></li></ol>',
    '<section class="reference-block" aria-labelledby="tk"><h3 id="tk">NỘI DUNG THAM KHẢO DO ĐƠN VỊ SOẠN TẠM – KHÔNG PHẢI VĂN BẢN CỦA THÀNH ỦY</h3><ol class="signs"><li class="sign"><p><span class="sign__number">6t.</span> Không chấp hành, hoặc chấp hành không nghiêm, sự phân công, điều động, luân chuyển của tổ chức.</p></li></ol></section>',
    '<p class="small">Trang này in được bằng lệnh in của trình duyệt.</p>',
  ].join('');
}

function signInPage(): string {
  return [
    '<h1>Đăng nhập</h1><form method="post" action="/x">',
    draw(
      'partials/field-line',
      lineField({ name: 'ten', label: 'Tên đăng nhập', autocomplete: 'username', width: 'medium' }),
    ),
    draw(
      'partials/field-line',
      lineField({
        name: 'mat-khau',
        label: 'Mật khẩu',
        type: 'password',
        autocomplete: 'current-password',
        width: 'medium',
      }),
    ),
    draw(
      'partials/field-select',
      selectField({ name: 'chi-bo', label: 'Chi bộ', options: [{ value: '1', text: 'Chi bộ 1' }] }),
    ),
    '<div class="pager"><button type="submit" class="button button--primary">Đăng nhập</button></div></form>',
  ].join('');
}

function boardPage(): string {
  const row = (index: number) =>
    `<tr><td class="number">${index}</td><th scope="row"><a href="/x">Nguyễn Văn Thử ${index}</a></th><td>Đảng viên chính thức</td><td><span class="status status--done">Đã nộp</span></td><td>09:41 ngày 22/11/2026</td><td><form class="inline-form" method="post" action="/x"><button class="button button--quiet" type="submit">Nhắc nộp<span class="visually-hidden"> ${index}</span></button></form></td></tr>`;
  return [
    '<h1>Chi bộ Tổ dân phố số 12</h1><p>Đã nộp 14 trên 30 bản.</p>',
    `<div class="table-scroll" tabindex="0" role="region" aria-label="Đảng viên của chi bộ"><table class="data"><caption>Đảng viên của chi bộ</caption><thead><tr><th scope="col" class="number">Số</th><th scope="col">Họ và tên</th><th scope="col">Đối tượng</th><th scope="col">Trạng thái</th><th scope="col">Lúc</th><th scope="col">Việc</th></tr></thead><tbody>${Array.from({ length: 14 }, (_, index) => row(index + 1)).join('')}</tbody></table></div>`,
  ].join('');
}
