// Looks at web pages on screens of several widths, light and dark:
//
//     node screens.cjs FOLDER-OF-NODE-MODULES WIDTH,... PAGE...
//
// A line of JSON each page: {page, faults: [...]}. Faults: the page scrolls sideways, an
// element stands out of it, texts overlap, a text has less contrast than 4.5 (WCAG 2.2,
// 1.4.3), type is smaller than 12 px, a cell of three characters is broken, a unit does not
// end with its table, a justified line is stretched by an em between characters, a note's mark
// begins a line, something was asked of the network.
const path = require('path');
const {pathToFileURL} = require('url');

const [modules, widths, ...pages] = process.argv.slice(2);
const puppeteer = require(path.join(modules, 'node_modules', 'puppeteer'));

/* Runs in the page: how texts are set. */
function read() {
    const faults = [];
    const name = (element) => element.tagName.toLowerCase() + '.' + element.className +
        ' ' + JSON.stringify(element.textContent.slice(0, 12));
    const texts = (element) => {
        const walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
        const found = [];
        while (walk.nextNode())
            found.push(walk.currentNode);
        return found;
    };
    const range = document.createRange();
    for (const text of texts(document.querySelector('main'))) {
        const around = text.parentElement;
        const px = parseFloat(getComputedStyle(around).fontSize);
        if (text.data.trim() && px < 11.9 && !around.closest('sup, sub, rt, p code'))
            faults.push(`${name(around)} has type of ${px} px`);
    }
    for (const cell of document.querySelectorAll('main th, main td')) {
        range.selectNodeContents(cell);
        const tops = [...range.getClientRects()].map((box) => box.top);
        const is_short = cell.textContent.length < 4 && !cell.querySelector('p, sup, br');
        if (is_short && Math.max(...tops) - Math.min(...tops) > 8)
            faults.push(`${name(cell)} is broken`);
    }
    for (const unit of document.querySelectorAll('main caption p')) {
        const region = unit.closest('.table-scroll').getBoundingClientRect();
        const table = unit.closest('table').getBoundingClientRect();
        const box = unit.getBoundingClientRect();
        const away = Math.min(region.right, table.right) - box.right;
        if (getComputedStyle(unit).textAlign === 'right' && Math.abs(away) > 2)
            faults.push(`${name(unit)} ends ${away.toFixed()} px before its table`);
    }
    for (const mark of document.querySelectorAll('main sup')) {
        const before = mark.previousSibling;
        if (!before || before.nodeType !== Node.TEXT_NODE || !before.length)
            continue;
        range.setStart(before, before.length - 1);
        range.setEnd(before, before.length);
        if (mark.getBoundingClientRect().top > range.getBoundingClientRect().bottom - 2)
            faults.push(`${name(mark)} begins a line`);
    }
    for (const para of document.querySelectorAll('main p')) {
        const style = getComputedStyle(para);
        const em = parseFloat(style.fontSize);
        let before = null;
        for (const text of style.textAlign === 'justify' ? texts(para) : []) {
            for (let i = 0; i < text.length; i++) {
                range.setStart(text, i);
                range.setEnd(text, i + 1);
                const box = range.getBoundingClientRect();
                const is_han = /[\u3001-\u9fff\uff00-\uffef]/.test(text.data[i]);
                if (before && is_han && box.top < before.bottom && box.left > before.left + 2.1 * em) {
                    faults.push(`${name(para)} is stretched at ${text.data.slice(i, i + 6)}`);
                    break;
                }
                before = is_han && !text.parentElement.closest('.label, rt') ? box : null;
            }
        }
    }
    return faults;
}

/* Runs in the page. */
function look() {
    const faults = [];
    const wide = document.documentElement.clientWidth;
    const name = (element) => element.tagName.toLowerCase() + '.' + element.className +
        ' ' + JSON.stringify(element.textContent.slice(0, 12));
    const colour = (text) => {
        const parts = text.match(/[\d.]+/g).map(Number);
        return {rgb: parts.slice(0, 3), alpha: parts.length > 3 ? parts[3] : 1};
    };
    const light = (rgb) => {
        const [r, g, b] = rgb.map((value) => value / 255)
            .map((x) => (x <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
    };
    const ground = (element) => {
        for (let at = element; at; at = at.parentElement) {
            const found = colour(getComputedStyle(at).backgroundColor);
            if (found.alpha > 0)
                return found.rgb;
        }
        return [255, 255, 255];
    };
    const says = (element) => [...element.childNodes]
        .some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (document.documentElement.scrollWidth > wide)
        faults.push(`it scrolls to ${document.documentElement.scrollWidth} px`);
    for (const element of document.querySelectorAll('body *')) {
        if (element.closest('.skip, details:not([open]) ol'))
            continue;
        const box = element.getBoundingClientRect();
        const scrolls = element.parentElement.closest('.table-scroll');
        if (!scrolls && box.width && (box.right > wide + 1 || box.left < -1))
            faults.push(`${name(element)} stands out of the page`);
        if (!says(element))
            continue;
        const a = light(colour(getComputedStyle(element).color).rgb);
        const b = light(ground(element));
        const contrast = Math.max(a, b) / Math.min(a, b);
        if (contrast < 4.49)
            faults.push(`${name(element)} has a contrast of ${contrast.toFixed(2)}`);
    }
    let above = null;
    for (const block of document.querySelectorAll('main p, main h1, main h2, main h3, main h4,' +
                                                  ' main h5, main h6, main pre, main img')) {
        const box = block.getBoundingClientRect();
        const beside = above && (box.left >= above.right - 1 || box.right <= above.left + 1);
        if (above && box.height && box.top < above.bottom - 1 && !beside &&
            !block.closest('table'))
            faults.push(`${name(block)} overlaps what is above`);
        if (box.height && !block.closest('table'))
            above = box;
    }
    return faults;
}

async function main() {
    const browser = await puppeteer.launch({args: ['--no-sandbox'], headless: true});
    const tab = await browser.newPage();
    const asked = [];
    tab.on('request', (request) => {
        if (!/^(file|data):/.test(request.url()))
            asked.push(`it asks for ${request.url()}`);
    });
    for (const page of pages) {
        const faults = [];
        for (const value of ['light', 'dark']) {
            await tab.emulateMediaFeatures([{name: 'prefers-color-scheme', value}]);
            await tab.goto(pathToFileURL(page).href);
            for (const width of widths.split(',').map(Number)) {
                await tab.setViewport({width, height: 900});
                for (const fault of await tab.evaluate(look))
                    faults.push(`${width} px, ${value}: ${fault}`);
                for (const fault of value === 'light' ? await tab.evaluate(read) : [])
                    faults.push(`${width} px: ${fault}`);
            }
        }
        console.log(JSON.stringify({page, faults: faults.concat(asked.splice(0))}));
    }
    await browser.close();
}

main().catch((fault) => {
    console.error(fault);
    process.exit(1);
});
