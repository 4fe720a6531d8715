import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { chartData, clickInChart, good, readCsv, readPairs, readTable, skip, startBrowser, stavp, temporaryFolder } from './support.mjs';

// The slowest points run out of simulated cycles: rows that are not ok.
const SWEEP = `mode: grid
workload: {synth: bert-base, layers: 1, seq: 16, seed: 1}
axes:
  sta.rows: [8, 16]
  sta.lanes: [1, 2]
  workload.pattern: [dense, "2:4", "2:8"]
derived:
  sta.cols: 256 / sta.rows
timeout_cycles: 400000
`;

const folder = temporaryFolder();
const out = join(folder, 'sweep');
let browser;
let page;
let rows;

before(async () => {
    if (skip) return;
    writeFileSync(join(folder, 'sweep.yaml'), SWEEP);
    const { code, err } = stavp('sweep', join(folder, 'sweep.yaml'), '-o', out, '--no-cache');
    assert.ok(code === 0 || code === 1, err);
    good(stavp('report', out));
    rows = readCsv(join(out, 'results.csv'));
    browser = await startBrowser();
    page = await browser.open(join(out, 'report.html'));
});
after(() => browser?.close());

const choose = (id, column) => page.locator(`#${id}`).selectOption(column);
const frontIds = async () => (await readTable(page, 'front')).exact.map((row) => row.id).sort();

/** By the definition, out of results.csv. */
function frontOf(x, y) {
    const better = (column, a, b) => (column === 'accuracy' ? 1 : -1) * (Number(a[column]) - Number(b[column]));
    const ok = rows.filter((row) => row.status === 'ok' && row[x] !== '' && row[y] !== '');
    return ok.filter((a) => !ok.some((b) => better(x, b, a) >= 0 && better(y, b, a) >= 0 && (better(x, b, a) > 0 || better(y, b, a) > 0)))
        .map((row) => row.id).sort();
}

/** "sta.rows" -> "8" of a config.yaml, by its indentation. */
function configKeys(id) {
    const keys = {};
    const path = [];
    for (const line of readFileSync(join(out, 'points', id, 'config.yaml'), 'utf8').split('\n')) {
        const match = /^( *)([\w]+):\s*([^#]*?)\s*(#.*)?$/.exec(line);
        if (!match) continue;
        path.splice(match[1].length / 2, Infinity, match[2]);
        if (match[3] !== '') keys[path.join('.')] = match[3].replace(/^(["'])(.*)\1$/, '$2');
    }
    return keys;
}

test('a_sweep_s_page_loads_without_errors_and_requests', { skip }, () => {
    assert.equal(rows.length, 12);
    assert.ok(rows.some((row) => row.status !== 'ok') && rows.some((row) => row.status === 'ok'), 'the fixture has both');
    assert.deepEqual(page.complaints, []);
});

test('every_cell_of_the_table_is_that_of_results_csv', { skip }, async () => {
    const { exact, shown } = await readTable(page, 'points');
    assert.deepEqual(exact, rows);
    for (const [index, row] of shown.entries()) {
        for (const [column, text] of Object.entries(row)) {
            const [value, written] = [Number(rows[index][column]), Number(text.replaceAll(',', ''))];
            if (rows[index][column] === text) continue;
            assert.ok(Math.abs(written - value) <= 1e-3 * Math.abs(value), `${column}: ${text} for ${rows[index][column]}`);
        }
    }
});

test('points_that_did_not_end_well_are_listed_with_their_reason', { skip }, async () => {
    const bad = rows.filter((row) => row.status !== 'ok');
    const { shown } = await readTable(page, 'failures');
    assert.deepEqual(shown.map((row) => [row.id, row.status, row.reason]), bad.map((row) => [row.id, row.status, row.reason]));
    assert.ok(bad.every((row) => row.reason !== ''));
});

test('the_front_is_that_of_the_two_objectives_chosen', { skip }, async () => {
    for (const [x, y] of [['latency_ms', 'area_mm2'], ['energy_mj', 'dsps'], ['dsps', 'latency_ms'], ['latency_ms', 'energy_mj']]) {
        await choose('objective-x', x);
        await choose('objective-y', y);
        assert.deepEqual(await frontIds(), frontOf(x, y), `${x}, ${y}`);
        const drawn = (await chartData(page, 'pareto')).find((series) => series.name === 'front').data;
        assert.deepEqual(drawn.map((entry) => entry.id).sort(), frontOf(x, y));
        for (const entry of drawn) {
            const row = rows.find((candidate) => candidate.id === entry.id);
            assert.deepEqual(entry.value, [Number(row[x]), Number(row[y])]);
        }
    }
});

test('a_click_on_a_row_shows_its_config_and_what_sets_it_apart_from_the_best', { skip }, async () => {
    await choose('metric', 'cycles');
    const ok = rows.filter((row) => row.status === 'ok');
    const best = ok.reduce((a, b) => (Number(b.cycles) < Number(a.cycles) ? b : a));
    const other = ok.find((row) => row['sta.rows'] !== best['sta.rows'] && row['workload.pattern'] !== best['workload.pattern']);
    await page.locator(`#points tr[data-id="${other.id}"] button`).click();
    assert.equal(await page.locator('#point h2').textContent(), other.id);
    const [its, mine] = [configKeys(best.id), configKeys(other.id)];
    const expected = Object.keys(mine).filter((key) => its[key] !== mine[key]).map((key) => [key, its[key], mine[key]]);
    expected.push(['workload.pattern', best['workload.pattern'], other['workload.pattern']]);
    assert.deepEqual((await readPairs(page, 'point-diff')).sort(), expected.sort());
    assert.deepEqual(Object.fromEntries(await readPairs(page, 'point-config-keys')), mine);
    const links = await page.locator('#point-links a').evaluateAll((nodes) => nodes.map((node) => node.getAttribute('href')));
    assert.deepEqual(links, ['', 'config.yaml', 'summary.json', 'console.log'].map((name) => `points/${other.id}/${name}`));
    await page.keyboard.press('Escape');
    assert.ok(await page.locator('#point').isHidden());
    await page.locator(`#points tr[data-id="${best.id}"] button`).click();
    assert.ok(await page.locator('#point-is-best').isVisible());
    await page.locator('#point .close').click();
    assert.ok(await page.locator('#point').isHidden());
});

test('a_click_on_a_point_of_the_front_opens_it', { skip }, async () => {
    await choose('objective-x', 'latency_ms');
    await choose('objective-y', 'area_mm2');
    const [front] = (await chartData(page, 'pareto')).filter((series) => series.name === 'front');
    const { id, value } = front.data.at(-1);
    await clickInChart(page, 'pareto', value);
    assert.equal(await page.locator('#point h2').textContent(), id);
    const chosen = (await chartData(page, 'pareto')).find((series) => series.name === 'chosen').data;
    assert.deepEqual(chosen.map((entry) => entry.id), [id]);
    assert.ok(page.url().endsWith(`#${id}`), 'the address leads back to it');
    await page.keyboard.press('Escape');
});

test('a_point_that_failed_says_why', { skip }, async () => {
    const bad = rows.find((row) => row.status !== 'ok');
    await page.locator(`#failures tr[data-id="${bad.id}"] button`).click();
    assert.equal(await page.locator('#point .bad').textContent(), `${bad.status}: ${bad.reason}`);
    await page.keyboard.press('Escape');
});

test('a_filter_holds_for_tables_and_plots', { skip }, async () => {
    await page.locator('#filter').fill('sta.rows>8 workload.pattern=2:8');
    const expected = rows.filter((row) => row['sta.rows'] === '16' && row['workload.pattern'] === '2:8').map((row) => row.id);
    assert.deepEqual((await readTable(page, 'points')).exact.map((row) => row.id), expected);
    const plotted = (await chartData(page, 'pareto')).filter((series) => ['points', 'front'].includes(series.name))
        .flatMap((series) => series.data.map((entry) => entry.id));
    assert.deepEqual(plotted.sort(), expected.filter((id) => rows.find((row) => row.id === id).status === 'ok'));
    await page.locator('#filter').fill('');
    assert.equal((await readTable(page, 'points')).exact.length, rows.length);
});

test('effects_are_the_means_of_the_csv', { skip }, async () => {
    await choose('metric', 'latency_ms');
    const means = (await chartData(page, 'effects')).filter((_, index) => index % 2 === 1).map((series) => series.data.map((entry) => entry.value));
    const mean = (column, level) => {
        const values = rows.filter((row) => row.status === 'ok' && row[column] === level).map((row) => Number(row.latency_ms));
        return values.reduce((sum, value) => sum + value, 0) / values.length;
    };
    const axes = [['sta.rows', ['8', '16']], ['sta.lanes', ['1', '2']], ['workload.pattern', ['dense', '2:4', '2:8']]];
    for (const [index, [column, levels]] of axes.entries()) {
        const present = levels.filter((level) => rows.some((row) => row.status === 'ok' && row[column] === level));
        assert.equal(means[index].length, present.length);
        for (const [at, level] of present.entries()) assert.ok(Math.abs(means[index][at] - mean(column, level)) < 1e-9);
    }
});

test('speed_up_is_over_the_dense_point_that_differs_in_nothing_else', { skip }, async () => {
    const drawn = (await chartData(page, 'speedup')).flatMap((series) => series.data).filter((entry) => entry.id !== undefined);
    assert.ok(drawn.length > 0);
    for (const { id, value } of drawn) {
        const row = rows.find((candidate) => candidate.id === id);
        const dense = rows.find((candidate) => candidate.pattern === 'dense' && candidate['sta.rows'] === row['sta.rows'] && candidate['sta.lanes'] === row['sta.lanes']);
        assert.deepEqual(value, [{ dense: 1, '2:4': 2, '2:8': 4 }[row.pattern], Number(dense.cycles) / Number(row.cycles)]);
    }
});

test('nothing_of_this_made_an_error', { skip }, () => assert.deepEqual(page.complaints, []));
