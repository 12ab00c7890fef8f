import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Models } from '../../src/views/models.ts';
import { render } from '../../src/views/render.ts';
import { examples } from '../fixtures/examples.ts';

const FOLDER = 'templates';
const sources = new Map(
  readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.hbs'))
    .map((file) => [file.replaceAll('\\', '/').slice(0, -'.hbs'.length), readFileSync(join(FOLDER, file), 'utf8')]),
);

/** A source without its comments. */
function code(name: string): string {
  return (sources.get(name) ?? '').replace(/\{\{!--[\s\S]*?--\}\}|\{\{![\s\S]*?\}\}/g, '');
}

function partialsOf(name: string): string[] {
  return [...code(name).matchAll(/\{\{#?>\s*([\w/-]+)/g)].map(([, partial]) => partial ?? '');
}

function reachableFrom(names: readonly string[]): Set<string> {
  const reached = new Set<string>();
  const waiting = [...names];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    waiting.push(...partialsOf(name));
  }
  return reached;
}

const variants = Object.entries(examples).flatMap(([name, models]) =>
  models.map((model, index) => ({ name: name as keyof Models, index, model })),
);

function html({ name, model }: (typeof variants)[number]): string {
  return render(name, model as never);
}

/** The page's own tags; what a person wrote stands between them, escaped. */
function tagsIn(page: string): string[] {
  return [...page.matchAll(/<[a-z][^<>]*>/gi)].map(([tag]) => tag);
}

describe('every template', () => {
  test('has an example, its own or that of a page that includes it', () => {
    const reached = reachableFrom(Object.keys(examples));
    expect([...sources.keys()].filter((name) => !reached.has(name))).toEqual([]);
    expect(Object.keys(examples).filter((name) => !sources.has(name))).toEqual([]);
    expect(sources.size).toBeGreaterThan(50);
  });

  test.each(variants)('$name ($index) renders, with nothing left blank by mistake', (variant) => {
    const page = html(variant);
    expect(page.trim()).not.toBe('');
    expect(page).not.toMatch(/undefined|\[object Object\]|\{\{|>null</);
  });

  test.each(variants)('$name ($index) is well-formed: ids are single and what points at an id finds one', (variant) => {
    const page = html(variant);
    const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id ?? '');
    const repeated = ids.filter((id, index) => ids.indexOf(id) !== index && !isSharedByExamples(id));
    expect(repeated).toEqual([]);
    const wanted = [...page.matchAll(/\s(?:for|aria-labelledby|aria-describedby|data-reveals)="([^"]*)"/g)];
    expect(wanted.flatMap(([, words = '']) => words.trim().split(/\s+/)).filter((id) => !ids.includes(id))).toEqual([]);
  });

  test('escapes what a person wrote, everywhere but in the layout', () => {
    const triple = [...sources.keys()].filter((name) => /\{\{\{|\{\{&/.test(code(name)));
    expect(triple).toEqual(['layouts/page']);
    expect(code('layouts/page').match(/\{\{\{/g)).toHaveLength(1);
    const evil = '<img src=x onerror=alert(1)>"\'';
    const page = render('reviews/read', {
      ...examples['reviews/read'][0],
      title: evil,
      groups: [
        {
          heading: evil,
          note: evil,
          reference: true,
          rows: [{ label: evil, paragraphs: [evil], change: evil, changeLabel: evil }],
        },
      ],
    });
    expect(page).not.toContain('<img');
    expect(page).toContain('&lt;img');
  });

  test.each([...sources.keys()])('%s quotes its attributes and has no script, handler or style of its own', (name) => {
    const source = code(name);
    expect(source).not.toMatch(/=\{\{/);
    expect(source).not.toMatch(/<[a-z][^<>]*\son[a-z]+\s*=/i);
    expect(source).not.toMatch(/javascript:/i);
    expect(source).not.toMatch(/<script(?![^>]*\ssrc=)/i);
    // A sheet is one document without files beside it: its measures stand in it (its own policy allows styles only).
    if (!name.startsWith('print/')) expect(source).not.toMatch(/<style|<[a-z][^<>]*\sstyle\s*=/i);
  });

  test('sends every address that a model gives through the url helper', () => {
    const raw = [...sources.keys()].flatMap((name) =>
      [...code(name).matchAll(/\s(?:href|src|action|data-autosave)="(\{\{[^"]*)"/g)]
        .map(([, value]) => value ?? '')
        .filter((value) => !value.startsWith('{{url '))
        .map((value) => `${name}: ${value}`),
    );
    expect(raw).toEqual([]);
  });
});

/** Examples put one field into several places of a form, which no real page does. */
function isSharedByExamples(id: string): boolean {
  return /(ho_ten|mat_khau|to_chuc|loai|da_doc|I-1)/.test(id);
}

describe('on screen', () => {
  test.each(variants.filter(({ name }) => !name.startsWith('print/')))(
    '$name ($index) writes no handler, style or script into the page',
    (variant) => {
      const tags = tagsIn(html(variant));
      expect(tags.filter((tag) => /\s(on[a-z]+|style)\s*=/i.test(tag))).toEqual([]);
      expect(tags.filter((tag) => /^<script/i.test(tag) && !/\ssrc="\//.test(tag))).toEqual([]);
    },
  );

  test('nothing is chosen before the person has chosen', () => {
    const untouched = { ...examples['partials/radios'][1], options: examples['partials/radios'][1].options };
    expect(render('partials/radios', untouched)).not.toContain(' checked');
    expect(render('partials/field-select', { ...examples['partials/field-select'][0], options: [] })).toContain(
      'Chọn một mục',
    );
  });

  test('line breaks of the person stay, the first one too', () => {
    const field = { ...examples['partials/field-text'][0], value: '\nDòng hai' };
    expect(render('partials/field-text', field)).toContain('>\n\nDòng hai</textarea>');
  });
});
