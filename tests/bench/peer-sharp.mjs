// sharp (librsvg inside) in a loop: node peer-sharp.mjs NODE_MODULES png|jpeg OUT_DIR SVG...; one thread.
import fs from 'node:fs';
import path from 'node:path';
import {createRequire} from 'node:module';

const [modules, format, out, ...files] = process.argv.slice(2);
const sharp = createRequire(path.resolve(modules, 'x.js'))('sharp');
sharp.concurrency(1);
sharp.cache(false);
for (const file of files) {
    const picture = sharp(fs.readFileSync(file), {unlimited: true});
    const done = format === 'jpeg' ? picture.flatten().jpeg({quality: 85}) : picture.png();
    fs.writeFileSync(path.join(out, path.basename(file, '.svg') + '.' + format), await done.toBuffer());
}
