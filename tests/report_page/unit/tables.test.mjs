import assert from 'node:assert/strict';
import { test } from 'node:test';

import { configDiff, configOf } from '../../../platform/report_page/page/config_diff.mjs';
import { escapeHtml, tooltipHtml } from '../../../platform/report_page/page/html.mjs';
import { levelLabel, readable, toNumber } from '../../../platform/report_page/page/numbers.mjs';
import { bestPoint, sweepModel } from '../../../platform/report_page/page/sweep_model.mjs';
import { rowFilter, sortRows } from '../../../platform/report_page/page/table_order.mjs';
import { point } from './points.mjs';

test('numbers sort by value, texts by letters, and what is empty stays last', () => {
    const rows = ['10', '', '9', 'b', '1e1', 'a', '2'];
    const order = (direction) => sortRows(rows, (row) => row, direction);
    assert.deepEqual(order(1), ['2', '9', '10', '1e1', 'a', 'b', '']);
    assert.deepEqual(order(-1), ['b', 'a', '10', '1e1', '9', '2', ''], 'equal ones keep their order');
});

test('a filter compares columns, or looks for a part of any value', () => {
    const columns = ['id', 'sta.rows', 'workload.pattern', 'ddr.grade'];
    const rows = [['p1', '8', '2:4', 'ddr4_2400'], ['p2', '16', 'dense', 'HBM2'], ['p3', '32', '2:4', 'ddr4_2400']]
        .map((cells) => Object.fromEntries(columns.map((column, index) => [column, cells[index]])));
    const ids = (typed) => rows.filter(rowFilter(typed, columns)).map((row) => row.id);
    assert.deepEqual(ids(''), ['p1', 'p2', 'p3']);
    assert.deepEqual(ids('sta.rows>=16'), ['p2', 'p3']);
    assert.deepEqual(ids('sta.rows>8 sta.rows<32'), ['p2']);
    assert.deepEqual(ids('sta.rows!=16'), ['p1', 'p3']);
    assert.deepEqual(ids('workload.pattern=2:4 sta.rows<=8'), ['p1']);
    assert.deepEqual(ids('hbm'), ['p2'], 'case does not matter');
    assert.deepEqual(ids('ddr.grade>3'), [], 'words have no order');
    assert.deepEqual(ids('nothing=here'), []);
});

test('a diff names what differs, with both values, and what one side lacks', () => {
    assert.deepEqual(configDiff({ a: '1', b: '2', c: '3' }, { a: '1', b: '4', d: '5' }), [
        { key: 'b', from: '2', to: '4' }, { key: 'c', from: '3', to: '' }, { key: 'd', from: '', to: '5' },
    ]);
    const data = { config_base: { a: '1', b: '2' }, configs: { p1: {}, p2: { b: '9' }, p3: null } };
    assert.deepEqual(configOf(data, 'p1'), { a: '1', b: '2' });
    assert.deepEqual(configOf(data, 'p2'), { a: '1', b: '9' });
    assert.equal(configOf(data, 'p3'), null);
    assert.equal(configOf(data, 'p4'), null);
});

test('the best point goes by the direction of its metric, and the first wins a tie', () => {
    const points = [['p1', '3', '80'], ['p2', '2', '90'], ['p3', '2', '90'], ['p4', '', '']].map(([id, a, b]) => point({ id, a, b }));
    assert.equal(bestPoint(points, { column: 'a', better: -1 }).id, 'p2');
    assert.equal(bestPoint(points, { column: 'b', better: 1 }).id, 'p2');
    assert.equal(bestPoint(points, { column: 'b', better: -1 }).id, 'p1');
    assert.equal(bestPoint(points, { column: 'c', better: 1 }), null);
});

test('metrics that no good point has are not offered', () => {
    const model = sweepModel({
        title: '', axes: ['sta.rows'], derived: [], columns: ['id', 'status', 'reason', 'sta.rows', 'workload', 'latency_ms', 'accuracy'],
        rows: [['p1', 'ok', '', '8', 'w', '1.5', ''], ['p2', 'failed', 'why', '16', 'w', '', '50']],
    });
    assert.deepEqual(model.metrics.map((metric) => metric.column), ['latency_ms']);
    assert.deepEqual(model.bad.map((bad) => bad.id), ['p2']);
});

test('numbers are those of a CSV, and sizes in bytes', () => {
    assert.equal(toNumber('1e-05'), 1e-5);
    assert.equal(toNumber('-2.5'), -2.5);
    assert.equal(toNumber('256KiB'), 262144);
    for (const text of ['', ' ', '2:4', 'nan', '0x10', '1,5', 'KiB']) assert.equal(toNumber(text), null, text);
    assert.equal(readable(1234567), '1,234,567');
    assert.equal(readable(0.123456), '0.1235');
    assert.equal(readable(null), '');
    assert.equal(levelLabel('buffers.weight.bytes', '65536'), '64 KiB');
    assert.equal(levelLabel('buffers.weight.bytes', '1572864'), '1.5 MiB');
    assert.equal(levelLabel('sta.rows', '65536'), '65536');
});

test('text in tooltips is no markup', () => {
    assert.equal(escapeHtml(`<b a="1">&'`), '&lt;b a=&quot;1&quot;&gt;&amp;&#39;');
    assert.ok(!tooltipHtml('<img>', [['<i>', '<u>']]).match(/<(img|i|u)>/));
});
