import assert from 'node:assert/strict';
import { test } from 'node:test';

import { effectSize, mainEffect } from '../../../platform/report_page/page/effects.mjs';
import { point } from './points.mjs';

const metric = { column: 'cycles', better: -1 };

test('the main effect of an axis is the mean over all else at each level', () => {
    const points = [['8', '1', '100'], ['8', '2', '60'], ['16', '1', '50'], ['16', '2', '30'], ['16', '2', '']]
        .map(([rows, lanes, cycles]) => point({ 'sta.rows': rows, 'sta.lanes': lanes, cycles }));
    const levels = mainEffect(points, 'sta.rows', metric);
    assert.deepEqual(levels, [
        { label: '8', mean: 80, deviation: 20, least: 60, most: 100, count: 2 },
        { label: '16', mean: 40, deviation: 10, least: 30, most: 50, count: 2 },
    ]);
    assert.equal(effectSize(levels), 1, 'the largest mean is twice the smallest');
    assert.deepEqual(mainEffect(points, 'sta.lanes', metric).map((level) => level.mean), [75, 45]);
});

test('levels come as numbers come, and dense before sparse', () => {
    const label = (texts) => mainEffect(texts.map((text) => point({ axis: text, cycles: '1' })), 'axis', metric).map((level) => level.label);
    assert.deepEqual(label(['16', '8', '128']), ['8', '16', '128']);
    assert.deepEqual(label(['64KiB', '1MiB', '128KiB']), ['64KiB', '128KiB', '1MiB']);
    assert.deepEqual(label(['2:8', 'dense', '1:8', '2:4']), ['dense', '2:4', '2:8', '1:8']);
    assert.deepEqual(label(['ws', 'os', '']), ['os', 'ws', 'none']);
});

test('an axis with many sampled values is cut into bins of equally many points', () => {
    const points = Array.from({ length: 80 }, (_, index) => point({ axis: String(index), cycles: String(10 * index) }));
    const bins = mainEffect(points, 'axis', metric);
    assert.equal(bins.length, 8);
    assert.deepEqual(bins.map((bin) => bin.count), Array(8).fill(10));
    assert.equal(bins[0].label, '0 to 9');
    assert.equal(bins[0].mean, 45);
    assert.equal(bins[7].most, 790);
});

test('an axis that does nothing has no effect', () => {
    const points = ['1', '2'].map((axis) => point({ axis, cycles: '5' }));
    assert.equal(effectSize(mainEffect(points, 'axis', metric)), 0);
    assert.equal(effectSize([]), 0);
});
