// Folders that nobody should meet, made by hand: the page stands, and their texts stay texts.

import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { chartData, good, readTable, skip, startBrowser, stavp, temporaryFolder } from './support.mjs';

const HEADER = 'id,status,reason,sta.rows,workload.pattern,workload,pattern,cycles,latency_ms,energy_mj,area_mm2,dsps,macs_dense,accuracy';
const folder = temporaryFolder();
let browser;

before(async () => {
    if (!skip) browser = await startBrowser();
});
after(() => browser?.close());

async function openSweep(name, lines, header = HEADER) {
    const out = join(folder, name);
    mkdirSync(out, { recursive: true });
    writeFileSync(join(out, 'results.csv'), [header, ...lines, ''].join('\n'));
    good(stavp('report', out));
    return browser.open(join(out, 'report.html'));
}

test('markup_quotes_and_foreign_letters_in_a_reason_stay_text', { skip }, async () => {
    const reason = '</script><b id=gotcha>"x" & \'y\', <!-- \u20ac \u65e5\u672c \u202e @DATA@ ${1}';
    const page = await openSweep('<i id=gotcha>', [
        `p1,failed,"${reason.replaceAll('"', '""')}",8,2:4,<u id=gotcha>,2:4,,,,,,,`,
        'p2,ok,,16,2:4,<u id=gotcha>,2:4,10,1,1,1,1,5,',
        'p3,ok,,"<s id=gotcha>",2:4,w,2:4,20,2,2,2,2,5,',
    ]);
    assert.deepEqual(page.complaints, []);
    assert.equal(await page.locator('#gotcha').count(), 0);
    assert.equal(await page.locator('h1').textContent(), '<i id=gotcha>');
    assert.equal((await readTable(page, 'failures')).shown[0].reason, reason);
    await page.locator('#failures button.id').click();
    assert.equal(await page.locator('#point .bad').textContent(), `failed: ${reason}`);
    const box = page.locator('#chart-pareto');
    await page.locator('#point .close').click();
    await box.hover({ position: { x: 300, y: 200 } });
    assert.equal(await page.locator('#gotcha').count(), 0, 'nor in a tooltip');
    assert.deepEqual(page.complaints, []);
});

test('a_sweep_without_a_good_point_lists_its_failures', { skip }, async () => {
    const page = await openSweep('none', ['p1,failed,why,8,2:4,w,2:4,,,,,,,', 'p2,timed_out,slow,16,2:4,w,2:4,,,,,,,']);
    assert.deepEqual(page.complaints, []);
    assert.equal((await readTable(page, 'failures')).exact.length, 2);
    await page.locator('#points tr[data-id=p2] button').click();
    assert.equal(await page.locator('#point .bad').textContent(), 'timed_out: slow');
    assert.deepEqual(page.complaints, []);
});

test('a_sweep_without_any_point_is_a_page', { skip }, async () => {
    const page = await openSweep('empty', []);
    assert.deepEqual(page.complaints, []);
    assert.ok((await page.locator('main').textContent()).includes('No point has ended well'));
});

test('one_point_is_its_own_front_and_the_best', { skip }, async () => {
    const page = await openSweep('one', ['p1,ok,,8,2:4,w,2:4,10,1,2,3,4,5,']);
    assert.deepEqual(page.complaints, []);
    assert.deepEqual((await readTable(page, 'front')).exact.map((row) => row.id), ['p1']);
    await page.locator('#front button.id').click();
    assert.ok(await page.locator('#point-is-best').isVisible());
    assert.deepEqual(page.complaints, []);
});

test('metrics_that_some_or_all_points_lack_are_left_out', { skip }, async () => {
    const page = await openSweep('lacking', ['p1,ok,,8,2:4,w,2:4,10,1,,3,,5,', 'p2,ok,,16,2:4,w,2:4,10,2,7,,,5,', 'p3,ok,,32,2:4,w,2:4,,,,,,,']);
    assert.deepEqual(page.complaints, []);
    const offered = await page.locator('#objective-x option').evaluateAll((nodes) => nodes.map((node) => node.value));
    assert.deepEqual(offered, ['latency_ms', 'energy_mj', 'area_mm2']);
    await page.locator('#objective-y').selectOption('area_mm2');
    assert.deepEqual((await readTable(page, 'front')).exact.map((row) => row.id), ['p1']);
    await page.locator('#objective-x').selectOption('energy_mj');
    await page.locator('#objective-y').selectOption('energy_mj');
    assert.deepEqual((await readTable(page, 'front')).exact.map((row) => row.id), ['p2']);
    await page.locator('#points tr[data-id=p3] button').click();
    assert.deepEqual(page.complaints, []);
});

test('more_accuracy_is_better_in_the_page_too', { skip }, async () => {
    const page = await openSweep('accuracy', [
        'p1,ok,,8,dense,w,dense,10,4,1,1,1,5,88.5', 'p2,ok,,8,2:4,w,2:4,10,3,1,1,1,5,87.9', 'p3,ok,,8,1:4,w,1:4,10,2,1,1,1,5,80',
        'p4,ok,,8,2:8,w,2:8,10,2,1,1,1,5,86.9',
    ]);
    await page.locator('#objective-y').selectOption('accuracy');
    assert.deepEqual((await readTable(page, 'front')).exact.map((row) => row.id), ['p4', 'p2', 'p1']);
    await page.locator('#metric').selectOption('accuracy');
    await page.locator('#points tr[data-id=p3] button').click();
    assert.ok((await page.locator('#point').textContent()).includes('Against the best by accuracy, p1'));
});

test('two_thousand_points_stay_quick', { skip }, async () => {
    const lines = Array.from({ length: 2000 }, (_, index) => {
        const [rows, pattern] = [8 + (index % 40), ['dense', '2:4', '2:8'][index % 3]];
        return `p${index + 1},ok,,${rows},${pattern},w,${pattern},${1000 + ((index * 7919) % 5003)},${1 + ((index * 7919) % 5003) / 1000},${1 + (index % 17)},${rows},${rows},5,`;
    });
    const began = Date.now();
    const page = await openSweep('many', lines);
    const loaded = Date.now() - began;
    assert.deepEqual(page.complaints, []);
    const before = Date.now();
    await page.locator('#points tr[data-id=p150] button').click();
    await page.locator('#point h2').waitFor();
    await page.keyboard.press('Escape');
    const clicked = Date.now() - before;
    assert.ok(loaded < 15000 && clicked < 5000, `${loaded} ms to load, ${clicked} ms for a click: far too slow on any machine`);
    assert.equal((await readTable(page, 'points')).exact.length, 200, 'the table shows a part');
    await page.locator('#points').locator('xpath=../..').locator('button.all').click();
    assert.equal((await readTable(page, 'points')).exact.length, 2000);
    const drawn = (await chartData(page, 'pareto')).filter((series) => ['points', 'front'].includes(series.name)).reduce((sum, series) => sum + series.data.length, 0);
    assert.equal(drawn, 2000);
});
