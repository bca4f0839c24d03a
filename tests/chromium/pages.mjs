// Opens a book's pages in headless Chromium and prints what is wrong with them, a line each; nothing where all is well.
//
//     node pages.mjs FOLDER BROWSER
//
// FOLDER is the package's folder of an unpacked EPUB. The pages are served from it alone: every other request fails.
// playwright-core is taken from the node_modules/ of the folder that NASHRA_JUDGES names.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

const [folder, browserPath] = process.argv.slice(2);
const require = createRequire(path.join(process.env.NASHRA_JUDGES, 'node_modules', 'x.js'));
const { chromium } = require('playwright-core');

const TYPES = { '.xhtml': 'application/xhtml+xml', '.css': 'text/css', '.png': 'image/png', '.woff2': 'font/woff2', '.ttf': 'font/ttf' };
// A phone, and a tablet or a large e-reader.
const WIDTHS = [360, 800];
// WCAG 2.2: 7 to 1 for text (AAA), 4.5 to 1 for links (AA).
const TEXT_CONTRAST = 7;
const LINK_CONTRAST = 4.5;

const wrong = [];
const say = (where, what) => wrong.push(`${where}: ${what}`);

const opf = await readFile(path.join(folder, 'content.opf'), 'utf8');
const files = [...opf.matchAll(/href="([^"]+\.xhtml)"/g)].map((found) => found[1]);
const embeds = opf.includes('media-type="font/');

const browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] });
const context = await browser.newContext();
await context.route('**/*', async (route) => {
  const url = new URL(route.request().url());
  try {
    if (url.host !== 'book.test') throw new Error('outside the book');
    const body = await readFile(path.join(folder, decodeURIComponent(url.pathname)));
    await route.fulfill({ body, contentType: TYPES[path.extname(url.pathname)] });
  } catch {
    await route.abort();
  }
});
const page = await context.newPage();
page.on('requestfailed', (request) => {
  // Going on to another page breaks off what the last one still loads.
  if (request.failure().errorText !== 'net::ERR_ABORTED') say(request.url(), 'asked for, and not in the book');
});
page.on('pageerror', (error) => say(page.url(), error.message));
const cdp = await context.newCDPSession(page);
const address = (file) => `http://book.test/${file}`;

/** What the engine makes of the open page. */
const look = () =>
  page.evaluate(async () => {
    await document.fonts.ready;
    const probe = document.body.appendChild(document.createElement('span'));
    probe.style.background = 'Canvas';
    const paper = getComputedStyle(probe).backgroundColor;
    probe.remove();
    const own = document.documentElement.lang;
    const lines = [...document.querySelectorAll('article > p, article > ul > li, article > ol > li, blockquote > p')].map((block) => {
      const range = document.createRange();
      range.selectNodeContents(block);
      const rects = [...range.getClientRects()].filter((rect) => rect.width > 0);
      const style = getComputedStyle(block);
      const box = block.getBoundingClientRect();
      const end = parseFloat(style.borderInlineStartWidth) + parseFloat(style.paddingInlineStart);
      return {
        direction: style.direction,
        start: style.direction === 'rtl' ? box.right - end - Math.max(...rects.map((r) => r.right)) : Math.min(...rects.map((r) => r.left)) - box.left - end,
      };
    });
    const colours = (selector) => [...document.querySelectorAll(selector)].map((e) => getComputedStyle(e).color);
    return {
      lang: own,
      dir: document.documentElement.dir,
      direction: getComputedStyle(document.body).direction,
      overflow: document.documentElement.scrollWidth - window.innerWidth,
      paper,
      text: colours('p, h1, h2, h3, li, td, th, figcaption'),
      links: colours('a[href]'),
      lines,
      faces: [...document.fonts].map((face) => `${face.family} ${face.weight} ${face.status}`),
    };
  });

const luminance = (colour) => {
  const parts = colour.match(/[\d.]+/g).slice(0, 3).map((v) => Number(v) / 255);
  const [r, g, b] = parts.map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a, b) => {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
};

/** The faces that really draw an element's text. */
const drawn = async (selector) => {
  await cdp.send('DOM.enable');
  await cdp.send('CSS.enable');
  const { root } = await cdp.send('DOM.getDocument');
  const { nodeId } = await cdp.send('DOM.querySelector', { nodeId: root.nodeId, selector });
  if (!nodeId) return null;
  return (await cdp.send('CSS.getPlatformFontsForNode', { nodeId })).fonts;
};

for (const colorScheme of ['light', 'dark']) {
  await page.emulateMedia({ colorScheme });
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    for (const file of files) {
      const where = `${file}, ${width} wide, ${colorScheme}`;
      await page.goto(address(file));
      const seen = await look();
      const expected = /^(ar|fa|ur|he|ckb)\b/.test(seen.lang) ? 'rtl' : 'ltr';
      if (seen.dir !== expected || seen.direction !== expected) say(where, `runs ${seen.direction}, not ${expected}`);
      if (seen.overflow > 0) say(where, `is ${seen.overflow} pixels too wide`);
      for (const line of seen.lines) {
        if (Math.abs(line.start) > 1.5) say(where, `a ${line.direction} block's lines begin ${line.start} pixels off their side`);
      }
      const dark = luminance(seen.paper) < 0.2;
      if (dark !== (colorScheme === 'dark')) say(where, `its paper is ${seen.paper}`);
      for (const colour of new Set(seen.text)) {
        if (contrast(colour, seen.paper) < TEXT_CONTRAST) say(where, `text in ${colour} on ${seen.paper}`);
      }
      for (const colour of new Set(seen.links)) {
        if (contrast(colour, seen.paper) < LINK_CONTRAST) say(where, `links in ${colour} on ${seen.paper}`);
      }
      if (embeds && expected === 'rtl') {
        if (seen.faces.some((face) => face.endsWith('error'))) say(where, `faces: ${seen.faces}`);
        for (const [selector, family] of [['article > p', 'Amiri'], ['h1', 'Noto Kufi Arabic']]) {
          const faces = await drawn(selector);
          const ours = faces?.some((face) => face.isCustomFont && face.familyName.startsWith(family));
          if (faces && !ours) say(where, `${selector} is drawn with ${JSON.stringify(faces)}`);
        }
      }
    }
  }
}

// Notes: there and back.
for (const file of files) {
  await page.goto(address(file));
  const references = await page.locator('[role="doc-noteref"]').count();
  for (let at = 0; at < references; at += 1) {
    await page.goto(address(file));
    const reference = page.locator('[role="doc-noteref"]').nth(at);
    const target = await reference.getAttribute('href');
    await reference.click();
    if (new URL(page.url()).hash !== target) say(file, `the reference to ${target} leads to ${page.url()}`);
    const note = page.locator(target);
    if (!(await note.isVisible())) say(file, `the note ${target} can't be seen`);
    const back = note.locator('[role="doc-backlink"]');
    const home = await back.getAttribute('href');
    await back.click();
    if (new URL(page.url()).hash !== home || !(await page.locator(home).isVisible())) say(file, `${target} leads back to ${home}, which is not there`);
  }
}

// The navigation: every link leads to a page and a place on it. One is clicked; the hidden lists are for readers.
await page.goto(address('nav.xhtml'));
const links = await page.locator('nav a').evaluateAll((all) => all.map((a) => a.href));
await page.locator('nav a').first().click();
if (page.url() !== links[0]) say('nav.xhtml', `its first link leads to ${page.url()}`);
for (const link of links) {
  const { pathname, hash } = new URL(link);
  if (!files.includes(decodeURIComponent(pathname.slice(1)))) say('nav.xhtml', `${link} is not in the book`);
  await page.goto(link);
  if (hash && (await page.locator(hash).count()) !== 1) say('nav.xhtml', `${link} names no place`);
}
if (links.length < 2) say('nav.xhtml', 'it has hardly a link');

await browser.close();
for (const line of new Set(wrong)) console.log(line);
