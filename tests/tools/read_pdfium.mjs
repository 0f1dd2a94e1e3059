// read_pdfium.mjs CACHE FILE: the text of a PDF as PDFium sees it, a line a line.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [cache, file] = process.argv.slice(2);
const { PDFiumLibrary } = createRequire(cache + '/')('@hyzyla/pdfium');
const library = await PDFiumLibrary.init();
const doc = await library.loadDocument(readFileSync(file));
for (const page of doc.pages())
    console.log(page.getText());
doc.destroy();
library.destroy();
