import t from 'tap';
import { en } from '../../views/i18n/en.js';
import {
  type LayoutModel,
  type Page,
  renderLayout,
  renderWithoutLayout,
} from '../../views/layout.js';
import { attributeOf, tagsOf, textOf } from '../helpers/units/read-html.js';

const PAGE: Page = {
  title: 'A title',
  publicTitle: 'A public title',
  header: '<p>Above</p>',
  main: '<p>Inside</p>',
  isIndexed: true,
  kind: 'call',
};
const FRAME: LayoutModel = {
  strings: en,
  lang: 'en',
  languages: [{ tag: 'en', name: 'English', href: '?lang=en', isCurrent: true }],
  origin: null,
};
const HOSTILE = '</title><script>alert(1)</script>"\'&';

t.test('the head tells browsers and link previews what they need', async (t) => {
  const html = renderLayout(PAGE, FRAME);
  t.match(html, /^<!doctype html>\n<html lang="en">/);
  for (const part of [
    '<meta charset="utf-8">',
    'content="width=device-width, initial-scale=1, viewport-fit=cover"',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="theme-color" media="(prefers-color-scheme: light)"',
    '<meta name="theme-color" media="(prefers-color-scheme: dark)"',
    '<meta name="description" content="Video calls for two people',
    '<meta property="og:title" content="A public title">',
    '<meta property="og:type" content="website">',
    '<link rel="icon" href="/site/favicon.svg" type="image/svg+xml">',
    '<link rel="stylesheet" href="/site/site.css">',
    '<link rel="modulepreload" href="/elements/video-room.js">',
    '<script type="module" src="/elements/video-room.js"></script>',
    '<script type="module" src="/site/site.js"></script>',
    '<header class="site-header"><p>Above</p></header>',
    '<p>Inside</p>',
  ]) {
    t.ok(html.includes(part), part);
  }
});

t.test('the layout contains nothing that the content security policy refuses', async (t) => {
  const html = renderLayout(PAGE, FRAME);
  t.notMatch(html, / style=|<style| on\w+=|javascript:|https?:/);
  t.notMatch(html, /<script(?! type="module" src="\/)/);
});

t.test('only indexed pages lack noindex', async (t) => {
  t.notMatch(renderLayout(PAGE, FRAME), 'noindex');
  t.match(
    renderLayout({ ...PAGE, isIndexed: false }, FRAME),
    '<meta name="robots" content="noindex">',
  );
});

t.test('a page without a call does not load one', async (t) => {
  const html = renderLayout({ ...PAGE, kind: 'sheet' }, FRAME);
  t.notMatch(html, 'video-room.js');
  t.match(html, '<main class="sheet">');
});

t.test('a page for a frame has only the call, and keeps its address', async (t) => {
  const html = renderLayout({ ...PAGE, kind: 'bare' }, FRAME);
  t.notMatch(html, /<header|<footer|site\.js/);
  t.match(html, '<main class="call">');
  t.match(html, '<script type="module" src="/elements/video-room.js"></script>');
});

t.test('a guide loads its own script and style sheet', async (t) => {
  const html = renderLayout({ ...PAGE, kind: 'guide' }, FRAME);
  t.match(html, '<script type="module" src="/site/embed.js"></script>');
  t.match(html, '<link rel="stylesheet" href="/site/embed.css">');
  t.notMatch(html, 'site.js');
  t.notMatch(renderLayout(PAGE, FRAME), /embed\.(js|css)/);
});

t.test('the link for developers keeps the language', async (t) => {
  t.match(renderLayout(PAGE, FRAME), '<a class="developers" href="/embed">For developers</a>');
  t.match(renderLayout(PAGE, { ...FRAME, requestedLang: 'es' }), 'href="/embed?lang&#61;es"');
});

t.test('every text is escaped', async (t) => {
  const page = { ...PAGE, title: HOSTILE, publicTitle: HOSTILE };
  const language = { tag: HOSTILE, name: HOSTILE, href: HOSTILE, isCurrent: false };
  const frame = { ...FRAME, lang: HOSTILE, languages: [language], origin: HOSTILE };
  const html = renderLayout(page, frame);
  t.strictSame(tagsOf(html), tagsOf(renderLayout(PAGE, FRAME)));
  t.equal(html.match(/<script/g)?.length, 2);
  t.equal(textOf(html, 'title'), HOSTILE);
  t.equal(attributeOf(html, 'html', 'lang'), HOSTILE);
  t.equal(attributeOf(html, 'a', 'href'), HOSTILE);
  t.equal(textOf(html, 'a'), HOSTILE);
});

t.test('without the layout a page is its title and its content', async (t) => {
  t.equal(renderWithoutLayout(PAGE), '<title>A title</title>\n<p>Inside</p>\n');
  t.equal(
    renderWithoutLayout({ ...PAGE, htmxContent: '<i>x</i>' }),
    '<title>A title</title>\n<i>x</i>\n',
  );
  t.notMatch(renderWithoutLayout({ ...PAGE, title: HOSTILE }), '<script>');
});
