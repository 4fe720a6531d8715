// One small plot per axis: mean of the metric at each level, its standard deviation, and its whole range.

import { effectSize, mainEffect } from './effects.mjs';
import { tooltipHtml } from './html.mjs';
import { compact, levelLabel, percent, readable } from './numbers.mjs';
import { metricTitle } from './sweep_model.mjs';
import { axisBase, chartBase } from './theme.mjs';

const PER_ROW = 3;
const ROW_HEIGHT = 260;
const GAP = 3.5; // percent of the width

const drawSpread = (theme) => (params, api) => {
    const at = (value) => api.coord([api.value(0), value]);
    const [least, most] = [at(api.value(1)), at(api.value(2))];
    const [low, high] = [at(api.value(3)), at(api.value(4))];
    return {
        type: 'group',
        children: [
            { type: 'line', shape: { x1: least[0], y1: least[1], x2: most[0], y2: most[1] }, style: { stroke: theme.muted, lineWidth: 1 } },
            { type: 'rect', shape: { x: low[0] - 4, y: high[1], width: 8, height: Math.max(0.5, low[1] - high[1]) }, style: { fill: theme.main, opacity: 0.3 } },
        ],
    };
};

export const effectsHeight = (axes) => Math.ceil(axes.length / PER_ROW) * ROW_HEIGHT;

/** state: {points, axes, metric} */
export function effectsOption({ points, axes, metric }, theme) {
    const effects = axes.map((column) => ({ column, levels: mainEffect(points, column, metric) }));
    const columns = Math.min(PER_ROW, axes.length);
    const cell = 100 / columns;
    const all = effects.flatMap((effect) => effect.levels);
    // One scale for all, so that the plots can be held against each other.
    const least = Math.min(...all.map((level) => level.least));
    const most = Math.max(...all.map((level) => level.most));
    const margin = (most - least) * 0.06 || Math.abs(most) * 0.05 || 1;
    const bottom = least >= 0 ? Math.max(0, least - margin) : least - margin;
    const top = most + margin;
    return {
        ...chartBase(theme),
        tooltip: {
            ...chartBase(theme).tooltip,
            formatter: ({ seriesIndex, dataIndex }) => {
                const { column, levels } = effects[Math.floor(seriesIndex / 2)];
                const level = levels[dataIndex];
                return tooltipHtml(`${column} ${level.label}`, [
                    [`mean ${metricTitle(metric)}`, readable(level.mean)], ['standard deviation', readable(level.deviation)],
                    ['least', readable(level.least)], ['most', readable(level.most)], ['points', readable(level.count)],
                ]);
            },
        },
        title: effects.map(({ column, levels }, index) => ({
            text: `${column}: ${percent(effectSize(levels), 0)}`, textStyle: { color: theme.ink, fontSize: 12, fontWeight: 600 },
            left: `${(index % columns) * cell + GAP + 2}%`, top: Math.floor(index / columns) * ROW_HEIGHT,
        })),
        grid: effects.map((_, index) => ({
            left: `${(index % columns) * cell + GAP + 2}%`, width: `${cell - GAP - 3}%`,
            top: Math.floor(index / columns) * ROW_HEIGHT + 26, height: ROW_HEIGHT - 76, outerBoundsMode: 'none',
        })),
        xAxis: effects.map(({ column, levels }, gridIndex) => ({
            type: 'category', gridIndex, data: levels.map((level) => levelLabel(column, level.label)),
            ...axisBase(theme, column, 28, { axisLabel: { fontSize: 10, hideOverlap: true } }), axisTick: { alignWithLabel: true },
        })),
        yAxis: effects.map((_, gridIndex) => ({
            type: 'value', gridIndex, min: bottom, max: top,
            ...axisBase(theme, gridIndex % columns === 0 ? metricTitle(metric) : '', 42, { axisLabel: { fontSize: 10, formatter: compact, showMinLabel: false, showMaxLabel: false } }),
        })),
        series: effects.flatMap(({ levels }, index) => [
            {
                type: 'custom', xAxisIndex: index, yAxisIndex: index, renderItem: drawSpread(theme), encode: { x: 0, y: [1, 2] },
                data: levels.map((level, at) => [at, level.least, level.most, Math.max(level.least, level.mean - level.deviation), Math.min(level.most, level.mean + level.deviation)]),
            },
            {
                type: 'line', xAxisIndex: index, yAxisIndex: index, data: levels.map((level) => level.mean), symbol: 'circle', symbolSize: 8,
                lineStyle: { color: theme.main, width: 1.5 }, itemStyle: { color: theme.main }, z: 4,
            },
        ]),
    };
}
