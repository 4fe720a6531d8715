import assert from 'node:assert/strict';
import { test } from 'node:test';

import { idealSpeedup } from '../../../platform/report_page/page/numbers.mjs';
import { speedupGroups } from '../../../platform/report_page/page/speedup.mjs';
import { point } from './points.mjs';

const run = (id, rows, pattern, cycles, macs = '1000') =>
    point({ id, 'sta.rows': rows, 'workload.pattern': pattern, pattern, cycles, macs_dense: macs });
const columns = ['sta.rows', 'workload.pattern'];

test('the ideal of N:M is M/N', () => {
    assert.equal(idealSpeedup('2:8'), 4);
    assert.equal(idealSpeedup('3:4'), 4 / 3);
    assert.equal(idealSpeedup('dense'), 1);
    for (const pattern of ['', '0:4', 'mixed', '2:4x']) assert.equal(idealSpeedup(pattern), null);
});

test('points that differ in nothing but N:M are one group, with dense as its base', () => {
    const groups = speedupGroups([
        run('p1', '8', '2:4', '600'), run('p2', '8', 'dense', '900'), run('p3', '16', 'dense', '500'), run('p4', '16', '1:4', '200'),
    ], columns);
    assert.deepEqual(groups.map((group) => [group.label, group.points.map((entry) => [entry.point.id, entry.ideal, entry.speedup])]), [
        ['sta.rows 8', [['p2', 1, 1], ['p1', 2, 1.5]]],
        ['sta.rows 16', [['p3', 1, 1], ['p4', 4, 2.5]]],
    ]);
});

test('without a dense point, without another, or with another model there is no group', () => {
    assert.deepEqual(speedupGroups([run('p1', '8', '2:4', '600'), run('p2', '8', '1:4', '300')], columns), []);
    assert.deepEqual(speedupGroups([run('p1', '8', 'dense', '600')], columns), []);
    assert.deepEqual(speedupGroups([run('p1', '8', 'dense', '600'), run('p2', '8', '2:4', '300', '2000')], columns), []);
    assert.deepEqual(speedupGroups([run('p1', '8', 'dense', ''), run('p2', '8', '2:4', '300')], columns), []);
});
