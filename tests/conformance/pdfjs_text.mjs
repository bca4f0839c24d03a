// The text of a PDF as pdf.js gives it to a viewer's text layer: its items in order, a line feed where pdf.js sees the end
// of a line, line feed and form feed after each page. Usage: node pdfjs_text.mjs FILE.pdf; see pdfjs.mjs.
import { open } from './pdfjs.mjs';

const pdf = await open(process.argv[2]);
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
