// Two objectives, the front among the points, and the chosen one.

import { tooltipHtml } from './html.mjs';
import { compact, readable } from './numbers.mjs';
import { staircase } from './pareto.mjs';
import { metricTitle } from './sweep_model.mjs';
import { PALETTE, axisBase, chartBase, legendBase } from './theme.mjs';

export const direction = (metric) => (metric.better > 0 ? 'more is better' : 'less is better');

/** state: {entries, front, x, y, varied, selected (id or null)} */
export function paretoOption({ entries, front, x, y, varied, selected }, theme) {
    const onFront = new Set(front.map((entry) => entry.point.id));
    const chosen = entries.filter((entry) => entry.point.id === selected);
    const dot = (entry) => ({ value: [entry.x, entry.y], id: entry.point.id, point: entry.point });
    const axis = (metric, gap) => ({
        type: 'value', scale: true, ...axisBase(theme, `${metricTitle(metric)}, ${direction(metric)}`, gap, { axisLabel: { formatter: compact, hideOverlap: true } }),
    });
    return {
        ...chartBase(theme),
        tooltip: {
            ...chartBase(theme).tooltip,
            formatter: ({ data }) => data?.point ? tooltipHtml(data.point.id, [
                ...varied.map((column) => [column, data.point.text[column]]),
                [metricTitle(x), readable(data.value[0])], [metricTitle(y), readable(data.value[1])],
            ]) : '',
        },
        legend: legendBase(theme, { icon: undefined, data: ['points', 'front', ...(chosen.length > 0 ? ['chosen'] : [])] }),
        grid: { left: 70, right: 28, top: 34, bottom: 50, outerBoundsMode: 'none' },
        xAxis: axis(x, 30),
        yAxis: axis(y, 50),
        series: [
            {
                name: 'points', type: 'scatter', symbolSize: entries.length > 400 ? 6 : 8, large: false,
                itemStyle: { color: theme.dark ? '#6f7885' : '#9aa3ad', opacity: 0.75 },
                data: entries.filter((entry) => !onFront.has(entry.point.id)).map(dot),
            },
            {
                name: 'front line', type: 'line', symbol: 'none', silent: true, data: staircase(front),
                lineStyle: { color: theme.main, width: 1.5 }, tooltip: { show: false },
            },
            {
                name: 'front', type: 'scatter', symbolSize: 11, data: front.map(dot), z: 4,
                itemStyle: { color: theme.main, borderColor: theme.paper, borderWidth: 1 },
            },
            {
                name: 'chosen', type: 'scatter', symbol: 'diamond', symbolSize: 17, data: chosen.map(dot), z: 5,
                itemStyle: { color: PALETTE.orange, borderColor: theme.ink, borderWidth: 1.2 },
            },
        ],
    };
}
