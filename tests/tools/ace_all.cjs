// Runs Ace over many books in one browser:
//
//     node ace_all.cjs FOLDER-OF-NODE-MODULES FOLDER-FOR-REPORTS BOOK...
//
// A line of JSON each book: {book, faults: [...]}.
const fs = require('fs');
const os = require('os');
const path = require('path');

const [modules, reports, ...books] = process.argv.slice(2);
const load = (name) => require(path.join(modules, 'node_modules', '@daisy', name));
const ace = load('ace-core');
const runner = load('ace-axe-runner-puppeteer');

function faultsOf(report) {
    return (report.assertions || []).flatMap((file) =>
        (file.assertions || []).map((one) => [
            file['earl:testSubject'] && file['earl:testSubject'].url,
            one['earl:test'] && one['earl:test']['earl:impact'],
            one['earl:test'] && one['earl:test']['dct:title'],
            one['earl:result'] && one['earl:result']['dct:description'],
        ].join(': ').replace(/\s+/g, ' ')));
}

async function main() {
    await runner.launch();
    const shared = {...runner, concurrency: os.cpus().length,
                    launch: async () => {}, close: async () => {}};
    for (const [number, book] of books.entries()) {
        const outdir = path.join(reports, String(number));
        fs.mkdirSync(outdir, {recursive: true});
        const [, report] = await ace(book, {cwd: process.cwd(), outdir, silent: true,
                                            initLogger: number === 0}, shared);
        console.log(JSON.stringify({book, faults: faultsOf(report)}));
    }
    await runner.close();
}

main().catch((fault) => {
    console.error(fault);
    process.exit(1);
});
