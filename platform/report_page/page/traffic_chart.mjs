// What each layer moved from and to DDR, and how fast on average.

import { tooltipHtml } from './html.mjs';
import { readable } from './numbers.mjs';
import { PALETTE, axisBase, chartBase, labelRoom, legendBase, rowAxis, rowsHeight } from './theme.mjs';

const KIB = 1024;
const GIGA = 1e9;

export const trafficHeight = (model) => rowsHeight(model.layers.length, 84);

/** GB/s (1e9 bytes) over the layer's own time. */
export const bandwidth = (layer) => (layer.seconds > 0 ? (layer.readBytes + layer.writeBytes) / layer.seconds / GIGA : 0);

export function trafficOption(model, theme) {
    const left = labelRoom(model.names);
    const bar = (name, color, data, extra = {}) => ({ name, type: 'bar', barWidth: '62%', itemStyle: { color }, data, ...extra });
    const second = { xAxisIndex: 1, yAxisIndex: 1 };
    return {
        ...chartBase(theme),
        tooltip: {
            ...chartBase(theme).tooltip, trigger: 'axis', axisPointer: { type: 'shadow' },
            formatter: ([first]) => {
                const layer = model.layers[first.dataIndex];
                return tooltipHtml(layer.name, [
                    ['read', `${readable(layer.readBytes / KIB)} KiB`], ['written', `${readable(layer.writeBytes / KIB)} KiB`],
                    ['bandwidth', `${readable(bandwidth(layer))} GB/s`],
                ]);
            },
        },
        legend: legendBase(theme, { data: ['read', 'written', 'average bandwidth'] }),
        grid: [
            { left, right: '37%', top: 30, bottom: 46, outerBoundsMode: 'none' },
            { left: '66%', right: 24, top: 30, bottom: 46, outerBoundsMode: 'none' },
        ],
        xAxis: [
            { type: 'value', gridIndex: 0, ...axisBase(theme, 'KiB from and to DDR', 28, { axisLabel: { hideOverlap: true } }) },
            { type: 'value', gridIndex: 1, ...axisBase(theme, 'GB/s', 28, { axisLabel: { hideOverlap: true } }) },
        ],
        yAxis: [rowAxis(theme, model.names), rowAxis(theme, model.names, { gridIndex: 1, axisLabel: { show: false } })],
        series: [
            bar('read', PALETTE.blue, model.layers.map((layer) => layer.readBytes / KIB), { stack: 'bytes' }),
            bar('written', PALETTE.orange, model.layers.map((layer) => layer.writeBytes / KIB), { stack: 'bytes' }),
            bar('average bandwidth', PALETTE.green, model.layers.map(bandwidth), second),
        ],
    };
}
