// How often pdf.js's own find finds each phrase in a PDF: the viewer's PDFFindController, run over the document as the
// viewer runs it. Usage: node find.mjs FILE.pdf PHRASES.txt, with the folder that holds node_modules in NASHRA_JUDGES;
// prints a count a line. Exit status 3: pdfjs-dist is not there.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const home = join(resolve(process.env.NASHRA_JUDGES ?? '.'), 'node_modules', 'pdfjs-dist');
const library = join(home, 'legacy', 'build', 'pdf.mjs');
if (!existsSync(library)) {
  process.stderr.write('pdfjs-dist is not in NASHRA_JUDGES/node_modules\n');
  process.exit(3);
}
// The viewer's module looks about the page when it is loaded; its find does not need one.
globalThis.document ??= { documentElement: { style: {} }, createElement: () => ({ style: {} }) };
globalThis.window ??= { requestAnimationFrame: (then) => setTimeout(then, 0), navigator: {} };
globalThis.pdfjsLib = await import(pathToFileURL(library).href);
const { EventBus, PDFFindController } = await import(pathToFileURL(join(home, 'legacy', 'web', 'pdf_viewer.mjs')).href);
const pdf = await pdfjsLib.getDocument({
  data: new Uint8Array(readFileSync(process.argv[2])),
  verbosity: 0,
  useSystemFonts: false,
  cMapUrl: join(home, 'cmaps') + '/',
  cMapPacked: true,
  standardFontDataUrl: join(home, 'standard_fonts') + '/',
}).promise;

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
