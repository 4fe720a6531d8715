import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';

import { good, skip, stavp, synthesise, temporaryFolder } from './support.mjs';

const folder = temporaryFolder();
const run = join(folder, 'run');
const sweep = join(folder, '<sweep> & "co"');

before(() => {
    if (skip) return;
    good(stavp('run', '-w', synthesise(folder, '2:4'), '-o', run));
    mkdirSync(sweep);
    writeFileSync(join(sweep, 'results.csv'), `id,status,reason,sta.rows,workload.pattern,workload,pattern,cycles,latency_ms,area_mm2,macs_dense
p1,ok,,8,dense,w,dense,100,10,2,5
p2,ok,,8,2:4,w,2:4,60,6,2,5
p3,ok,,<&>,2:4,w,2:4,50,5,3,5
`);
});

const programs = (...names) => names.find((name) => spawnSync(name, ['--version']).error !== undefined);

test('plots_of_a_run_are_well_formed_svg_with_its_layers', { skip: skip || (programs('xmllint') ? 'xmllint is missing' : false) }, () => {
    const svg = join(folder, 'svg');
    good(stavp('report', run, '--svg', svg));
    const names = ['energy-layers', 'energy-parts', 'roofline', 'stalls-engines', 'stalls-layers', 'timeline', 'traffic'];
    assert.deepEqual(readdirSync(svg).sort(), names.map((name) => `${name}.svg`));
    for (const name of names) assert.equal(spawnSync('xmllint', ['--noout', join(svg, `${name}.svg`)]).status, 0, name);
    const timeline = readFileSync(join(svg, 'timeline.svg'), 'utf8');
    for (const layer of JSON.parse(readFileSync(join(run, 'summary.json'), 'utf8')).layers) assert.ok(timeline.includes(layer.name), layer.name);
});

test('plots_of_a_sweep_are_well_formed_whatever_its_names', { skip: skip || (programs('xmllint') ? 'xmllint is missing' : false) }, () => {
    const svg = join(folder, 'sweep-svg');
    good(stavp('report', sweep, '--svg', svg));
    assert.deepEqual(readdirSync(svg).sort(), ['effects.svg', 'parallel.svg', 'pareto.svg', 'speedup.svg']);
    for (const name of readdirSync(svg)) assert.equal(spawnSync('xmllint', ['--noout', join(svg, name)]).status, 0, name);
});

test('png_plots_are_png', { skip: skip || (programs('rsvg-convert') ? 'rsvg-convert is missing' : false) }, () => {
    const png = join(folder, 'png');
    good(stavp('report', run, '--png', png));
    assert.equal(readdirSync(png).length, 7);
    for (const name of readdirSync(png)) assert.equal(readFileSync(join(png, name)).toString('latin1', 1, 4), 'PNG');
});

test('a_missing_program_is_one_line', { skip }, () => {
    const { STAVP_PROGRAM } = process.env;
    const { status, stderr } = spawnSync(STAVP_PROGRAM, ['report', run, '--svg', join(folder, 'none')], { encoding: 'utf8', env: { PATH: folder } });
    assert.equal(status, 2);
    assert.equal(stderr, 'node is not installed (Debian: nodejs)\n');
});
