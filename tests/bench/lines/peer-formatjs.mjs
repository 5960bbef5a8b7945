// What localize does to the lines creative, with FormatJS: node peer-formatjs.mjs NODE_MODULES CREATIVE LINES > out
// Reads variant lines, formats each slot's message in the line's locale and writes the lines again. Messages come from
// the same creative.xml and PO file; formatters are made once for each message and locale, as its manual advises.
import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import {createRequire} from 'node:module';

const [modules, creative, lines] = process.argv.slice(2);
const {IntlMessageFormat} = createRequire(path.resolve(modules, 'x.js'))('intl-messageformat');

const unescape = s => s.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
const source = new Map();
for (const [, id, text] of fs.readFileSync(creative, 'utf8').matchAll(/<message id="([^"]+)">([^<]*)<\/message>/g))
    source.set(id, unescape(text));
const german = new Map();
for (const [, id, text] of fs.readFileSync(path.join(path.dirname(creative), 'locales/de-DE.po'), 'utf8')
         .matchAll(/msgctxt "([^"]+)"\nmsgid "[^\n]*"\nmsgstr "([^\n]*)"/g))
    german.set(id, text);

const formats = {'en-GB': new Map(), 'de-DE': new Map()};
for (const [id, text] of source) {
    formats['en-GB'].set(id, new IntlMessageFormat(text, 'en-GB'));
    formats['de-DE'].set(id, new IntlMessageFormat(german.get(id), 'de-DE'));
}

const typed = {price: Number, orders: Number, ends: s => new Date(s + 'T00:00:00Z')};
let out = '';
const input = readline.createInterface({input: fs.createReadStream(lines, {highWaterMark: 1 << 20})});
input.on('line', line => {
    const v = JSON.parse(line), format = formats[v.locale];
    for (const name in v.slots) {
        const slot = v.slots[name];
        if (!slot.message)
            continue;
        const args = {};
        for (const a in slot.args)
            args[a] = typed[a] ? typed[a](slot.args[a]) : slot.args[a];
        slot.text = format.get(slot.message).format(args);
    }
    out += JSON.stringify(v) + '\n';
    if (out.length > 1 << 18) {
        fs.writeSync(1, out);
        out = '';
    }
});
input.on('close', () => fs.writeSync(1, out));
