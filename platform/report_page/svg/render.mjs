// node render.mjs ECHARTS PAGE_FOLDER DATA.json FOLDER: writes the plots of a report as FOLDER/NAME.svg, with the
// modules that draw them in the page, dark on white.

import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const WIDTH = 900;

const [library, modules, dataFile, folder] = process.argv.slice(2).map((argument) => resolve(argument));
const echarts = createRequire(import.meta.url)(library);
const load = (name) => import(pathToFileURL(join(modules, name)));
const { themeOf } = await load('theme.mjs');
const data = JSON.parse(readFileSync(dataFile, 'utf8'));

async function figuresOf() {
    if (data.kind === 'run') {
        const { runFigures } = await load('run_figures.mjs');
        const { runModel } = await load('run_model.mjs');
        return runFigures(runModel(data));
    }
    const { firstChoice, sweepFigures } = await load('sweep_figures.mjs');
    const { sweepModel } = await load('sweep_model.mjs');
    const model = sweepModel(data);
    return sweepFigures(model, firstChoice(model, data.objectives));
}

const theme = themeOf(false);
for (const figure of await figuresOf()) {
    const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: figure.height });
    chart.setOption({ backgroundColor: theme.paper, ...figure.option(theme), tooltip: { show: false } });
    writeFileSync(join(folder, `${figure.id}.svg`), chart.renderToSVGString());
    chart.dispose();
}
