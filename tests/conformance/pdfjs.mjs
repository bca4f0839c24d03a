// Opens a PDF with pdf.js, as a viewer would: the folder that holds node_modules is in NASHRA_JUDGES. Exit status 3:
// pdfjs-dist is not there.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const home = join(resolve(process.env.NASHRA_JUDGES ?? '.'), 'node_modules', 'pdfjs-dist');
if (!existsSync(join(home, 'legacy', 'build', 'pdf.mjs'))) {
  process.stderr.write('pdfjs-dist is not in NASHRA_JUDGES/node_modules\n');
  process.exit(3);
}

/** One of the package's modules, by its path below legacy/. */
export const load = (...path) => import(pathToFileURL(join(home, 'legacy', ...path)).href);

export const library = await load('build', 'pdf.mjs');

/** The document in a file. */
export const open = (path) => library.getDocument({
  data: new Uint8Array(readFileSync(path)),
  verbosity: 0,
  useSystemFonts: false,
  cMapUrl: join(home, 'cmaps') + '/',
  cMapPacked: true,
  standardFontDataUrl: join(home, 'standard_fonts') + '/',
}).promise;
