// resvg-js in a loop: node peer-resvg.mjs NODE_MODULES png|jpeg OUT_DIR FONT... -- SVG...
// JPEG goes through sharp at quality 85, as its users do; one thread.
import fs from 'node:fs';
import path from 'node:path';
import {createRequire} from 'node:module';

const args = process.argv.slice(2);
const [modules, format, out] = args;
const cut = args.indexOf('--');
const fontFiles = args.slice(3, cut), files = args.slice(cut + 1);
const load = createRequire(path.resolve(modules, 'x.js'));
const {Resvg} = load('@resvg/resvg-js');
const sharp = format === 'jpeg' ? load('sharp') : null;
if (sharp)
    sharp.concurrency(1);
for (const file of files) {
    const picture = new Resvg(fs.readFileSync(file), {font: {loadSystemFonts: false, fontFiles}}).render();
    const name = path.join(out, path.basename(file, '.svg') + '.' + format);
    if (sharp)
        fs.writeFileSync(name, await sharp(picture.pixels, {raw: {width: picture.width, height: picture.height, channels: 4}})
            .removeAlpha().jpeg({quality: 85}).toBuffer());
    else
        fs.writeFileSync(name, picture.asPng());
}
