// How often pdf.js's own find finds each phrase in a PDF: the viewer's PDFFindController, run over the document as the
// viewer runs it. Usage: node find.mjs FILE.pdf PHRASES.txt; prints a count a line; see pdfjs.mjs.
import { readFileSync } from 'node:fs';
import { library, load, open } from './pdfjs.mjs';

// The viewer's module looks about the page when it is loaded; its find does not need one.
globalThis.document ??= { documentElement: { style: {} }, createElement: () => ({ style: {} }) };
globalThis.window ??= { requestAnimationFrame: (then) => setTimeout(then, 0), navigator: {} };
globalThis.pdfjsLib = library;
const { EventBus, PDFFindController } = await load('web', 'pdf_viewer.mjs');
const pdf = await open(process.argv[2]);

async function find(query) {
  const eventBus = new EventBus();
  const controller = new PDFFindController({
    eventBus,
    linkService: { pagesCount: pdf.numPages, page: 1 },
  });
  controller.setDocument(pdf);
  const found = new Promise((done) => {
    let total = 0;
    eventBus.on('updatefindmatchescount', ({ matchesCount }) => { total = matchesCount.total; });
    eventBus.on('updatefindcontrolstate', ({ state, matchesCount }) => {
      total = Math.max(total, matchesCount.total);
      // 3 is “pending”: the pages are still being read.
      if (state !== 3) setTimeout(() => done(total), 0);
    });
  });
  eventBus.dispatch('find', {
    source: null, type: '', query, caseSensitive: false, entireWord: false, highlightAll: true, findPrevious: false,
    matchDiacritics: false,
  });
  return found;
}

for (const phrase of readFileSync(process.argv[3], 'utf8').split('\n').filter(Boolean)) {
  process.stdout.write(`${await find(phrase)}\n`);
}
process.exit(0);
