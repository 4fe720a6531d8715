// The page of one run.

import { figureSection } from './charts_view.mjs';
import { PJ_PER_UJ } from './energy_chart.mjs';
import { element } from './html.mjs';
import { percent, readable } from './numbers.mjs';
import { runFigures } from './run_figures.mjs';
import { runModel } from './run_model.mjs';
import { TableView } from './table_view.mjs';
import { bandwidth } from './traffic_chart.mjs';

function fact(name, value, style = null) {
    return element('div', {}, element('dt', {}, name), element('dd', { class: style }, value));
}

function checkText(check) {
    if (!check) return ['not checked', 'quiet'];
    return check.passed ? [`passed, ${readable(check.compared)} bytes`, 'good'] : [`failed, ${readable(check.mismatches)} elements differ`, 'bad'];
}

function head(data, model) {
    const { summary } = model;
    const workload = summary.workload;
    const [checked, checkStyle] = checkText(summary.check);
    const about = workload
        ? `${workload.name}: ${workload.layers} operations, ${workload.sequences} sequence${workload.sequences === 1 ? '' : 's'} of ${workload.seq} rows`
        : 'a program without workload';
    return element('header', {},
        element('h1', {}, data.title),
        element('p', { class: 'quiet' }, about),
        summary.message === '' ? null : element('p', { class: 'bad' }, summary.message),
        element('dl', { class: 'facts' },
            fact('status', summary.status, summary.status === 'ok' ? 'good' : 'bad'),
            fact('check', checked, checkStyle),
            fact(`cycles at ${model.clockMhz} MHz`, readable(summary.cycles)),
            fact('time', `${readable(model.seconds * 1e3)} ms`),
            fact('multipliers at work', percent(model.utilisation)),
            fact('from and to DDR', `${readable(((summary.dram.read_bytes ?? 0) + (summary.dram.write_bytes ?? 0)) / 2 ** 20)} MiB`),
            summary.energy ? fact('energy', `${readable(summary.energy.pj / 1e9)} mJ`) : null,
            fact('host instructions', readable(summary.instructions))),
        element('p', { class: 'quiet' }, 'SHA-256 of config.yaml: ', element('code', { id: 'config-hash' }, data.config_sha256)));
}

const text = (name, value) => ({ name, text: true, value });
const number = (name, value, shown = (row) => readable(value(row)), title = null) => ({
    name, title, value: (row) => (value(row) === null || value(row) === undefined ? '' : String(value(row))), shown,
});
const share = (name, value, title) => number(name, value, (row) => percent(value(row)), title);

function layerColumns(model) {
    return [
        text('layer', (layer) => layer.name),
        text('operation', (layer) => layer.op),
        text('N:M', (layer) => layer.pattern ?? ''),
        number('begin', (layer) => layer.begin),
        number('end', (layer) => layer.end),
        number('cycles', (layer) => layer.cycles),
        share('share', (layer) => layer.cycles / model.summary.cycles, 'cycles of the layer / cycles of the run'),
        share('utilisation', (layer) => layer.utilisation, 'multipliers at work'),
        share('busy', (layer) => (layer.cycles > 0 ? layer.busy / layer.cycles : 0), 'of the engine that does the layer'),
        number('MAC', (layer) => layer.macs),
        number('DDR read [KiB]', (layer) => layer.readBytes / 1024),
        number('DDR write [KiB]', (layer) => layer.writeBytes / 1024),
        number('GB/s', bandwidth),
        text('bound by', (layer) => (layer.roofline ? `${layer.roofline.bound} (${layer.roofline.bound === 'memory' ? layer.roofline.memory_limit : layer.roofline.compute_engine})` : '')),
        share('of the roof', (layer) => layer.roofline?.reached ?? null, 'roofline bound / cycles'),
        text('bottleneck', (layer) => (layer.bottleneck ? `${layer.bottleneck.kind}: ${layer.bottleneck.cause}` : '')),
        number('energy [uJ]', (layer) => (layer.energy ? layer.energy.pj / PJ_PER_UJ : null)),
    ];
}

const PAIRS = [['roofline', 'energy-parts']];

export function showRun(page, data, charts) {
    const model = runModel(data);
    const nodes = [head(data, model)];
    const boxes = [];
    const sections = new Map();
    for (const figure of runFigures(model)) {
        const { section, box } = figureSection(figure);
        sections.set(figure.id, section);
        boxes.push([box, figure]);
    }
    const paired = new Set();
    for (const [id, section] of sections) {
        if (paired.has(id)) continue;
        const pair = PAIRS.find((ids) => ids.includes(id) && ids.every((other) => sections.has(other)));
        if (pair) {
            pair.forEach((other) => paired.add(other));
            nodes.push(element('div', { class: 'pair' }, ...pair.map((other) => sections.get(other))));
        } else {
            nodes.push(section);
        }
    }
    if (model.layers.length > 0) {
        const table = new TableView({ id: 'layers', columns: layerColumns(model) });
        table.show(model.layers);
        nodes.push(element('section', { class: 'table' }, element('h2', {}, 'Layers'), table.node));
    }
    nodes.push(element('section', {}, element('details', { id: 'config' },
        element('summary', {}, 'Effective configuration'), element('pre', {}, data.config_text))));
    page.replaceChildren(...nodes.filter(Boolean));
    for (const [box, figure] of boxes) charts.show(box, figure);
}
