// read_pdfjs.mjs CACHE FILE: the text of a PDF as pdf.js sees it, a line a line.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [cache, file] = process.argv.slice(2);
const path = createRequire(cache + '/').resolve('pdfjs-dist/legacy/build/pdf.mjs');
const { getDocument } = await import(pathToFileURL(path));
const data = new Uint8Array(readFileSync(file));
const doc = await getDocument({ data, verbosity: 0, disableFontFace: true }).promise;
for (let i = 1; i <= doc.numPages; i++) {
    const { items } = await (await doc.getPage(i)).getTextContent();
    console.log(items.map((item) => item.str + (item.hasEOL ? '\n' : '')).join(''));
}
