// Goes through an index.html by keys alone:
//
//     node catalogue.cjs FOLDER-OF-NODE-MODULES PAGE WORDS...
//
// A line of JSON: what Tab reaches, which of it is not marked as focused, what each of the
// words (and then Escape) leaves of the list, how the page is without scripts.
const path = require('path');
const {pathToFileURL} = require('url');

const [modules, page, ...words] = process.argv.slice(2);
const puppeteer = require(path.join(modules, 'node_modules', 'puppeteer'));

async function main() {
    const browser = await puppeteer.launch({args: ['--no-sandbox'], headless: true});
    const tab = await browser.newPage();
    await tab.goto(pathToFileURL(page).href);
    const said = {focused: [], unseen: [], found: []};
    said.titles = await tab.$$eval('li h2 a', (all) => all.map((one) => one.textContent));
    for (let i = 0; i < 6; i++) {
        await tab.keyboard.press('Tab');
        const [name, style] = await tab.evaluate(() => {
            const at = document.activeElement, style = getComputedStyle(at);
            return [at.id || at.textContent, style.outlineStyle + style.outlineWidth];
        });
        said.focused.push(name);
        if (/^none|[a-z]0px$/.test(style))
            said.unseen.push(name);
    }
    const count = () => tab.evaluate(() => [
        document.getElementById('count').textContent,
        [...document.querySelectorAll('li')].filter((one) => one.offsetHeight).length]);
    await tab.focus('#search');
    for (const word of words) {
        await tab.keyboard.press('Escape');
        await tab.keyboard.type(word);
        said.found.push(await count());
    }
    await tab.keyboard.press('Escape');
    said.found.push(await count());
    await tab.setJavaScriptEnabled(false);
    await tab.reload();
    said.plain = [(await tab.$$('li')).length, await (await tab.$('#search')).isVisible()];
    console.log(JSON.stringify(said));
    await browser.close();
}

main();
