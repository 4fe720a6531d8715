// Energy by part, of the run with its range and of each layer.

import { tooltipHtml } from './html.mjs';
import { percent, readable } from './numbers.mjs';
import { PALETTE, axisBase, chartBase, labelRoom, legendBase, rowAxis, rowsHeight } from './theme.mjs';

export const PJ_PER_UJ = 1e6;

/** Parts of summary.json, gathered so that colours suffice. */
export const ENERGY_GROUPS = [
    { label: 'DRAM', color: PALETTE.blue, of: ['dram'] },
    { label: 'array', color: PALETTE.orange, of: ['sta'] },
    { label: 'buffers', color: PALETTE.green, of: ['weight_buffer', 'input_buffer', 'intermediate_buffer', 'output_buffer'] },
    { label: 'bus', color: PALETTE.pink, of: ['bus'] },
    { label: 'host', color: PALETTE.sky, of: ['cpu'] },
    { label: 'softmax and vector', color: PALETTE.yellow, of: ['softmax', 'vector'] },
    { label: 'leakage', color: PALETTE.grey, of: ['leakage'] },
];

/** Microjoules of each group; parts that are not known come as "other" at the end. */
export function groupEnergy(parts) {
    const known = new Set(ENERGY_GROUPS.flatMap((group) => group.of));
    const sum = (names) => names.reduce((pj, name) => pj + (parts[name]?.pj ?? 0), 0) / PJ_PER_UJ;
    return [...ENERGY_GROUPS.map((group) => sum(group.of)), sum(Object.keys(parts).filter((name) => !known.has(name)))];
}

const drawRange = (color) => (params, api) => {
    const row = api.value(0);
    const low = api.coord([api.value(1), row]);
    const high = api.coord([api.value(2), row]);
    const cap = 4;
    const line = (x1, y1, x2, y2) => ({ type: 'line', shape: { x1, y1, x2, y2 }, style: { stroke: color, lineWidth: 1.2 } });
    return {
        type: 'group',
        children: [
            line(low[0], low[1], high[0], high[1]),
            line(low[0], low[1] - cap, low[0], low[1] + cap),
            line(high[0], high[1] - cap, high[0], high[1] + cap),
        ],
    };
};

export const energyPartsHeight = (energy) => Math.max(380, rowsHeight(Object.keys(energy.parts).length, 64));

export function energyPartsOption(energy, theme) {
    const parts = Object.entries(energy.parts).sort(([, a], [, b]) => b.pj - a.pj);
    const names = parts.map(([name]) => name);
    return {
        ...chartBase(theme),
        tooltip: {
            ...chartBase(theme).tooltip, trigger: 'axis', axisPointer: { type: 'shadow' },
            formatter: ([first]) => {
                const [name, part] = parts[first.dataIndex];
                return tooltipHtml(name, [
                    ['energy', `${readable(part.pj / PJ_PER_UJ)} uJ`], ['share', percent(part.pj / energy.pj)],
                    ['range', `${readable(part.low_pj / PJ_PER_UJ)} to ${readable(part.high_pj / PJ_PER_UJ)} uJ`],
                ]);
            },
        },
        grid: { left: labelRoom(names), right: 24, top: 10, bottom: 46, outerBoundsMode: 'none' },
        xAxis: { type: 'value', ...axisBase(theme, 'uJ of the whole run; the line is the range of its costs', 28, { axisLabel: { hideOverlap: true } }) },
        yAxis: rowAxis(theme, names),
        series: [
            { name: 'energy', type: 'bar', barWidth: '62%', itemStyle: { color: theme.main }, data: parts.map(([, part]) => part.pj / PJ_PER_UJ) },
            {
                name: 'range', type: 'custom', renderItem: drawRange(theme.ink), silent: true, encode: { x: [1, 2], y: 0 }, z: 3,
                data: parts.map(([, part], row) => [row, part.low_pj / PJ_PER_UJ, part.high_pj / PJ_PER_UJ]),
            },
        ],
    };
}

export const energyLayersHeight = (layers) => rowsHeight(layers.length, 84);

/** layers: those that have an energy{}. */
export function energyLayersOption(layers, theme) {
    const names = layers.map((layer) => layer.name);
    const groups = layers.map((layer) => groupEnergy(layer.energy.parts ?? {}));
    const kinds = [...ENERGY_GROUPS, { label: 'other', color: '#444b55' }]
        .map((group, index) => ({ ...group, index }))
        .filter(({ index }) => groups.some((group) => group[index] > 0));
    return {
        ...chartBase(theme),
        tooltip: {
            ...chartBase(theme).tooltip, trigger: 'axis', axisPointer: { type: 'shadow' },
            formatter: ([first]) => {
                const row = first.dataIndex;
                return tooltipHtml(names[row], [
                    ...kinds.map(({ label, index }) => [label, `${readable(groups[row][index])} uJ`]),
                    ['all', `${readable(layers[row].energy.pj / PJ_PER_UJ)} uJ`],
                ]);
            },
        },
        legend: legendBase(theme),
        grid: { left: labelRoom(names), right: 24, top: 30, bottom: 46, outerBoundsMode: 'none' },
        xAxis: { type: 'value', ...axisBase(theme, 'uJ', 28, { axisLabel: { hideOverlap: true } }) },
        yAxis: rowAxis(theme, names),
        series: kinds.map((kind) => ({
            name: kind.label, type: 'bar', stack: 'energy', barWidth: '66%', itemStyle: { color: kind.color },
            data: groups.map((group) => group[kind.index]),
        })),
    };
}
