// The text of a PDF as pdf.js gives it to a viewer's text layer: its items in order, a line feed where pdf.js sees the end
// of a line, line feed and form feed after each page. Usage: node pdfjs_text.mjs FILE.pdf, with the folder that holds
// node_modules in NASHRA_JUDGES. Exit status 3: pdfjs-dist is not there.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const home = join(resolve(process.env.NASHRA_JUDGES ?? '.'), 'node_modules', 'pdfjs-dist');
const module = join(home, 'legacy', 'build', 'pdf.mjs');
if (!existsSync(module)) {
  process.stderr.write('pdfjs-dist is not in NASHRA_JUDGES/node_modules\n');
  process.exit(3);
}
const { getDocument } = await import(pathToFileURL(module).href);
const pdf = await getDocument({
  data: new Uint8Array(readFileSync(process.argv[2])),
  verbosity: 0,
  useSystemFonts: false,
  cMapUrl: join(home, 'cmaps') + '/',
  cMapPacked: true,
  standardFontDataUrl: join(home, 'standard_fonts') + '/',
}).promise;
const parts = [];
for (let number = 1; number <= pdf.numPages; number += 1) {
  const page = await pdf.getPage(number);
  const content = await page.getTextContent();
  for (const item of content.items) {
    parts.push(item.str ?? '', item.hasEOL ? '\n' : '');
  }
  parts.push('\n\f');
}
process.stdout.write(parts.join(''));
