// read_pdfjs.mjs CACHE FILE: the text of a PDF as pdf.js sees it, a line a line, a form feed
// behind every page.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [cache, file] = process.argv.slice(2);
const print = console.log;
console.log = () => {}; // it says that it cannot draw, which is not wanted here
const { getDocument } = createRequire(cache + '/')('pdfjs-dist/legacy/build/pdf.js');
const data = new Uint8Array(readFileSync(file));
const doc = await getDocument({ data, verbosity: 0, disableFontFace: true }).promise;
for (let i = 1; i <= doc.numPages; i++) {
    const { items } = await (await doc.getPage(i)).getTextContent({ disableNormalization: true });
    print(items.map((item) => item.str + (item.hasEOL ? '\n' : '')).join('') + '\f');
}
