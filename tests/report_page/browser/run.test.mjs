import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { chartData, good, parseCsv, readTable, skip, startBrowser, stavp, synthesise, temporaryFolder } from './support.mjs';

const folder = temporaryFolder();
const out = join(folder, 'run');
let browser;
let page;
let summary;

before(async () => {
    if (skip) return;
    good(stavp('run', '-w', synthesise(folder, '2:4'), '-o', out));
    good(stavp('report', out));
    summary = JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8'));
    browser = await startBrowser();
    page = await browser.open(join(out, 'report.html'));
});
after(() => browser?.close());

test('a_run_s_page_loads_without_errors_and_requests', { skip }, async () => {
    assert.deepEqual(page.complaints, []);
    assert.equal(await page.locator('h1').textContent(), 'run');
    const head = await page.locator('header').textContent();
    assert.ok(head.includes('shape: 10 operations, 1 sequence of 24 rows'), head);
    assert.ok(head.includes(summary.cycles.toLocaleString('en-US')), head);
    assert.match(head, /passed, [\d,]+ bytes/);
});

test('the_timeline_has_every_layer_from_its_begin_to_its_end', { skip }, async () => {
    const bars = (await chartData(page, 'timeline')).flatMap((series) => series.data.map((entry) => entry.value));
    const expected = summary.layers.map((layer, row) => [row, layer.begin_cycle, layer.end_cycle]);
    assert.deepEqual(bars.sort((a, b) => a[0] - b[0]), expected);
});

test('the_bars_of_layers_and_engines_are_all_of_their_cycles', { skip }, async () => {
    for (const [id, rows] of [['stalls-layers', summary.layers.length], ['stalls-engines', 7]]) {
        const kinds = (await chartData(page, id)).filter((series) => series.name !== 'multipliers at work');
        for (let row = 0; row < rows; ++row) {
            const sum = kinds.reduce((total, kind) => total + kind.data[row].value, 0);
            assert.ok(Math.abs(sum - 100) < 1e-9, `${id} ${row}: ${sum}`);
        }
    }
});

test('the_table_shows_the_numbers_of_the_csv', { skip }, async () => {
    const csv = parseCsv(good(stavp('report', out, '--csv')));
    const { exact } = await readTable(page, 'layers');
    assert.equal(exact.length, csv.length);
    const same = { layer: 'name', operation: 'op', 'N:M': 'pattern', begin: 'begin_cycle', end: 'end_cycle', cycles: 'cycles', utilisation: 'utilisation', MAC: 'macs', 'of the roof': 'reached' };
    for (const [index, row] of exact.entries()) {
        for (const [column, field] of Object.entries(same))
            assert.ok(row[column] === csv[index][field] || Number(row[column]) === Number(csv[index][field]), `${column}: ${row[column]} and ${csv[index][field]}`);
        assert.equal(Number(row['DDR read [KiB]']) * 1024, Number(csv[index].dram_read_bytes));
        const stalls = Object.entries(csv[index]).filter(([name]) => name.startsWith('stall_'));
        assert.equal(stalls.reduce((sum, [, cycles]) => sum + Number(cycles), Number(csv[index].busy)), Number(csv[index].cycles));
    }
});

test('a_click_on_a_head_sorts_and_another_turns_the_order', { skip }, async () => {
    const head = page.locator('#layers th[data-column="cycles"] button');
    const cycles = async () => (await readTable(page, 'layers')).exact.map((row) => Number(row.cycles));
    const sorted = summary.layers.map((layer) => layer.cycles).sort((a, b) => a - b);
    await head.click();
    assert.deepEqual(await cycles(), sorted);
    await head.click();
    assert.deepEqual(await cycles(), sorted.reverse());
});

test('the_effective_config_is_in_the_page', { skip }, async () => {
    assert.equal(await page.locator('#config pre').textContent(), readFileSync(join(out, 'config.yaml'), 'utf8'));
});

test('equal_runs_give_equal_reports', { skip }, () => {
    const first = readFileSync(join(out, 'report.html'));
    good(stavp('report', out));
    assert.ok(first.equals(readFileSync(join(out, 'report.html'))));
});
