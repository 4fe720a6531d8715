import assert from 'node:assert/strict';
import { test } from 'node:test';

import { paretoFront, staircase, valued } from '../../../platform/report_page/page/pareto.mjs';
import { point, randomNumbers } from './points.mjs';

/** By the definition: no other point is as good in both and better in one. */
function bruteForce(entries, x, y) {
    return entries.filter((a) => !entries.some((b) => {
        const dx = x.better * (b.x - a.x);
        const dy = y.better * (b.y - a.y);
        return dx >= 0 && dy >= 0 && dx + dy > 0;
    }));
}

const directions = [[-1, -1], [-1, 1], [1, -1], [1, 1]];

test('the front is that of the definition, in all directions, with ties', () => {
    const random = randomNumbers(7);
    for (const [bx, by] of directions) {
        for (let round = 0; round < 40; ++round) {
            const points = Array.from({ length: 60 }, (_, index) =>
                point({ id: `p${index}`, a: String(Math.floor(random() * 12)), b: String(Math.floor(random() * 12)) }));
            const [x, y] = [{ column: 'a', better: bx }, { column: 'b', better: by }];
            const entries = valued(points, x, y);
            const ids = (list) => list.map((entry) => entry.point.id).sort();
            assert.deepEqual(ids(paretoFront(entries, x, y)), ids(bruteForce(entries, x, y)));
        }
    }
});

test('more accuracy is better and less latency is', () => {
    const points = [['p1', '1', '80'], ['p2', '2', '90'], ['p3', '3', '85'], ['p4', '', '99']]
        .map(([id, latency, accuracy]) => point({ id, latency, accuracy }));
    const [x, y] = [{ column: 'latency', better: -1 }, { column: 'accuracy', better: 1 }];
    const entries = valued(points, x, y);
    assert.equal(entries.length, 3, 'a point without a value is not compared');
    assert.deepEqual(paretoFront(entries, x, y).map((entry) => entry.point.id), ['p1', 'p2']);
});

test('the stairs turn where the next point begins to be as good', () => {
    assert.deepEqual(staircase([{ x: 1, y: 9 }, { x: 4, y: 5 }]), [[1, 9], [4, 9], [4, 5]]);
    assert.deepEqual(staircase([]), []);
});
