// Multiply-accumulates per cycle over multiply-accumulates per byte from and to DDR, under the array's and the
// memory's roof. Executed ones count: of sparse weights the kept ones.

import { tooltipHtml } from './html.mjs';
import { percent, readable } from './numbers.mjs';
import { PALETTE, axisBase, chartBase, legendBase } from './theme.mjs';

/** Bytes per cycle of the slower of DDR and bus, from the layer that moved most. */
export function memoryRoof(layers) {
    const moved = layers.filter((layer) => layer.roofline?.memory_cycles > 0);
    if (moved.length === 0) return null;
    const most = moved.reduce((a, b) => (b.roofline.moved_bytes > a.roofline.moved_bytes ? b : a));
    return { bytesPerCycle: most.roofline.moved_bytes / most.roofline.memory_cycles, limit: most.roofline.memory_limit };
}

export function rooflinePoints(layers) {
    return layers
        .filter((layer) => layer.macs > 0 && layer.cycles > 0 && layer.roofline?.moved_bytes > 0)
        .map((layer) => ({ layer, intensity: layer.macs / layer.roofline.moved_bytes, rate: layer.macs / layer.cycles }));
}

const MOST_NAMED = 12;
const octaveBelow = (value) => 2 ** Math.floor(Math.log2(value));
const octaveAbove = (value) => 2 ** Math.ceil(Math.log2(value));

/** null where no layer has both products and traffic. */
export function rooflineOption(model, theme) {
    const points = rooflinePoints(model.layers);
    const roof = memoryRoof(model.layers);
    if (points.length === 0 || roof === null || !(model.peakMacs > 0)) return null;
    const ridge = model.peakMacs / roof.bytesPerCycle;
    const left = octaveBelow(Math.min(ridge / 2, ...points.map((point) => point.intensity)));
    const right = octaveAbove(Math.max(ridge * 2, ...points.map((point) => point.intensity)));
    const low = octaveBelow(Math.min(left * roof.bytesPerCycle, ...points.map((point) => point.rate)));
    const label = (text) => ({ show: true, formatter: text, color: theme.muted, fontSize: 11, position: 'insideMiddleTop' });
    const series = (name, symbol, color, chosen) => ({
        name, type: 'scatter', symbol, symbolSize: 11, itemStyle: { color, borderColor: theme.paper, borderWidth: 1 },
        label: { show: points.length <= MOST_NAMED, formatter: ({ data }) => data.point.layer.name, position: 'bottom', color: theme.muted, fontSize: 10 },
        labelLayout: { hideOverlap: true },
        data: points.filter(({ layer }) => chosen(layer)).map((point) => ({ value: [point.intensity, point.rate], point })),
    });
    const attention = (layer) => layer.op.startsWith('attention');
    return {
        ...chartBase(theme),
        tooltip: {
            ...chartBase(theme).tooltip,
            formatter: ({ data }) => data?.point ? tooltipHtml(data.point.layer.name, [
                ['N:M', data.point.layer.pattern ?? '-'], ['MAC per byte', readable(data.point.intensity)],
                ['MAC per cycle', readable(data.point.rate)], ['bound by', data.point.layer.roofline.bound],
                ['reached', percent(data.point.layer.roofline.reached)],
            ]) : '',
        },
        legend: legendBase(theme, { icon: undefined, data: ['product', 'attention'] }),
        grid: { left: 70, right: 28, top: 34, bottom: 50, outerBoundsMode: 'none' },
        xAxis: { type: 'log', logBase: 2, min: left, max: right, ...axisBase(theme, 'executed MAC per byte from and to DDR', 30, { axisLabel: { formatter: readable } }) },
        yAxis: { type: 'log', logBase: 2, min: low, max: octaveAbove(model.peakMacs * 1.2), ...axisBase(theme, 'MAC per cycle', 48, { axisLabel: { formatter: readable } }) },
        series: [
            series('product', 'circle', PALETTE.blue, (layer) => !attention(layer)),
            series('attention', 'triangle', PALETTE.orange, attention),
            {
                name: 'roof', type: 'line', symbol: 'none', silent: true, lineStyle: { color: theme.ink, width: 1.5 },
                data: [[left, left * roof.bytesPerCycle], [ridge, model.peakMacs], [right, model.peakMacs]],
                markLine: {
                    silent: true, symbol: 'none', lineStyle: { width: 0 },
                    data: [
                        [{ coord: [ridge, model.peakMacs], label: label(`array: ${readable(model.peakMacs)} MAC per cycle`) }, { coord: [right, model.peakMacs] }],
                        [{ coord: [left, left * roof.bytesPerCycle], label: label(`${roof.limit}: ${readable(roof.bytesPerCycle)} bytes per cycle`) }, { coord: [ridge, model.peakMacs] }],
                    ],
                },
            },
        ].filter((entry) => entry.data.length > 0),
    };
}
