// When each layer ran: from its LAYER_BEGIN to its LAYER_END.

import { tooltipHtml } from './html.mjs';
import { compact, percent, readable } from './numbers.mjs';
import { PALETTE, axisBase, chartBase, labelRoom, legendBase, rowAxis, rowsHeight } from './theme.mjs';

const KINDS = [
    { name: 'product', color: PALETTE.blue, has: (layer) => layer.engine === 'sta' && !layer.op.startsWith('attention') },
    { name: 'attention', color: PALETTE.sky, has: (layer) => layer.op.startsWith('attention') },
    { name: 'vector unit', color: PALETTE.orange, has: (layer) => layer.engine !== 'sta' },
];

function drawBar(params, api) {
    const [row, begin, end] = [api.value(0), api.value(1), api.value(2)];
    const from = api.coord([begin, row]);
    const to = api.coord([end, row]);
    const height = api.size([0, 1])[1] * 0.62;
    return {
        type: 'rect',
        shape: { x: from[0], y: from[1] - height / 2, width: Math.max(1, to[0] - from[0]), height },
        style: { fill: api.visual('color') },
    };
}

export const timelineHeight = (model) => rowsHeight(model.layers.length, 84);

export function timelineOption(model, theme) {
    const layers = model.layers.map((layer, row) => ({ layer, row })).filter(({ layer }) => layer.begin !== null);
    return {
        ...chartBase(theme),
        tooltip: {
            ...chartBase(theme).tooltip,
            formatter: ({ data }) => {
                const layer = model.layers[data.value[0]];
                return tooltipHtml(layer.name, [
                    ['operation', layer.op], ['N:M', layer.pattern ?? '-'], ['begin', readable(layer.begin)],
                    ['end', readable(layer.end)], ['cycles', readable(layer.cycles)],
                    ['of the run', percent(layer.cycles / model.summary.cycles)],
                ]);
            },
        },
        legend: legendBase(theme),
        grid: { left: labelRoom(model.names), right: 24, top: 30, bottom: 46, outerBoundsMode: 'none' },
        xAxis: { type: 'value', min: 0, max: model.summary.cycles, ...axisBase(theme, `cycles at ${model.clockMhz} MHz`, 28, { axisLabel: { formatter: compact, hideOverlap: true, showMaxLabel: false } }) },
        yAxis: rowAxis(theme, model.names),
        series: KINDS.map((kind) => ({
            name: kind.name, type: 'custom', renderItem: drawBar, itemStyle: { color: kind.color }, encode: { x: [1, 2], y: 0 }, clip: true,
            data: layers.filter(({ layer }) => kind.has(layer)).map(({ layer, row }) => ({ value: [row, layer.begin, layer.end] })),
        })).filter((series) => series.data.length > 0),
    };
}
