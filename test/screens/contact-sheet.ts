/** One page with all pictures, to be looked through by eye. */
export interface Shot {
  group: string;
  title: string;
  pictures: { file: string; note: string }[];
}

export function contactSheet(shots: readonly Shot[]): string {
  const groups = [...new Set(shots.map((shot) => shot.group))];
  return [
    '<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Tự soi: mọi trang và mọi bản in</title>',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<style>body{font:16px/1.5 sans-serif;margin:2rem}figure{margin:0}figure img{display:block;border:1px solid #999;max-width:100%}',
    '.shots{display:flex;flex-wrap:wrap;gap:1.5rem;align-items:flex-start}.narrow{width:240px}.wide{width:640px}.sheet{width:400px}',
    'section{margin-block:2rem}h3{margin-block:1.5rem 0.5rem}figcaption{color:#444}</style></head><body>',
    `<h1>Tự soi: mọi trang và mọi bản in</h1><p>${shots.length} trang và bản in.</p>`,
    ...groups.map((group) => groupHtml(group, shots)),
    '</body></html>',
  ].join('\n');
}

function groupHtml(group: string, shots: readonly Shot[]): string {
  const own = shots.filter((shot) => shot.group === group);
  return `<section><h2>${escape(group)} (${own.length})</h2>${own.map(shotHtml).join('\n')}</section>`;
}

function shotHtml({ title, pictures }: Shot): string {
  const figures = pictures.map(({ file, note }) => {
    const size = note === '360 px' ? 'narrow' : note === '1280 px' ? 'wide' : 'sheet';
    return `<figure class="${size}"><a href="${file}"><img loading="lazy" src="${file}" alt=""></a><figcaption>${escape(note)}</figcaption></figure>`;
  });
  return `<h3>${escape(title)}</h3><div class="shots">${figures.join('')}</div>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
