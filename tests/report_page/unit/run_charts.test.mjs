import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ACTIVITY_KINDS, activityShares } from '../../../platform/report_page/page/activities.mjs';
import { groupEnergy } from '../../../platform/report_page/page/energy_chart.mjs';
import { memoryRoof, rooflinePoints } from '../../../platform/report_page/page/roofline_chart.mjs';
import { arrayUtilisation, runModel } from '../../../platform/report_page/page/run_model.mjs';
import { bandwidth } from '../../../platform/report_page/page/traffic_chart.mjs';

const kind = (label) => ACTIVITY_KINDS.findIndex((entry) => entry.label === label);

test('activities are percent of the cycles, and none is lost', () => {
    const shares = activityShares({ busy: 50, stalls: { fill_drain: 10, operand_port: 4, result_port: 6, ddr_queue: 5, ddr_data: 15, news: 10 } });
    assert.equal(shares[kind('busy')], 50);
    assert.equal(shares[kind('buffer ports')], 10);
    assert.equal(shares[kind('DDR')], 20);
    assert.equal(shares.at(-1), 10, 'what the page does not know is "other"');
    assert.equal(shares.reduce((sum, share) => sum + share, 0), 100);
    assert.ok(activityShares({ busy: 0, stalls: {} }).every((share) => share === 0));
});

const layer = (values) => ({ name: 'l', op: 'gemm', engine: 'sta', pattern: null, macs: 0, cycles: 100, ...values });

test('a layer lies in the roofline at executed MAC per byte and per cycle', () => {
    const layers = [
        layer({ macs: 5000, roofline: { moved_bytes: 250, memory_cycles: 25, memory_limit: 'bus' } }),
        layer({ roofline: { moved_bytes: 640, memory_cycles: 20, memory_limit: 'ddr' } }),
    ];
    const points = rooflinePoints(layers);
    assert.equal(points.length, 1, 'only products have a place there');
    assert.equal(points[0].intensity, 20);
    assert.equal(points[0].rate, 50);
    assert.deepEqual(memoryRoof(layers), { bytesPerCycle: 32, limit: 'ddr' });
    assert.equal(memoryRoof([]), null);
});

test('bandwidth is bytes over the time of the layer', () => {
    const model = runModel({
        title: '', config: { 'sta.clock_mhz': '500', 'sta.rows': '4', 'sta.cols': '2', 'sta.lanes': '1' },
        summary: { cycles: 1000, time_ns: 2000, engines: { sta: { macs: 2000, stalls: {} } }, layers: [layer({ dram: { read_bytes: 600, write_bytes: 200 } })] },
    });
    assert.equal(bandwidth(model.layers[0]), 4, '800 bytes in 200 ns');
    assert.equal(model.utilisation, 0.25, '2000 of 1000 x 8');
    assert.equal(arrayUtilisation({ cycles: 0, engines: {} }, {}), 0);
});

test('energy groups add up to all parts', () => {
    const groups = groupEnergy({ dram: { pj: 3e6 }, input_buffer: { pj: 1e6 }, output_buffer: { pj: 2e6 }, surprise: { pj: 5e6 } });
    assert.equal(groups.reduce((sum, uj) => sum + uj, 0), 11);
    assert.equal(groups[2], 3);
    assert.equal(groups.at(-1), 5);
});
